import { type Policy, policyWithoutTenant } from '../../src/domain/tenant-policy/combine-policies.js'
import { DEFAULT_POLICY, type TenantPolicy } from '../../src/domain/tenant-policy/tenant-policy.js'

/** What holds for somebody without a tenant, where it is the default apart from this. */
export function policyWith(changes: Partial<TenantPolicy> & Pick<TenantPolicy, 'requirement'>): Policy {
  return policyWithoutTenant({ ...DEFAULT_POLICY, ...changes })
}
