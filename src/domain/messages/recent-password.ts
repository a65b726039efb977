/** A password counts as new for a day, in ms. */
const RECENT_MS = 24 * 60 * 60_000

/**
 * When the password was set, where that is so recent that whoever is mailed a code is told of it; else null. Who can read
 * the mails of an account can often have its password reset as well, and then its mailed code is no second factor
 * (CVE-2026-18963): the person shall at least learn of it.
 */
export function recentPassword(setAt: number | null, now: number): number | null {
  return setAt !== null && now - setAt < RECENT_MS ? setAt : null
}
