import type { SyncApplication, TenantOutcome } from './actions/policy-sync/apply-each.js'
import { applySync } from './actions/policy-sync/apply-sync.js'
import { type ExportWork, exportPolicies } from './actions/policy-sync/export-policies.js'
import { applyImport, type ImportPlan, type ImportWork, planImport } from './actions/policy-sync/import-policies.js'
import { planSync, type SyncPlan, type SyncWork } from './actions/policy-sync/plan-sync.js'
import { syncUnattended } from './actions/policy-sync/sync-unattended.js'
import { NOBODY } from './actions/record.js'
import { peopleLetBy } from './actions/single-sign-on/people-let-by.js'
import { changePolicy, requireAllowed } from './actions/tenant-policy/change-policy.js'
import { type PolicyEffects, type Progress, previewPolicy } from './actions/tenant-policy/preview-policy.js'
import type { MemberPorts } from './actions/tenant-policy/read-members.js'
import { type CurrentPolicy, readPolicy } from './actions/tenant-policy/read-policy.js'
import { runPolicyJob } from './actions/tenant-policy/run-policy-job.js'
import type { Core } from './compose-core.js'
import { type PolicyDocument, readDocument } from './domain/policy-sync/policy-document.js'
import type { Tenant } from './domain/tenant-policy/tenant.js'
import { type TenantPolicy, tenantPolicySchema } from './domain/tenant-policy/tenant-policy.js'
import { TwoFactorError } from './errors.js'
import type { PolicyMirror } from './ports/policy-mirror.js'

/** Policies of tenants, by the tenants' ids. Each throws `ERR_2FA_NOT_FOUND` where there is no such tenant. */
export interface PolicyOperations {
  /** The policy that is saved, and its version: 0 where nobody has given the tenant one. */
  show(tenantId: string): Promise<CurrentPolicy>
  /**
   * What a policy would mean, counted over all members; nothing is written. Throws `ERR_2FA_POLICY_INVALID` for a policy
   * that is none, or that the tenant's plan does not include.
   */
  preview(tenantId: string, policy: TenantPolicy, progress?: Progress): Promise<PolicyEffects>
  /**
   * Changes a policy; mails, reminders and deletion are done by whichever process has called `start()`. Null where it is
   * so already. Throws `ERR_2FA_CONFLICT` where `version` is not the saved one, or `confirmed` not the number of people
   * who lose their settings.
   */
  change(
    tenantId: string,
    policy: TenantPolicy,
    seen: { readonly version: number; readonly confirmed?: number },
    progress?: Progress,
  ): Promise<PolicyEffects | null>
  /**
   * Compares all policies with Keycloak's organizations, and tells what would bring them into step; nothing is written.
   * See docs/keycloak-administrator.md#policies-in-step.
   */
  plan(work?: SyncWork): Promise<SyncPlan>
  /** Carries out what was planned, tenant by tenant, and tells what became of each. What has changed since is left alone. */
  apply(plan: SyncPlan, application?: SyncApplication): Promise<readonly TenantOutcome[]>
  /** The policies that tenants have been given, by alias: a document that `planImport` reads. */
  export(work?: ExportWork): Promise<PolicyDocument>
  /**
   * Tells what a document of rules and of tenants by name would change, and what that means; nothing is written. Throws
   * `ERR_2FA_MALFORMED` that names what is wrong with the document.
   */
  planImport(document: unknown, work?: ImportWork): Promise<ImportPlan>
  /** Carries out what was planned, as `apply` does. */
  import(plan: ImportPlan, application?: SyncApplication): Promise<readonly TenantOutcome[]>
}

