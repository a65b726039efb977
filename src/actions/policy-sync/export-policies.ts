import type { PolicyDocument } from '../../domain/policy-sync/policy-document.js'
import { selector } from '../../domain/policy-sync/selector.js'
import type { TenantPolicy } from '../../domain/tenant-policy/tenant-policy.js'
import { readTenants, selection, type TenantPorts, type Walk } from './read-tenants.js'

/** What is exported. */
export interface ExportWork extends Walk {
  /** Aliases, ids, or attributes such as `plan=business`; default: all tenants. */
  readonly only?: readonly string[]
}

/** The policy of each tenant that has one of its own, by alias: importing it again changes nothing. */
export function exportPolicies(ports: TenantPorts) {
  return async (issuer: string, { only = [], ...walk }: ExportWork = {}): Promise<PolicyDocument> => {
    const chosen = selection(only.map(selector))
    const tenants: PolicyDocument['tenants'] = {}
    for await (const part of readTenants(ports, issuer, walk)) {
      for (const { tenant, current } of part) {
        if (chosen.includes(tenant) && current.version > 0) tenants[tenant.alias] = withoutGaps(current.policy)
      }
    }
    chosen.requireClear()
    return { rules: [], tenants }
  }
}

/** What a policy does not have is written down as well: imported, it takes away what somebody has set since. */
const withoutGaps = (policy: TenantPolicy) => ({
  ...policy,
  from: policy.from ?? null,
  helpContact: policy.helpContact ?? null,
})
