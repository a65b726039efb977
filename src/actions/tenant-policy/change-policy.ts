import type { Attributes } from '../../domain/policy-sync/settings.js'
import type { PolicyOwner } from '../../domain/policy-sync/settle-settings.js'
import type { WeakAcceptance } from '../../domain/sign-in/strong-login.js'
import { asksAnew, comparePolicies } from '../../domain/tenant-policy/compare-policies.js'
import { describeChange } from '../../domain/tenant-policy/describe-change.js'
import { jobsOfChange } from '../../domain/tenant-policy/jobs-of-change.js'
import { planRefusals, refusalText, refusedFields } from '../../domain/tenant-policy/plan-refusals.js'
import type { PolicyJob } from '../../domain/tenant-policy/policy-job.js'
import type { Tenant } from '../../domain/tenant-policy/tenant.js'
import type { TenantPolicy } from '../../domain/tenant-policy/tenant-policy.js'
import { TwoFactorError } from '../../errors.js'
import type { Random } from '../../ports/crypto.js'
import type { Actor } from '../context.js'
import { auditEventBy } from '../record.js'
import { type Counting, type PolicyEffects, type PreviewPorts, previewPolicy } from './preview-policy.js'
import { type PolicyPorts, readPolicy } from './read-policy.js'

/** What changing a tenant's policy needs. */
export interface ChangePorts extends PreviewPorts, PolicyPorts {
  readonly random: Random
  readonly policyOwner: PolicyOwner
  /** Says what is wrong with a policy beyond its form and the plan, such as `acr` values that prove too little; null: nothing. */
  readonly objection?: ((policy: TenantPolicy) => Promise<WeakAcceptance | null>) | undefined
}

/** What is to be changed, and what whoever changes it has seen. */
export interface PolicyChange {
  readonly issuer: string
  readonly tenant: Tenant
  readonly policy: TenantPolicy
  /** The version of the policy that they saw. */
  readonly version: number
  /** How many people lose their settings, as they typed it; null where they typed none. */
  readonly confirmed: number | null
  /** Where Keycloak said so: what Keycloak and we agree on by this change. */
  readonly byKeycloak?: Attributes
}

/** Throws `ERR_2FA_FORBIDDEN` where policies are managed in Keycloak, so that nobody changes them here. */
export function requireEditable({ policyOwner }: Pick<ChangePorts, 'policyOwner'>): void {
  if (policyOwner !== 'keycloak') return
  const message = 'Policies are managed in Keycloak: change the attributes of the organization there.'
  throw new TwoFactorError('ERR_2FA_FORBIDDEN', message)
}

/**
 * Refuses what a tenant may not have. Throws `ERR_2FA_POLICY_INVALID` that says what the plan does not include: nothing is
 * trimmed to what would be allowed.
 */
export function requireAllowed({ entitlements, objection }: Pick<ChangePorts, 'entitlements' | 'objection'>) {
  return async (tenant: Tenant, policy: TenantPolicy): Promise<void> => {
    const refusals = planRefusals(policy, await entitlements(tenant))
    const refused = refusalText(tenant.name, refusals)
    if (refused !== null)
      throw new TwoFactorError('ERR_2FA_POLICY_INVALID', refused, { fields: refusedFields(refusals) })
    const wrong = await objection?.(policy)
    if (wrong) throw new TwoFactorError('ERR_2FA_POLICY_INVALID', wrong.text, { fields: [wrong.field] })
  }
}

/**
 * Changes a tenant's policy, with all that it brings: mails to those who are newly asked, reminders before its date, and,
 * where it is turned off or narrowed, deletion of the settings of those whom it no longer covers. These are done by the
 * workers, in whichever process, and go on after a crash.
 *
 * Throws `ERR_2FA_CONFLICT` where the policy was changed since `version`, or where `confirmed` is not how many people lose
 * their settings now; `ERR_2FA_POLICY_INVALID` as `requireAllowed`, `ERR_2FA_FORBIDDEN` as `requireEditable`. Nothing is
 * written then.
 */
export function changePolicy(ports: ChangePorts) {
  const read = readPolicy(ports)
  const preview = previewPolicy(ports)
  const allowed = requireAllowed(ports)
  return async (actor: Actor, change: PolicyChange, counting?: Counting): Promise<PolicyEffects | null> => {
    const { issuer, tenant, policy, version, confirmed } = change
    if (change.byKeycloak === undefined) requireEditable(ports)
    const current = await read(issuer, tenant.id)
    if (current.version !== version) throw changedMeanwhile()
    const differences = comparePolicies(current.policy, policy)
    if (differences.length === 0) return null
    await allowed(tenant, policy)
    const effects = await preview({ issuer, tenantId: tenant.id }, current.policy, policy, counting)
    const lost = effects.counts.losesSettings
    if (lost > 0 && !isConfirmed(effects, confirmed)) throw unconfirmed(lost)
    const now = ports.clock.at(await ports.store.databaseTime())
    const job = { issuer, tenantId: tenant.id, by: actor.by, createdAt: now, cursor: 0, done: 0, version: 0 }
    const open = await ports.store.policyJobs(tenant.id)
    const jobs = jobsOfChange(current.policy, policy, { now, timeZone: ports.timeZone, open })
    const subject = ports.identities.subject({ issuer, userId: actor.by })
    const details = { tenant: tenant.id, changes: describeChange(current.policy, policy), lost }
    const settlement = await ports.store.putTenantPolicy(
      ports.identities.realm(issuer),
      { tenantId: tenant.id, version },
      {
        policy,
        synchronized: change.byKeycloak ?? current.synchronized,
        changedAt: now,
        stricterAt: asksAnew(current.policy, policy) ? now : current.stricterAt,
        effects: {
          audit: [auditEventBy(ports.random, actor, subject, 'policy-changed', now, details)],
          messages: [],
          policyJobs: jobs.map((each): PolicyJob => ({ ...job, ...each, id: ports.random.id(now) })),
        },
      },
    )
    if (settlement === 'moved') throw changedMeanwhile()
    return effects
  }
}

function changedMeanwhile(): TwoFactorError {
  return new TwoFactorError(
    'ERR_2FA_CONFLICT',
    'Somebody else has changed this policy in the meantime. Nothing was saved: look at what it is now, and change it again.',
  )
}

/** A large tenant's people come and go while somebody reads how many they are. */
function isConfirmed({ counts, losesAtMost, estimatedFrom }: PolicyEffects, confirmed: number | null): boolean {
  const { losesSettings } = counts
  const off = losesSettings * (estimatedFrom !== null ? 0.1 : losesAtMost ? 0.01 : 0)
  return confirmed !== null && Math.abs(losesSettings - confirmed) <= off
}

function unconfirmed(lost: number): TwoFactorError {
  return new TwoFactorError(
    'ERR_2FA_CONFLICT',
    `This deletes the settings of ${lost} ${lost === 1 ? 'person' : 'people'}. Nothing was saved: confirm with that number.`,
  )
}