/** Policies of tenants: what they are, what a change means, the change, and what it has still to do. */
export function composePolicies(core: Core) {
  const read = readPolicy(core)
  const policyOf = async (issuer: string, tenantId: string) => (await read(issuer, tenantId)).policy
  const members: Pick<MemberPorts, 'usesSecondFactor' | 'singleSignOn'> = {
    usesSecondFactor: async (issuer, tenantId) => (await policyOf(issuer, tenantId)).requirement !== 'off',
    singleSignOn: peopleLetBy(core),
  }
  const ports = { ...core, ...members }
  return {
    readPolicy: read,
    entitlements: core.entitlements,
    policyOwner: core.policyOwner,
    policyJobs: (tenantId: string) => core.store.policyJobs(tenantId),
    requireAllowed: requireAllowed(ports),
    previewPolicy: previewPolicy(ports),
    changePolicy: changePolicy(ports),
    runPolicyJob: runPolicyJob({ ...ports, policyOf }),
    exportPolicies: exportPolicies(core),
    planImport: planImport(ports),
    applyImport: applyImport(ports),
    /** Throws `ERR_2FA_CONFIGURATION` where tenants are no organizations: there are no attributes then. */
    sync: () => {
      const { issuer, mirror } = organizationsOf(core)
      const syncing = { ...ports, mirror }
      return {
        planSync: (work?: SyncWork) => planSync(syncing)(issuer, work),
        applySync: (plan: SyncPlan, application?: SyncApplication) => applySync(syncing)(issuer, plan, application),
        syncPolicies: (signal: AbortSignal) => syncUnattended(syncing)(issuer, signal),
      }
    },
  }
}

function organizationsOf({ directory }: Pick<Core, 'directory'>): { issuer: string; mirror: PolicyMirror } {
  const { issuer, writeAttributes } = directory
  if (issuer !== undefined && writeAttributes !== undefined) {
    return { issuer, mirror: { writeAttributes: writeAttributes.bind(directory) } }
  }
  const cure = 'must be keycloakDirectory({ … }) with organizations as tenants: policies are kept as their attributes.'
  throw new TwoFactorError('ERR_2FA_CONFIGURATION', `Option "directory" ${cure}`)
}

/** The same for a shell or a job; whoever may call it judges for themselves who may do what. */
export function policyOperations(core: Core, issuerOf: () => string): PolicyOperations {
  const policies = composePolicies(core)
  const tenantOf = async (id: string): Promise<Tenant> => {
    const tenant = await core.directory.tenant(id)
    if (tenant !== null) return tenant
    throw new TwoFactorError('ERR_2FA_NOT_FOUND', 'There is no such tenant.')
  }
  return {
    show: async (tenantId) => policies.readPolicy(issuerOf(), (await tenantOf(tenantId)).id),
    preview: async (tenantId, given, progress) => {
      const [issuer, tenant, policy] = [issuerOf(), await tenantOf(tenantId), checkPolicy(given)]
      await policies.requireAllowed(tenant, policy)
      const current = await policies.readPolicy(issuer, tenantId)
      return policies.previewPolicy({ issuer, tenantId }, current.policy, policy, { progress })
    },
    plan: async (work) => policies.sync().planSync(work),
    apply: async (plan, application) => policies.sync().applySync(plan, application),
    export: async (work) => policies.exportPolicies(issuerOf(), work),
    planImport: async (document, work) => policies.planImport(issuerOf(), readDocument(document), work),
    import: async (plan, application) => policies.applyImport(issuerOf(), plan, application),
    change: async (tenantId, given, { version, confirmed = null }, progress) => {
      const [issuer, tenant, policy] = [issuerOf(), await tenantOf(tenantId), checkPolicy(given)]
      const actor = { by: 'command-line', origin: NOBODY }
      return policies.changePolicy(actor, { issuer, tenant, policy, version, confirmed }, { progress })
    },
  }
}

function checkPolicy(given: TenantPolicy): TenantPolicy {
  const { success, data, error } = tenantPolicySchema.safeParse(given)
  if (success) return data
  const faults = error.issues.map(({ path, message }) => `The field "${path.join('.')}" ${message}.`)
  throw new TwoFactorError('ERR_2FA_POLICY_INVALID', faults.join(' '))
}
