import { type DeviceCookie, deviceCookieText, parseDeviceCookie } from '../../domain/trusted-devices/device-cookie.js'
import { DEVICE_SECRET_BYTES } from '../../domain/trusted-devices/trusted-device.js'
import type { KeyedHash, Random } from '../../ports/crypto.js'

/** A new cookie's secret, in base64url. */
export function newDeviceSecret(random: Random): string {
  const base64 = btoa(String.fromCharCode(...random.bytes(DEVICE_SECRET_BYTES)))
  return base64.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
}

/**
 * What the browser keeps: the cookie's text and a seal over it and its subject. The seal tells a cookie that was really
 * given out, however old, from one that somebody made up: only the former may end a series.
 */
export function sealDeviceCookie(keyedHash: KeyedHash, subjectKey: string, cookie: DeviceCookie): string {
  const text = deviceCookieText(cookie)
  return `${text}.${keyedHash.hash('device-cookie', `${subjectKey}.${text}`).hash}`
}

/** Reads a sealed cookie; null for one that was not given to this subject by this application, whole and unchanged. */
export function openDeviceCookie(keyedHash: KeyedHash, subjectKey: string, sealed: string): DeviceCookie | null {
  const end = sealed.lastIndexOf('.')
  const text = sealed.slice(0, Math.max(0, end))
  const cookie = parseDeviceCookie(text)
  if (cookie === null) return null
  return keyedHash.matches('device-cookie', `${subjectKey}.${text}`, sealed.slice(end + 1)) ? cookie : null
}
