import { type ComparedSetting, compareSettings } from '../../domain/policy-sync/compare-settings.js'
import { selector } from '../../domain/policy-sync/selector.js'
import type { Attributes } from '../../domain/policy-sync/settings.js'
import {
  type PolicyOwner,
  type Preference,
  type Settlement,
  type SyncStep,
  settleSettings,
  stepFor,
} from '../../domain/policy-sync/settle-settings.js'
import type { Tenant } from '../../domain/tenant-policy/tenant.js'
import { TwoFactorError } from '../../errors.js'
import type { PolicyMirror } from '../../ports/policy-mirror.js'
import type { ChangePorts } from '../tenant-policy/change-policy.js'
import { type PlannedChange, planChange } from './plan-change.js'
import { orphans, readTenants, selection, type TenantWithPolicy } from './read-tenants.js'

/** What keeping policies in step with Keycloak needs. */
export interface SyncPorts extends ChangePorts {
  readonly mirror: PolicyMirror
}

/** Which tenants are looked at, and which side wins. */
export interface SyncWork {
  /** Aliases, ids, or attributes such as `plan=business`; default: all tenants. */
  readonly only?: readonly string[]
  /** Which side wins where a shared policy was changed on both; default: neither, it waits. */
  readonly prefer?: Preference
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: (progress: { readonly read: number; readonly differing: number }) => void
}

/** A setting that is not in step, and what is done about it. */
export interface PlannedSetting extends ComparedSetting {
  readonly step: SyncStep
}

/** A tenant that is not in step. */
export interface PlannedTenant {
  readonly tenant: Pick<Tenant, 'id' | 'alias' | 'name'>
  readonly settings: readonly PlannedSetting[]
  /** What is written to Keycloak; nothing where it is empty. */
  readonly writes: Attributes
  /** What becomes of our policy by what Keycloak says; null: nothing. */
  readonly change: PlannedChange | null
}

/** What brings all tenants into step. */
export interface SyncPlan {
  readonly owner: PolicyOwner
  readonly prefer: Preference
  /** How many tenants were looked at. */
  readonly tenants: number
  readonly differing: readonly PlannedTenant[]
  /** Ids of tenants that have a policy, but no organization in Keycloak; they keep it. */
  readonly missing: readonly string[]
  /** Ids of tenants that are in step, which is only to be noted. */
  readonly unnoted: readonly string[]
}

/** The settings of a tenant on both sides, and what brings them into step. */
export function settleTenant(
  { tenant, current }: TenantWithPolicy,
  { owner, prefer }: { readonly owner: PolicyOwner; readonly prefer: Preference },
): Settlement & { readonly settings: readonly PlannedSetting[] } {
  const { policy, version, synchronized: base } = current
  const settings = compareSettings({ ours: policy, own: version > 0, base, keycloak: tenant.attributes })
  const planned = settings.map((setting) => ({ ...setting, step: stepFor(setting, owner, prefer) }))
  return {
    ...settleSettings(policy, settings, { owner, prefer, base }),
    settings: planned.filter(({ step }) => step !== 'none'),
  }
}

/** True where what both sides agree on is not noted yet. */
export function isUnnoted({ current: { synchronized } }: TenantWithPolicy, agreed: Attributes): boolean {
  const noted = synchronized ?? {}
  return Object.entries(agreed).some(([name, values]) => JSON.stringify(noted[name]) !== JSON.stringify(values))
}

/**
 * Compares every tenant's policy with Keycloak, and tells what would bring them into step and what that means for people.
 * Nothing is written. Throws `ERR_2FA_MALFORMED` for `only` that selects no tenant, and for `prefer` where it is settled who
 * decides.
 */
export function planSync(ports: SyncPorts) {
  const plan = planChange(ports)
  return async (issuer: string, work: SyncWork = {}): Promise<SyncPlan> => {
    const { only = [], prefer = null, signal, onProgress } = work
    if (prefer !== null && ports.policyOwner !== 'shared') throw decided(ports.policyOwner)
    const chosen = selection(only.map(selector))
    const seen = new Set<string>()
    const differing: PlannedTenant[] = []
    const unnoted: string[] = []
    let tenants = 0
    for await (const part of readTenants(ports, issuer, { signal })) {
      for (const each of part) {
        const { tenant, current } = each
        seen.add(tenant.id)
        if (!chosen.includes(tenant)) continue
        tenants += 1
        const { policy, writes, settings, agreed } = settleTenant(each, { owner: ports.policyOwner, prefer })
        if (settings.length > 0) {
          const change = await plan(issuer, tenant, current, policy)
          const { id, alias, name } = tenant
          differing.push({ tenant: { id, alias, name }, settings, writes, change })
        } else if (isUnnoted(each, agreed)) unnoted.push(tenant.id)
      }
      onProgress?.({ read: seen.size, differing: differing.length })
    }
    chosen.requireClear()
    const missing = only.length > 0 ? [] : await orphans(ports, issuer, seen)
    return { owner: ports.policyOwner, prefer, tenants, differing, missing, unnoted }
  }
}

function decided(owner: PolicyOwner): TwoFactorError {
  const message = `Neither side can be preferred: by the option "policies.owner", "${owner}" decides.`
  return new TwoFactorError('ERR_2FA_MALFORMED', message)
}
