import { type LoginBinding, sameLogin } from '../sign-in/login.js'
import { isWithin, VERIFIED_MS } from '../sign-in/mark.js'
import { hasEnded, isSamePassword, type TrustedDevice } from './trusted-device.js'

/** The note in the application's session that this login came from a trusted device. It is no mark: no code was judged. */
export interface TrustNote extends LoginBinding {
  readonly deviceId: string
  /** When the device's cookie was judged, in ms. */
  readonly judgedAt: number
}

/** A trusted device that stands in for the code of a login. */
export interface Trust {
  readonly deviceId: string
}

/** What a note is held against. */
export interface TrustGrounds {
  readonly login: LoginBinding
  /** The device that the note names; null where it is gone. */
  readonly device: TrustedDevice | null
  /** The policy's days; 0: nobody is trusted. */
  readonly days: number
  /** When the password was set, as Keycloak says now; null where it does not say. */
  readonly passwordSetAt: number | null
  readonly unreadablePassword: 'ask' | 'trust'
  readonly now: number
}

/** Whether a session's note still holds: for this login, for a day like a mark, and while its device is trusted. */
export function judgeTrust(note: TrustNote, grounds: TrustGrounds): Trust | null {
  const { login, device, days, passwordSetAt, unreadablePassword, now } = grounds
  const holds =
    sameLogin(note, login) &&
    isWithin(note.judgedAt, VERIFIED_MS, now) &&
    device !== null &&
    device.id === note.deviceId &&
    !hasEnded(device, days, now) &&
    isSamePassword(device, passwordSetAt, unreadablePassword)
  return holds ? { deviceId: note.deviceId } : null
}
