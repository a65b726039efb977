import type { Refused } from '../../actions/challenge/answer.js'
import { isTwoFactorError } from '../../errors.js'
import type { Problem } from '../../views/challenge/problem.js'

/** HTTP's words for a refused code: 422 where it was judged, 429 where waiting helps, 409 where nothing is enrolled. */
export function statusOf(verdict: Refused): number {
  if (verdict.outcome === 'locked') return 429
  return verdict.outcome === 'not-enrolled' || verdict.outcome === 'disabled' ? 409 : 422
}

/** What to say beside the field; null where there is nothing to answer at all. */
export function problemOf(verdict: Refused): Problem | null {
  const { outcome, ...rest } = verdict
  return outcome === 'not-enrolled' ? null : ({ kind: outcome, ...rest } as Problem)
}

/** Turns malformed input into something to say beside the field; every other error goes on. */
export function malformedProblem(error: unknown): Problem {
  if (isTwoFactorError(error) && error.code === 'ERR_2FA_MALFORMED') return { kind: 'malformed' }
  throw error
}
