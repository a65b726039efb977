import type { Identities } from '../../ports/crypto.js'
import type { Directory } from '../../ports/directory.js'
import type { AuditEntry, AuditPlace } from '../../ports/reports.js'
import type { Store } from '../../ports/store.js'
import { type AuditQuestion, auditOfTenant, filterOf } from './audit-of-tenant.js'

/** Keycloak is asked about each person of a part at once. */
const PART = 100

/** Reads the whole log that is wanted, the newest first, in parts: it takes as much memory for a year as for a day. */
export function exportAuditLog(ports: { store: Store; directory: Directory; identities: Identities }) {
  const ofTenant = auditOfTenant(ports)
  return async function* (question: AuditQuestion): AsyncGenerator<readonly AuditEntry[]> {
    const filter = filterOf(ports.identities, question)
    for (let after: AuditPlace | null = null; ; ) {
      const part: readonly AuditEntry[] = await ports.store.auditLog(filter, { after, limit: PART })
      yield await ofTenant(question.tenant, part)
      const last = part.at(-1)?.event
      if (last === undefined || part.length < PART) return
      after = { at: last.at, id: last.id }
    }
  }
}
