/** For how long a message is tried: three days, in ms. A mail server down over a weekend loses none. */
const TRIED_MS = 3 * 24 * 60 * 60_000

const FIRST_WAIT_MS = 15_000
const LONGEST_WAIT_MS = 30 * 60_000

/** When a message that failed `tries` times is due again, in ms; null once it is given up. */
export function retryAfter(createdAt: number, tries: number, now: number): number | null {
  if (now - createdAt >= TRIED_MS) return null
  return now + Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.max(0, tries - 1))
}
