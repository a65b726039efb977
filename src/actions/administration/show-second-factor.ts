import type { AuditEvent } from '../../domain/administration/audit-event.js'
import { isBypassCodeAlive } from '../../domain/administration/bypass-code.js'
import { type Diagnosis, diagnose } from '../../domain/administration/diagnosis.js'
import type { Method } from '../../domain/enrolment/enrolment.js'
import type { Clock } from '../../ports/clock.js'
import type { Store } from '../../ports/store.js'
import type { ReachedPerson } from './reach-person.js'

const SHOWN = 20

/** What an administrator sees of a person's second factor. Holds no secret, code or hash, and no address that codes go to. */
export interface SecondFactor {
  readonly diagnosis: Diagnosis
  readonly enrolment: {
    readonly method: Method
    readonly activeSince: number
    readonly backupCodesLeft: number
    readonly backupCodesSaved: boolean
  } | null
  /** True where wrong answers have been counted, so that there is something to unlock. */
  readonly hasWrongAnswers: boolean
  readonly lastUsedAt: number | null
  /** Until when the bypass code that was issued last works; null where none does. */
  readonly bypassCodeUntil: number | null
  /** Why the last logins were, or were not, asked; the newest first. */
  readonly decisions: readonly AuditEvent[]
  /** What happened last, the newest first. */
  readonly events: readonly AuditEvent[]
}

/** Shows the second factor of a person, with what is wrong about it; of other tenants' affairs only what concerns the person. */
export function showSecondFactor({ store, clock }: { store: Store; clock: Clock }) {
  return async ({
    person,
    subject,
    mayKnow,
  }: Pick<ReachedPerson, 'person' | 'subject' | 'mayKnow'>): Promise<SecondFactor> => {
    const { key } = subject
    const [state, backupCodes, bypassCode, overviews, events, log] = await Promise.all([
      store.load(key, ''),
      store.backupCodes(key),
      store.bypassCode(key),
      store.overviews([key]),
      store.auditEvents(key, SHOWN),
      store.auditLog({ subjectKey: key, kind: 'login-decided' }, { after: null, limit: SHOWN }),
    ])
    const now = clock.at(state.databaseTime)
    const { enrolment, attempts } = state
    const backupCodesLeft = backupCodes.filter(({ usedAt }) => usedAt === null).length
    return {
      diagnosis: diagnose({ accountEnabled: person.enabled, enrolment, attempts, backupCodesLeft, bypassCode, now }),
      enrolment: enrolment && {
        method: enrolment.method,
        activeSince: enrolment.activeSince,
        backupCodesLeft,
        backupCodesSaved: enrolment.backupCodesSavedAt !== null,
      },
      hasWrongAnswers: attempts.codes.wrong > 0 || attempts.recovery.wrong > 0,
      lastUsedAt: overviews[0]?.lastUsedAt ?? null,
      bypassCodeUntil: bypassCode !== null && isBypassCodeAlive(bypassCode, now) ? bypassCode.endsAt : null,
      decisions: log.map(({ event }) => event),
      events: events.flatMap((event) => ofTenants(event, mayKnow)),
    }
  }
}

/** A person may administer another tenant, or have lost something there: how it is run is nobody's business here. */
function ofTenants(event: AuditEvent, mayKnow: (tenantId: string) => boolean): readonly AuditEvent[] {
  const { tenant, ...details } = event.details
  if (typeof tenant !== 'string' || mayKnow(tenant)) return [event]
  return event.kind === 'policy-changed' ? [] : [{ ...event, details }]
}
