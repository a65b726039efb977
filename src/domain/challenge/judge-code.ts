import { type Attempts, OPEN_SIDE, type Side, type SideCount, sideState, triesLeft, waitAfter } from './attempts.js'

/** What looking at the given code found, before the counts are considered. */
export type Finding =
  | {
      readonly found: 'match' /** The start of the TOTP time step to spend, in seconds; absent for codes that are spent as a row. */
      readonly spent?: number
    }
  | { readonly found: 'replay' }
  | { readonly found: 'nothing' }

/** The value a judgement returns. `triesLeft` counts the wrong answers that still cost no wait. */
export type Verdict =
  | { readonly outcome: 'accepted' }
  | { readonly outcome: 'wrong'; readonly triesLeft: number; readonly lockedUntil: number | null }
  | { readonly outcome: 'replayed'; readonly triesLeft: number; readonly lockedUntil: number | null }
  | { readonly outcome: 'locked'; readonly until: number }
  | { readonly outcome: 'disabled' }
  | { readonly outcome: 'not-enrolled' }
  | { readonly outcome: 'expired' }

/** A judgement: the verdict, and the counts to commit before it is told. Null: nothing changes, nothing is committed. */
export interface Judgement {
  readonly verdict: Verdict
  readonly attempts: Attempts | null
}

/**
 * Says whether a side may be looked at at all. A locked side gives no answer about the code, right or wrong, so that
 * waiting costs a guesser as much as the limit says (NIST SP 800-63B-4 section 3.2.2).
 */
export function refusal(attempts: Attempts, side: Side, now: number): Verdict | null {
  const state = sideState(attempts[side], now)
  if (state.state === 'disabled') return { outcome: 'disabled' }
  return state.state === 'locked' ? { outcome: 'locked', until: state.until } : null
}

/** Judges one answer on one side: what to tell, and what it costs or earns. Replays count like wrong answers. */
export function judgeCode(attempts: Attempts, side: Side, finding: Finding, now: number): Judgement {
  const refused = refusal(attempts, side, now)
  if (refused) return { verdict: refused, attempts: null }
  if (finding.found === 'match') {
    // Success opens both sides: the person has shown more than the other side could ask for.
    // A step never goes back, also when a new secret is confirmed with a code of an earlier step than the last spent one.
    const lastSpent = Math.max(attempts.lastSpent, finding.spent ?? 0)
    return {
      verdict: { outcome: 'accepted' },
      attempts: { ...attempts, codes: OPEN_SIDE, recovery: OPEN_SIDE, lastSpent },
    }
  }
  const wrong = attempts[side].wrong + 1
  const wait = waitAfter(wrong)
  const count: SideCount = { wrong, lockedUntil: wait === 0 ? 0 : now + wait }
  const verdict: Verdict = {
    outcome: finding.found === 'replay' ? 'replayed' : 'wrong',
    triesLeft: triesLeft(count),
    lockedUntil: wait === 0 ? null : count.lockedUntil,
  }
  return { verdict, attempts: { ...attempts, [side]: count } }
}
