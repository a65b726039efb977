import type { AuditEvent } from '../../domain/administration/audit-event.js'
import { sideState } from '../../domain/challenge/attempts.js'
import type { Method } from '../../domain/enrolment/enrolment.js'
import { TwoFactorError } from '../../errors.js'
import type { Clock } from '../../ports/clock.js'
import type { Identities } from '../../ports/crypto.js'
import type { Directory, Person } from '../../ports/directory.js'
import type { Realm } from '../../ports/realm.js'
import type { Store } from '../../ports/store.js'

const SHOWN = 10

/** What an operator sees of a person's second factor. Holds no secret, code or hash. */
export interface PersonReport {
  readonly person: Person
  readonly secondFactor: {
    readonly method: Method
    /** In ms, as all times here. */
    readonly activeSince: number
    readonly backupCodesSavedAt: number | null
    readonly backupCodesLeft: number
  } | null
  /** Whether codes, and backup and bypass codes, are answered now. */
  readonly codes: ReturnType<typeof sideState>
  readonly recovery: ReturnType<typeof sideState>
  /** What happened last, the newest first. */
  readonly events: readonly AuditEvent[]
}

/** Shows one person by their Keycloak user id. Throws `ERR_2FA_NOT_FOUND` where the realm has no such person. */
export function showPerson(ports: {
  store: Store
  directory: Directory
  realm: Realm
  identities: Identities
  clock: Clock
}) {
  return async (userId: string): Promise<PersonReport> => {
    const { store, directory, realm, identities, clock } = ports
    const person = await directory.person(userId)
    if (person === null) throw new TwoFactorError('ERR_2FA_NOT_FOUND', 'Keycloak has no person with this user id.')
    const { key } = identities.subject({ issuer: realm.issuer, userId: person.userId })
    const [state, backupCodes, events] = await Promise.all([
      store.load(key, ''),
      store.backupCodes(key),
      store.auditEvents(key, SHOWN),
    ])
    const now = clock.at(state.databaseTime)
    const { enrolment, attempts } = state
    return {
      person,
      secondFactor: enrolment && {
        method: enrolment.method,
        activeSince: enrolment.activeSince,
        backupCodesSavedAt: enrolment.backupCodesSavedAt,
        backupCodesLeft: backupCodes.filter(({ usedAt }) => usedAt === null).length,
      },
      codes: sideState(attempts.codes, now),
      recovery: sideState(attempts.recovery, now),
      events,
    }
  }
}
