/** What somebody may administer. An operator acts on all tenants, a tenant administrator on their own. */
export interface Authority {
  readonly operator: boolean
  /** The ids of the tenants that they administer. */
  readonly tenants: readonly string[]
}

/** A person as the rule sees them; everything is read fresh from Keycloak. */
export interface Standing {
  readonly subjectKey: string
  /** The ids of every tenant that they belong to. */
  readonly tenants: readonly string[]
  readonly authority: Authority
}

/**
 * How far an administrator reaches: `act` changes somebody's second factor, `look` shows its state alone. `none` because
 * of `no-role` is a missing role (403); `outside` is to be told like somebody who does not exist (404).
 */
export type Reach =
  | { readonly reach: 'act' }
  | { readonly reach: 'look'; readonly because: 'oneself' | 'higher-role' | 'other-tenant' }
  | { readonly reach: 'none'; readonly because: 'no-role' | 'outside' }

/** The authority of everybody who has no role. */
export const NO_AUTHORITY: Authority = { operator: false, tenants: [] }

/** True where somebody administers anything at all. */
export function administers({ operator, tenants }: Authority): boolean {
  return operator || tenants.length > 0
}

/** True where somebody may see a tenant and act on what is the tenant's. */
export function administersTenant({ operator, tenants }: Authority, tenant: string): boolean {
  return operator || tenants.includes(tenant)
}

/**
 * Decides how far an administrator reaches; `target` is null for somebody who does not exist.
 *
 * Nobody reaches themselves: whoever holds an administrator's open session must not rid them of their second factor. A
 * tenant administrator acts only on people all of whose tenants are theirs, since the second factor is one for all of
 * them, and on nobody who administers more than they do (CVE-2025-27507).
 */
export function reachOf(administrator: Standing, target: Standing | null): Reach {
  const { authority } = administrator
  if (!administers(authority)) return { reach: 'none', because: 'no-role' }
  if (target === null) return { reach: 'none', because: 'outside' }
  const isTheirs = (tenant: string) => administersTenant(authority, tenant)
  if (!authority.operator && !target.tenants.some(isTheirs)) return { reach: 'none', because: 'outside' }
  if (target.subjectKey === administrator.subjectKey) return { reach: 'look', because: 'oneself' }
  if (authority.operator) return { reach: 'act' }
  if (target.authority.operator || !target.authority.tenants.every(isTheirs)) {
    return { reach: 'look', because: 'higher-role' }
  }
  return target.tenants.every(isTheirs) ? { reach: 'act' } : { reach: 'look', because: 'other-tenant' }
}
