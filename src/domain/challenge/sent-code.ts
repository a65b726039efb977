import type { Channel } from '../messages/channel.js'

/** What a sent code is for: the second step at sign-in, the confirmation of a set-up, or in place of a fresh password. */
export type SentCodePurpose = 'sign-in' | 'set-up' | 'fresh'

/** A code that was sent to a person, as the store keeps it: one for each login and purpose. */
export interface SentCode {
  /** The login it is bound to, from `Identities.session`. */
  readonly sessionKey: string
  readonly purpose: SentCodePurpose
  readonly subjectKey: string
  /** The keyed hash, lowercase hex. */
  readonly hash: string
  readonly channel: Channel
  /** The keyed hash of where it went, lowercase hex: a code proves the receipt of nothing else. */
  readonly destination: string
  readonly sentAt: number
}

/** How long a sent code can be entered: ten minutes, in ms (NIST SP 800-63B-4 section 3.1.3.2). */
export const SENT_CODE_MS = 10 * 60_000

/** How long until another one can be asked for: one minute, in ms. */
export const RESEND_AFTER_MS = 60_000

/** The digits of a sent code. */
export const SENT_CODE_DIGITS = 6

/** True while a sent code can be entered. */
export function isSentCodeAlive(code: SentCode | null, now: number): boolean {
  return code !== null && now < code.sentAt + SENT_CODE_MS
}

/** Six digits from random bytes, each as likely as the other: what does not divide evenly is thrown away. */
export function sentCodeFrom(bytes: Uint8Array): string | null {
  const number = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0)
  const codes = 10 ** SENT_CODE_DIGITS
  return number < Math.floor(2 ** 32 / codes) * codes ? String(number % codes).padStart(SENT_CODE_DIGITS, '0') : null
}
