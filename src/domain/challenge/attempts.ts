/** The two counts of a subject: codes (app, mail, SMS) and recovery (backup, bypass). Neither lock closes the other. */
export type Side = 'codes' | 'recovery'

/** One side's count of wrong answers in a row. */
export interface SideCount {
  readonly wrong: number
  /** Until when this side answers nothing, in ms; 0: it is open. */
  readonly lockedUntil: number
}

/** The row that every judgement of a subject goes through. */
export interface Attempts {
  /** Grows with every judgement; the compare-and-set of `settle` rests on it. */
  readonly version: number
  readonly codes: SideCount
  readonly recovery: SideCount
  /** The start of the last spent TOTP time step, in seconds, so that it means the same for every period; 0: none yet (RFC 6238 section 5.2). */
  readonly lastSpent: number
}

/** A side that nobody has answered wrongly since it was opened. */
export const OPEN_SIDE: SideCount = { wrong: 0, lockedUntil: 0 }

/** The count of somebody who has never answered. */
export const NO_ATTEMPTS: Attempts = {
  version: 0,
  codes: OPEN_SIDE,
  recovery: OPEN_SIDE,
  lastSpent: 0,
}

/** Wrong answers that cost nothing but the try. */
export const FREE_TRIES = 5

/** At this many wrong answers in a row a side stays closed until the other side or an administrator opens it (NIST SP 800-63B-4 section 3.2.2). */
export const DISABLED_AT = 100

const WAIT_MINUTES = [1, 2, 4, 8, 16, 32, 60]

/** The wait in ms that the `wrong`-th wrong answer in a row costs: none for the first four, then 1, 2, 4 … 60 minutes. */
export function waitAfter(wrong: number): number {
  if (wrong < FREE_TRIES) return 0
  const minutes = WAIT_MINUTES[Math.min(wrong - FREE_TRIES, WAIT_MINUTES.length - 1)] ?? 60
  return minutes * 60_000
}

/** How many further wrong answers cost no wait. */
export function triesLeft(count: SideCount): number {
  return Math.max(0, FREE_TRIES - count.wrong)
}

/** Whether a side may be answered now: `open`, or closed for a while, or until somebody opens it. */
export function sideState(
  count: SideCount,
  now: number,
): { state: 'open' } | { state: 'locked'; until: number } | { state: 'disabled' } {
  if (count.wrong >= DISABLED_AT) return { state: 'disabled' }
  return now < count.lockedUntil ? { state: 'locked', until: count.lockedUntil } : { state: 'open' }
}
