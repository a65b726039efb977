import type { Attributes } from '../domain/policy-sync/settings.js'
import type { Grace } from '../domain/tenant-policy/grace.js'
import type { TenantPolicy } from '../domain/tenant-policy/tenant-policy.js'
import type { Effects, Settlement } from './store.js'

/** A tenant's policy as it is kept. */
export interface PolicyRecord {
  /** The tenant's id in the directory. */
  readonly tenantId: string
  readonly policy: TenantPolicy
  /** Grows by one with each change, so that what is kept of a decision is judged anew. */
  readonly epoch: number
  /** Grows by one with each write. */
  readonly version: number
  /** What Keycloak and we last agreed on, setting by setting; null where we never did. */
  readonly synchronized: Attributes | null
  readonly changedAt: number
  /** Since when the policy is as strict as it is, in ms. */
  readonly stricterAt: number
}

/** What a write puts in place of what a record held. */
export type PolicyWrite = Pick<PolicyRecord, 'policy' | 'synchronized' | 'changedAt' | 'stricterAt'>

/** Policies of tenants, and how far people have used up their grace. `realm` is from `Identities.realm`. */
export interface PolicyStore {
  /** The records of these tenants, in their order, by one read; null where a tenant has none. At most 500. */
  tenantPolicies(realm: string, tenantIds: readonly string[]): Promise<readonly (PolicyRecord | null)[]>
  /** The records by tenant id from `after` on (null: from the beginning). At most 500. */
  listTenantPolicies(realm: string, after: string | null, limit: number): Promise<readonly PolicyRecord[]>
  /** The epochs of these tenants, in their order, by one read; 0 where a tenant has none. */
  policyEpochs(realm: string, tenantIds: readonly string[]): Promise<readonly number[]>
  /**
   * Keeps a policy. Compare-and-set on the version (0: there is no record yet), which grows by one; so does the epoch,
   * unless the policy stays as it is and only `synchronized` is noted.
   */
  putTenantPolicy(
    realm: string,
    expected: { readonly tenantId: string; readonly version: number },
    writes: PolicyWrite & { readonly effects: Effects },
  ): Promise<Settlement>
  /** The graces of a subject that were begun, for these tenants. */
  graces(subjectKey: string, tenantIds: readonly string[]): Promise<readonly Grace[]>
  /**
   * Spends a login of the grace of each tenant. Compare-and-set on what was used (`before`: null where it is not begun).
   * All or none.
   */
  spendGraces(
    subjectKey: string,
    spent: readonly { readonly before: Grace | null; readonly after: Grace }[],
    effects: Effects,
  ): Promise<Settlement>
  /** Has the graces that were spent for a login of the subject count as spent for another one in its place. */
  carryGraces(subjectKey: string, from: string, to: string): Promise<void>
}
