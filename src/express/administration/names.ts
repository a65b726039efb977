import type { Tenant } from '../../domain/tenant-policy/tenant.js'
import type { Person } from '../../ports/directory.js'

/** A person as the pages name them. */
export function whoOf({ userId, displayName, username, email }: Person) {
  return { userId, name: displayName, username, email }
}

/** A tenant as the pages name it. */
export function namedTenant({ id, name }: Tenant) {
  return { id, name }
}

/** A file with what a page shows, of a tenant or (null) of everybody. */
export function csvFile(what: string, tenant: Tenant | null) {
  return { type: 'text/csv; charset=utf-8', name: `${[what, tenant?.alias].filter(Boolean).join('-')}.csv` }
}
