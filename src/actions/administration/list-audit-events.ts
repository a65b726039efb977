import type { Identities } from '../../ports/crypto.js'
import type { Directory } from '../../ports/directory.js'
import type { AuditEntry, AuditPlace } from '../../ports/reports.js'
import type { Store } from '../../ports/store.js'
import { type AuditQuestion, auditOfTenant, filterOf } from './audit-of-tenant.js'

/** How many entries are on a page. */
export const AUDIT_ON_PAGE = 25

/** Entries of the log, the newest first, with names. */
export interface ListedAuditEvents {
  readonly entries: readonly AuditEntry[]
  /** The names of those whom the entries are about, and of those who acted, by user id; without whoever is gone. */
  readonly names: ReadonlyMap<string, string>
  /** Where the next page begins; null where there is none. */
  readonly next: AuditPlace | null
}

/** Lists a page of the log, below `after` (null: from the newest on). */
export function listAuditEvents(ports: { store: Store; directory: Directory; identities: Identities }) {
  const { store, directory, identities } = ports
  const ofTenant = auditOfTenant(ports)
  return async (question: AuditQuestion, after: AuditPlace | null): Promise<ListedAuditEvents> => {
    const found = await store.auditLog(filterOf(identities, question), { after, limit: AUDIT_ON_PAGE + 1 })
    const page = found.slice(0, AUDIT_ON_PAGE)
    const entries = await ofTenant(question.tenant, page)
    const last = page.at(-1)?.event
    return {
      entries,
      names: await namesOf(directory, entries),
      next: found.length > AUDIT_ON_PAGE && last !== undefined ? { at: last.at, id: last.id } : null,
    }
  }
}

/** Who is in the log and not in Keycloak: whoever has the command line, and Keycloak itself, whose policy was taken over. */
const NO_PERSON: ReadonlySet<string> = new Set(['command-line', 'keycloak'])

async function namesOf(directory: Directory, entries: readonly AuditEntry[]): Promise<ReadonlyMap<string, string>> {
  const ids = new Set(entries.flatMap(({ userId, event }) => [userId, event.details.by]))
  const names = new Map<string, string>()
  await Promise.all(
    [...ids].map(async (id) => {
      const person = typeof id === 'string' && !NO_PERSON.has(id) ? await directory.person(id) : null
      if (person !== null) names.set(person.userId, person.displayName)
    }),
  )
  return names
}
