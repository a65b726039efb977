import type { Attributes } from '../../domain/policy-sync/settings.js'
import type { Tenant } from '../../domain/tenant-policy/tenant.js'
import type { Entitlement, TenantPolicy } from '../../domain/tenant-policy/tenant-policy.js'
import type { Identities } from '../../ports/crypto.js'
import type { Store } from '../../ports/store.js'

/** What reading a tenant's policy needs. */
export interface PolicyPorts {
  readonly store: Store
  readonly identities: Identities
  /** The policy of a tenant that nobody has given one. */
  readonly newTenantPolicy: TenantPolicy
  /** What the tenant's plan lets it have. */
  readonly entitlements: (tenant: Tenant) => Entitlement | Promise<Entitlement>
}

/** A tenant's policy, and where it stands among its changes; version 0: nobody has given it one yet. */
export interface CurrentPolicy {
  readonly policy: TenantPolicy
  readonly version: number
  readonly stricterAt: number
  /** What Keycloak and we last agreed on, setting by setting. */
  readonly synchronized: Attributes | null
}

/** Reads the policy of a tenant; the default where it has none of its own. */
export function readPolicy({ store, identities, newTenantPolicy }: Omit<PolicyPorts, 'entitlements'>) {
  return async (issuer: string, tenantId: string): Promise<CurrentPolicy> => {
    const [record] = await store.tenantPolicies(identities.realm(issuer), [tenantId])
    return record ?? { policy: newTenantPolicy, version: 0, stricterAt: 0, synchronized: null }
  }
}
