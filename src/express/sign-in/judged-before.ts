import { admitsStandIn, type Demand } from '../../domain/assess.js'
import type { KeycloakLogin } from '../../domain/sign-in/login.js'
import { allowanceSpeaksOf, isWithin, type Mark, markHolds } from '../../domain/sign-in/mark.js'
import type { OwnSession } from '../session.js'
import type { Surroundings } from '../surroundings.js'

/** What an earlier decision left: in the session, or for a bearer token in this process. */
export type Kept = Pick<OwnSession, 'mark' | 'allowance'>

/** What judging by it needs. */
type KeptPorts = Pick<Surroundings, 'epochs' | 'policyEpochOf' | 'clock'>

/**
 * The kept mark where it still holds for this login, at this epoch.
 *
 * Without I/O where the subject's epoch is known; a promise otherwise. Rejects with `ERR_2FA_STORE` when the epoch
 * cannot be read: what was revoked must not go on because the database is down.
 */
export function heldMark(
  surroundings: KeptPorts,
  { mark }: Kept,
  login: KeycloakLogin,
): Mark | null | Promise<Mark | null> {
  if (mark === undefined || login.impersonator !== undefined) return null
  const { epochs, clock } = surroundings
  return andThen(epochs.of(mark.subjectKey), (epoch) =>
    markHolds(mark, login, epoch, clock.databaseNow()) ? mark : null,
  )
}

/**
 * Whether what was kept is enough for a demand: a mark, or a kept `allow` that the demand admits. `longerMs`: how much
 * longer than its time a kept `allow` counts.
 */
export function passesByKept(
  surroundings: KeptPorts,
  kept: Kept,
  login: KeycloakLogin,
  demand: Demand,
  longerMs = 0,
): boolean | Promise<boolean> {
  // Whether the person still belongs to the tenant is not known from a code.
  if (demand.tenant !== undefined) return allowed(surroundings, kept, login, demand, longerMs)
  const mark = heldMark(surroundings, kept, login)
  const judge = (held: Mark | null) => {
    if (held === null) return allowed(surroundings, kept, login, demand, longerMs)
    const withinMs = demand.by === 'route' ? demand.withinMs : null
    return withinMs === null || isWithin(held.judgedAt, withinMs, surroundings.clock.databaseNow())
  }
  return mark instanceof Promise ? mark.then(judge) : judge(mark)
}

function allowed(
  { epochs, policyEpochOf, clock }: KeptPorts,
  { allowance }: Kept,
  login: KeycloakLogin,
  demand: Demand,
  longerMs: number,
): boolean | Promise<boolean> {
  if (allowance === undefined || login.impersonator !== undefined) return false
  if (allowance.tenant !== demand.tenant) return false
  if (demand.by === 'route' && !(allowance.trusted === true && admitsStandIn(demand))) return false
  if (!allowanceSpeaksOf(allowance, login, clock.databaseNow() - longerMs)) return false
  const unchanged = (epoch: number, before: number) => epoch === before
  const answers = [
    andThen(epochs.of(allowance.subjectKey), (epoch) => unchanged(epoch, allowance.epoch)),
    ...Object.entries(allowance.epochs).map(([tenantId, before]) =>
      andThen(policyEpochOf(login.issuer, tenantId), (epoch) => unchanged(epoch, before)),
    ),
  ]
  const known = answers.filter((answer) => typeof answer === 'boolean')
  if (known.includes(false)) return false
  if (known.length === answers.length) return true
  return Promise.all(answers).then((all) => all.every(Boolean))
}

/** Goes on in the same turn where a value is there already. */
function andThen<Value, Answer>(
  value: Value | Promise<Value>,
  judge: (value: Value) => Answer,
): Answer | Promise<Answer> {
  return value instanceof Promise ? value.then(judge) : judge(value)
}
