import { comparePolicies, type PolicyField } from './compare-policies.js'
import type { TenantPolicy } from './tenant-policy.js'

/** Each field that differs, before and after, a line each, for the log. Of the help contact, which may be an address, no value. */
export function describeChange(before: TenantPolicy, after: TenantPolicy): readonly string[] {
  return comparePolicies(before, after).map(({ field }) =>
    field === 'helpContact' ? field : `${field}: ${shown(before, field)} → ${shown(after, field)}`,
  )
}

function shown(policy: TenantPolicy, field: PolicyField): string {
  const value = field.split('.').reduce<unknown>((part, name) => (part as Record<string, unknown>)[name], policy)
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '–')
}
