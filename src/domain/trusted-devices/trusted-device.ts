import type { RequestOrigin } from '../messages/notice.js'

/** What a cookie is bound to besides its secret: the families of browser and operating system, without their versions. */
export interface Environment {
  readonly browser: string
  readonly system: string
}

/** A browser that is not asked again for a while. */
export interface TrustedDevice extends Environment {
  /** A time-ordered UUID: the series that all its cookies belong to. */
  readonly id: string
  readonly subjectKey: string
  /** What the person calls it; null: nothing, its browser and system name it. */
  readonly name: string | null
  /** The network address it was last used from; null where that is not known. */
  readonly address: string | null
  /** How often its cookie was exchanged for a new one. */
  readonly counter: number
  /** The keyed hash of the secret in its newest cookie, lowercase hex. */
  readonly hash: string
  /** That of the cookie before; null where there was none. */
  readonly previousHash: string | null
  /**
   * When the password was set, as Keycloak told when the browser was trusted, in ms on Keycloak's clock; null where it
   * could not tell. Any other answer later means another password: no two clocks are compared.
   */
  readonly passwordSetAt: number | null
  readonly createdAt: number
  /** When its cookie was last exchanged, in ms. */
  readonly usedAt: number
  /** The end that it was given; no use moves it. */
  readonly endsAt: number
}

/** At most so many browsers of one person are trusted; the oldest goes when another one comes. */
export const MOST_DEVICES = 10

/** Random bytes in the secret of a cookie: 256 bits. */
export const DEVICE_SECRET_BYTES = 32

const DAY_MS = 24 * 60 * 60_000

/** When a browser trusted now is asked again, in ms. */
export function deviceEnd(now: number, days: number): number {
  return now + days * DAY_MS
}

/** True once a browser is asked again. A policy of fewer days than when it was trusted shortens what is left. */
export function hasEnded(device: TrustedDevice, days: number, now: number): boolean {
  return now >= endOf(device, days)
}

/** When a browser is asked again under a policy of so many days, in ms. */
export function endOf({ endsAt, createdAt }: TrustedDevice, days: number): number {
  return Math.min(endsAt, deviceEnd(createdAt, days))
}

/** The environment of a request; null where the browser does not say what it is, and so can't be told from others. */
export function environmentOf({ browser, system }: RequestOrigin): Environment | null {
  return browser && system ? { browser: shortened(browser), system: shortened(system) } : null
}

/** A browser that nobody knows may call itself by any name of any length. */
function shortened(name: string): string {
  return [...name].slice(0, 64).join('')
}

/**
 * True while the password is the one that was in use when the browser was trusted. `setAt` is what Keycloak says now;
 * where it says nothing, only `unreadable: 'trust'` lets the browser count on, if nothing was known before either.
 */
export function isSamePassword(
  { passwordSetAt }: Pick<TrustedDevice, 'passwordSetAt'>,
  setAt: number | null,
  unreadable: 'ask' | 'trust',
): boolean {
  return passwordSetAt === setAt && (setAt !== null || unreadable === 'trust')
}
