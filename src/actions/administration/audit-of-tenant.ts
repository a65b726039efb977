import type { AuditKind } from '../../domain/administration/audit-event.js'
import type { Period } from '../../domain/administration/period.js'
import type { Identities } from '../../ports/crypto.js'
import type { Directory } from '../../ports/directory.js'
import type { AuditEntry, AuditFilter } from '../../ports/reports.js'

/** Which entries of the log are wanted; null does not narrow. */
export interface AuditQuestion extends Period {
  readonly issuer: string
  /** Of the people of a tenant, with the changes of its policy. */
  readonly tenant: string | null
  readonly userId: string | null
  readonly kind: AuditKind | null
}

/** The question as the store takes it. */
export function filterOf(identities: Identities, question: AuditQuestion): AuditFilter {
  const { issuer, tenant, userId, kind, from, before } = question
  return {
    ...(userId !== null && { subjectKey: identities.subject({ issuer, userId }).key }),
    ...(tenant !== null && { tenants: [tenant] }),
    ...(kind !== null && { kind }),
    ...(from !== undefined && { from }),
    ...(before !== undefined && { before }),
  }
}

/**
 * Leaves out the entries of people who are no longer of the tenant: the store knows only where they belonged when they
 * last signed in, and Keycloak is asked, once a person and minute, whether it is still so.
 */
export function auditOfTenant({ directory }: { directory: Directory }) {
  return async (tenant: string | null, entries: readonly AuditEntry[]): Promise<readonly AuditEntry[]> => {
    if (tenant === null) return entries
    const people = new Set(entries.filter(isOfPerson).flatMap(({ userId }) => userId ?? []))
    const members = new Set<string>()
    await Promise.all(
      [...people].map(async (userId) => {
        if ((await directory.tenantsOf(userId)).some(({ id }) => id === tenant)) members.add(userId)
      }),
    )
    return entries.filter((entry) => !isOfPerson(entry) || (entry.userId !== null && members.has(entry.userId)))
  }
}

/** A change of the tenant's policy is the tenant's, whoever made it. */
const isOfPerson = ({ event }: AuditEntry) => event.kind !== 'policy-changed'
