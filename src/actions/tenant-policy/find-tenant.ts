import type { Tenant } from '../../domain/tenant-policy/tenant.js'
import type { Directory } from '../../ports/directory.js'

/** How many are looked through at a time. */
const PART = 200

/** The tenant with this id, or with this alias where none has the id; null where there is neither. */
export function findTenant({ directory }: { readonly directory: Directory }) {
  return async (named: string): Promise<Tenant | null> => {
    const known = await directory.tenant(named)
    if (known !== null) return known
    // Keycloak searches by name and domain, not by alias.
    for (let first = 0; ; first += PART) {
      const part = await directory.tenants({ first, max: PART })
      const found = part.find(({ alias }) => alias === named)
      if (found !== undefined || part.length < PART) return found ?? null
    }
  }
}
