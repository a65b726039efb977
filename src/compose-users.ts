import { type IssuedBypassCode, issueBypassCode } from './actions/administration/issue-bypass-code.js'
import { namedPerson } from './actions/administration/named-person.js'
import { resetPerson } from './actions/administration/reset-person.js'
import { type PersonReport, showPerson } from './actions/administration/show-person.js'
import { unlockPerson } from './actions/administration/unlock-person.js'
import { NOBODY } from './actions/record.js'
import type { Core } from './compose-core.js'
import type { Subject } from './domain/sign-in/login.js'
import type { Realm } from './ports/realm.js'

/**
 * One person's second factor, by Keycloak's user id, or by the exact user name or e-mail address. What is done is told the person by mail, and is in the log as done by
 * `command-line`. Each throws `ERR_2FA_NOT_FOUND` where Keycloak has no such person,
 * and `ERR_2FA_MALFORMED` where it may be one of several.
 */
export interface UserOperations {
  /** The second factor of a person. */
  show(userId: string): Promise<PersonReport>
  /** Opens what wrong codes have closed; where nothing is, nothing happens. */
  unlock(userId: string): Promise<void>
  /** Deletes the second factor with all that belongs to it. Throws `ERR_2FA_CONFLICT` where nothing is set up. */
  reset(userId: string): Promise<void>
  /**
   * Issues a code of eight digits that lets the person in once; an earlier one dies. `minutes`: 10 to 1440, default 60.
   * Throws `ERR_2FA_MALFORMED` without a reason, and `ERR_2FA_CONFLICT` where nothing is set up.
   */
  issueBypassCode(
    userId: string,
    given: { readonly reason: string; readonly minutes?: number },
  ): Promise<IssuedBypassCode>
}

/** The same as on the administrators' pages, for a shell or a job; whoever may call it judges who may act on whom. */
export function userOperations(core: Core, realmOf: () => Realm): UserOperations {
  const actor = { by: 'command-line', origin: NOBODY }
  const find = namedPerson(core)
  const subjectOf = async (userId: string): Promise<Subject> => {
    const [{ issuer }, person] = [realmOf(), await find(userId)]
    return core.identities.subject({ issuer, userId: person.userId })
  }
  const [unlock, reset, issue] = [unlockPerson(core), resetPerson(core), issueBypassCode(core)]
  return {
    show: async (userId) => showPerson({ ...core, realm: realmOf() })((await find(userId)).userId),
    unlock: async (userId) => unlock(actor, await subjectOf(userId)),
    reset: async (userId) => reset(actor, await subjectOf(userId)),
    issueBypassCode: async (userId, { reason, minutes = 60 }) =>
      issue(actor, await subjectOf(userId), { reason, lastsMs: minutes * 60_000 }),
  }
}
