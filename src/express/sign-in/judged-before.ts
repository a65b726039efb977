import type { Epochs } from '../../actions/sign-in/epochs.js'
import { admitsStandIn, type Demand } from '../../domain/assess.js'
import type { KeycloakLogin } from '../../domain/sign-in/login.js'
import { allowanceHolds, isWithin, type Mark, markHolds } from '../../domain/sign-in/mark.js'
import type { OwnSession } from '../session.js'
import type { Surroundings } from '../surroundings.js'

/** What an earlier decision left: in the session, or for a bearer token in this process. */
export type Kept = Pick<OwnSession, 'mark' | 'allowance'>

/**
 * The kept mark where it still holds for this login, at this epoch.
 *
 * Without I/O where the subject's epoch is known; a promise otherwise. Rejects with `ERR_2FA_STORE` when the epoch
 * cannot be read: what was revoked must not go on because the database is down.
 */
export function heldMark(
  surroundings: Pick<Surroundings, 'epochs' | 'clock'>,
  { mark }: Kept,
  login: KeycloakLogin,
): Mark | null | Promise<Mark | null> {
  if (mark === undefined || login.impersonator !== undefined) return null
  const { epochs, clock } = surroundings
  return atEpoch(epochs, mark, (epoch) => (markHolds(mark, login, epoch, clock.databaseNow()) ? mark : null))
}

/** Whether what was kept is enough for a demand: a mark, or a kept `allow` that the demand admits. */
export function passesByKept(
  surroundings: Pick<Surroundings, 'epochs' | 'clock'>,
  kept: Kept,
  login: KeycloakLogin,
  demand: Demand,
): boolean | Promise<boolean> {
  const mark = heldMark(surroundings, kept, login)
  const judge = (held: Mark | null) => {
    if (held === null) return allowed(surroundings, kept, login, demand)
    const withinMs = demand.by === 'route' ? demand.withinMs : null
    return withinMs === null || isWithin(held.judgedAt, withinMs, surroundings.clock.databaseNow())
  }
  return mark instanceof Promise ? mark.then(judge) : judge(mark)
}

function allowed(
  { epochs, clock }: Pick<Surroundings, 'epochs' | 'clock'>,
  { allowance }: Kept,
  login: KeycloakLogin,
  demand: Demand,
): boolean | Promise<boolean> {
  if (allowance === undefined || login.impersonator !== undefined) return false
  if (demand.by === 'route' && !(allowance.trusted === true && admitsStandIn(demand))) return false
  return atEpoch(epochs, allowance, (epoch) => allowanceHolds(allowance, login, epoch, clock.databaseNow()))
}

/** Judges by the subject's epoch: in the same turn where it is known, after its one read otherwise. */
function atEpoch<Answer>(
  epochs: Epochs,
  { subjectKey }: { readonly subjectKey: string },
  judge: (epoch: number) => Answer,
): Answer | Promise<Answer> {
  const epoch = epochs.of(subjectKey)
  return typeof epoch === 'number' ? judge(epoch) : epoch.then(judge)
}
