import { comparePolicies } from '../../domain/tenant-policy/compare-policies.js'
import { describeChange } from '../../domain/tenant-policy/describe-change.js'
import { canLoseSettings, type EffectCounts } from '../../domain/tenant-policy/member-effect.js'
import type { Tenant } from '../../domain/tenant-policy/tenant.js'
import type { TenantPolicy } from '../../domain/tenant-policy/tenant-policy.js'
import { isTwoFactorError } from '../../errors.js'
import { type ChangePorts, requireAllowed } from '../tenant-policy/change-policy.js'
import { previewPolicy } from '../tenant-policy/preview-policy.js'
import type { CurrentPolicy } from '../tenant-policy/read-policy.js'

/** A change of a tenant's policy that is planned, and what it means. */
export interface PlannedChange {
  readonly policy: TenantPolicy
  /** The version of the policy that it was planned on. */
  readonly version: number
  /** Field by field, before and after. */
  readonly changes: readonly string[]
  /** How many members the tenant has. */
  readonly members: number
  readonly counts: EffectCounts
  /** As `PolicyEffects.losesAtMost`. */
  readonly losesAtMost: boolean
  /** How many mails tell people of it. */
  readonly mails: number
  /** People whose open sessions are asked at once; everybody else is asked at the next sign-in. */
  readonly askedNow: number
  /** It can take away the second factor of people: it waits until somebody has confirmed how many. */
  readonly weakens: boolean
  /** Why the tenant may not have it, such as its plan; null: it may. */
  readonly refused: string | null
}

/** Tells what a change would mean; null where it changes nothing. Nothing is written. */
export function planChange(ports: ChangePorts) {
  const preview = previewPolicy(ports)
  const allowed = requireAllowed(ports)
  return async (
    issuer: string,
    tenant: Tenant,
    current: CurrentPolicy,
    policy: TenantPolicy,
  ): Promise<PlannedChange | null> => {
    if (comparePolicies(current.policy, policy).length === 0) return null
    const { members, counts, losesAtMost } = await preview({ issuer, tenantId: tenant.id }, current.policy, policy)
    const { asked, mustSetUp, lacksAddress, losesSettings } = counts
    return {
      policy,
      version: current.version,
      changes: describeChange(current.policy, policy),
      members,
      counts,
      losesAtMost,
      mails: mustSetUp - lacksAddress + losesSettings,
      askedNow: policy.takesEffect === 'now' ? asked : 0,
      weakens: canLoseSettings(current.policy, policy),
      refused: await refusalOf(allowed(tenant, policy)),
    }
  }
}

const REFUSALS: ReadonlySet<string> = new Set(['ERR_2FA_POLICY_INVALID', 'ERR_2FA_CONFIGURATION'])

async function refusalOf(allowed: Promise<void>): Promise<string | null> {
  try {
    await allowed
    return null
  } catch (error) {
    // Where the plan cannot be asked either: that tenant waits, and the others need not.
    if (isTwoFactorError(error) && REFUSALS.has(error.code)) return error.message
    throw error
  }
}
