import { type Environment, hasEnded, type TrustedDevice } from './trusted-device.js'

/** A cookie that this application made, held against its device. */
export interface Presented {
  readonly counter: number
  /** Whose secret it carries: that of the newest cookie, of the one before it, or neither. */
  readonly secret: 'current' | 'previous' | 'neither'
  /** Of the browser that sent it; null where that does not say what it is. */
  readonly environment: Environment | null
}

/** What a cookie is worth. `rotates`: it has to be exchanged for the next one. */
export type DeviceVerdict =
  | { readonly outcome: 'accepted'; readonly rotates: boolean }
  | { readonly outcome: 'refused'; readonly because: 'unknown' | 'ended' | 'other-environment' }
  | { readonly outcome: 'replayed' }

/** How long the cookie before the newest one still counts: 30 s, in ms. Answers get lost, and tabs open together. */
export const OVERLAP_MS = 30_000

/**
 * Judges a cookie. One that was exchanged before is a copy: from then on nobody can tell the person's browser from the
 * one that copied it, and the series has to end. Only right after the exchange, from the same environment, it is taken
 * for a parallel tab or a lost answer, and is not exchanged a second time.
 *
 * Only cookies with this application's seal come here: others, however alike, must not be able to end a series.
 */
export function judgeDevice(
  device: TrustedDevice | null,
  presented: Presented,
  { days, now }: { days: number; now: number },
): DeviceVerdict {
  if (device === null) return { outcome: 'refused', because: 'unknown' }
  if (hasEnded(device, days, now)) return { outcome: 'refused', because: 'ended' }
  const fits = isSameEnvironment(device, presented.environment)
  if (presented.counter === device.counter && presented.secret === 'current') {
    return fits ? { outcome: 'accepted', rotates: true } : { outcome: 'refused', because: 'other-environment' }
  }
  // Of a later cookie the device knows nothing: the database was put back to an earlier day.
  if (presented.counter >= device.counter) return { outcome: 'refused', because: 'unknown' }
  const isPrevious = presented.counter === device.counter - 1 && presented.secret === 'previous'
  if (isPrevious && fits && isJustRotated(device, now)) return { outcome: 'accepted', rotates: false }
  return { outcome: 'replayed' }
}

function isSameEnvironment(device: Environment, environment: Environment | null): boolean {
  return environment !== null && environment.browser === device.browser && environment.system === device.system
}

/** `usedAt` may lie ahead by what two processes' readings of the database's time differ. */
function isJustRotated({ usedAt }: TrustedDevice, now: number): boolean {
  return now < usedAt + OVERLAP_MS
}
