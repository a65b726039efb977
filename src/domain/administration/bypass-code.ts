import { TwoFactorError } from '../../errors.js'

/** A code that the help desk issues to somebody who cannot get any other, as the store keeps it: at most one per subject. */
export interface BypassCode {
  /** A time-ordered UUID. */
  readonly id: string
  /** The keyed hash of the code, bound to its subject; lowercase hex. */
  readonly hash: string
  /** The id of the key that made the hash. */
  readonly keyId: string
  readonly createdAt: number
  readonly endsAt: number
  readonly usedAt: number | null
}

/** The digits of a bypass code: short enough to be read out, long enough for a count that waits after five. */
export const BYPASS_CODE_DIGITS = 8

const MINUTE_MS = 60_000

/** How long a bypass code may last at least and at most, in ms: 10 minutes and 24 hours. */
export const BYPASS_CODE_MS = { least: 10 * MINUTE_MS, most: 24 * 60 * MINUTE_MS } as const

/** How long a reason may be, in characters. */
export const LONGEST_REASON = 200

/** True while a bypass code can be used. */
export function isBypassCodeAlive(code: BypassCode, now: number): boolean {
  return code.usedAt === null && now < code.endsAt
}

/** Eight digits from random bytes, each as likely as the other; null for what does not divide evenly: take others. */
export function bypassCodeFrom(bytes: Uint8Array): string | null {
  const number = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0)
  const codes = 10 ** BYPASS_CODE_DIGITS
  return number < Math.floor(2 ** 32 / codes) * codes ? String(number % codes).padStart(BYPASS_CODE_DIGITS, '0') : null
}

/** The eight digits of a bypass code as a person may type it; null for anything else. */
export function bypassCodeIn(input: unknown): string | null {
  const text = typeof input === 'string' && input.length <= 64 ? input.normalize('NFKC') : ''
  const code = text.replace(/[\s\p{Pd}]/gu, '')
  return code.length === BYPASS_CODE_DIGITS && /^[0-9]+$/.test(code) ? code : null
}

/** How long a code is to last. Throws `ERR_2FA_MALFORMED` outside of 10 minutes to 24 hours. */
export function parseLasting(ms: unknown): number {
  if (typeof ms === 'number' && ms >= BYPASS_CODE_MS.least && ms <= BYPASS_CODE_MS.most) return ms
  throw new TwoFactorError('ERR_2FA_MALFORMED', 'A bypass code lasts from 10 minutes to 24 hours.')
}

/** Why something is done, as the audit log keeps it: one line. Throws `ERR_2FA_MALFORMED` where there is none. */
export function parseReason(input: unknown): string {
  const reason = typeof input === 'string' ? input.replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ').trim() : ''
  if (reason !== '' && [...reason].length <= LONGEST_REASON) return reason
  throw new TwoFactorError('ERR_2FA_MALFORMED', `A reason of at most ${LONGEST_REASON} characters is needed.`)
}
