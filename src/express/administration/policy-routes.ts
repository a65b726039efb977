import { type Request, type Response, Router } from 'express'
import type { Actor } from '../../actions/context.js'
import { type PolicyChange, requireEditable } from '../../actions/tenant-policy/change-policy.js'
import type { Counting, PolicyEffects } from '../../actions/tenant-policy/preview-policy.js'
import type { CurrentPolicy } from '../../actions/tenant-policy/read-policy.js'
import type { PolicyOwner } from '../../domain/policy-sync/settle-settings.js'
import { comparePolicies, POLICY_FIELDS, type PolicyField } from '../../domain/tenant-policy/compare-policies.js'
import type { PolicyJob } from '../../domain/tenant-policy/policy-job.js'
import type { Tenant } from '../../domain/tenant-policy/tenant.js'
import type { Entitlement, TenantPolicy } from '../../domain/tenant-policy/tenant-policy.js'
import { isTwoFactorError, TwoFactorError } from '../../errors.js'
import { type AdminPolicyView, type PolicyFields, policyFields } from '../../views/administration/policy.js'
import { fieldsOf } from '../fields.js'
import { prefersJson } from '../problem.js'
import { seeOther } from '../see-other.js'
import { readSession, updateSession } from '../session.js'
import { showPage } from '../show-page.js'
import type { Surroundings } from '../surroundings.js'
import { type AdministeringActions, type AdminVisit, administering } from './administering.js'
import { numberIn, policyOfFields } from './policy-of-fields.js'
import { tenantIn } from './tenant-in.js'

/** What the pages of a tenant's policy can do. */
export interface PolicyActions extends AdministeringActions {
  readonly readPolicy: (issuer: string, tenantId: string) => Promise<CurrentPolicy>
  readonly entitlements: (tenant: Tenant) => Entitlement | Promise<Entitlement>
  readonly policyOwner: PolicyOwner
  readonly policyJobs: (tenantId: string) => Promise<readonly PolicyJob[]>
  readonly requireAllowed: (tenant: Tenant, policy: TenantPolicy) => Promise<void>
  readonly previewPolicy: (
    of: { readonly issuer: string; readonly tenantId: string },
    before: TenantPolicy,
    after: TenantPolicy,
    counting: Counting,
  ) => Promise<PolicyEffects>
  readonly changePolicy: (actor: Actor, change: PolicyChange, counting: Counting) => Promise<PolicyEffects | null>
}

const POLICY = '/admin/tenants/:tenant/policy'

/** Longer than this nobody waits for a page, and some proxies do not either. */
const COUNTING: Counting = { withinMs: 20_000 }

/** What is asked for is not what is saved: the form comes again, with everything that was typed. */
interface Refused {
  readonly sent: PolicyFields
  /** Null: what was sent is none. */
  readonly policy: TenantPolicy | null
  readonly error: TwoFactorError
}

/** `/admin/tenants/…/policy`: a tenant's policy, what a change would mean, and the change. */
export function policyRoutes(surroundings: Surroundings, actions: PolicyActions): Router {
  const pathOf = (req: Request) => `/admin/tenants/${encodeURIComponent(String(req.params.tenant))}/policy`
  const tenantOf = (visit: AdminVisit, req: Request) =>
    tenantIn(surroundings.directory, actions, visit, String(req.params.tenant))

  const show = async (req: Request, res: Response, visit: AdminVisit, tenant: Tenant, refused: Refused | null) => {
    const { issuer } = visit.caller.login
    const [current, included, jobs] = await Promise.all([
      actions.readPolicy(issuer, tenant.id),
      actions.entitlements(tenant),
      actions.policyJobs(tenant.id),
    ])
    const content = {
      page: 'admin-policy' as const,
      tenant: { id: tenant.id, name: tenant.name },
      policy: current.policy,
      version: current.version,
      sent: refused === null ? null : refused.sent,
      included,
      managedInKeycloak: actions.policyOwner === 'keycloak',
      refusal: refused === null ? null : refusalOf(refused, current),
      done: refused === null && takeDone(req, tenant.id),
      underWay: jobs.flatMap(({ kind, nextAt, done }): AdminPolicyView['underWay'] =>
        nextAt === null ? [] : [{ kind, at: nextAt, done }],
      ),
    }
    await showPage(surroundings, req, res, content, { status: refused?.error.status ?? 200 })
  }

  /** The tenant, and the policy that was sent; what is refused comes back as form, and to a program as problem. */
  const changing = (
    act: (visit: AdminVisit, change: Omit<PolicyChange, 'issuer'>, req: Request, res: Response) => Promise<void>,
  ) =>
    administering(surroundings, actions, { changes: true, back: pathOf }, async (visit, req, res) => {
      const tenant = await tenantOf(visit, req)
      requireEditable(actions)
      requireKnownFields(req)
      const sent = fieldsOf(req, policyFields)
      const { version, confirmed = '' } = sent
      let policy: TenantPolicy | null = null
      try {
        policy = policyOfFields(sent)
        await act(visit, { tenant, policy, version, confirmed: numberIn(confirmed) }, req, res)
      } catch (error) {
        const isRefused = isTwoFactorError(error) && REFUSALS.has(error.code)
        if (!isRefused || prefersJson(req)) throw error
        await show(req, res, visit, tenant, { sent, policy, error })
      }
    })

  return Router()
    .get(
      POLICY,
      administering(surroundings, actions, { changes: false }, async (visit, req, res) => {
        await show(req, res, visit, await tenantOf(visit, req), null)
      }),
    )
    .post(
      `${POLICY}/effects`,
      changing(async (visit, { tenant, policy, version }, req, res) => {
        const { issuer } = visit.caller.login
        const current = await actions.readPolicy(issuer, tenant.id)
        if (current.version !== version) throw new TwoFactorError('ERR_2FA_CONFLICT', CHANGED)
        await actions.requireAllowed(tenant, policy)
        const effects = await actions.previewPolicy({ issuer, tenantId: tenant.id }, current.policy, policy, COUNTING)
        await showPage(surroundings, req, res, {
          page: 'admin-policy-effects',
          ...{ tenant: { id: tenant.id, name: tenant.name }, policy, version },
          ...effects,
        })
      }),
    )
    .post(
      POLICY,
      changing(async (visit, change, req, res) => {
        await actions.changePolicy(visit.actor, { ...change, issuer: visit.caller.login.issuer }, COUNTING)
        updateSession(req, { policyDone: change.tenant.id })
        seeOther(surroundings, req, res, `${surroundings.base}${pathOf(req)}`)
      }),
    )
}

const REFUSALS: ReadonlySet<string> = new Set(['ERR_2FA_POLICY_INVALID', 'ERR_2FA_CONFLICT'])

const CHANGED = 'Somebody else has changed this policy in the meantime. Nothing was saved.'

/** Why it was refused, so that the page can say it in the reader's language, at the fields concerned. */
function refusalOf({ sent, policy, error }: Refused, current: CurrentPolicy): NonNullable<AdminPolicyView['refusal']> {
  if (policy !== null && error.code === 'ERR_2FA_CONFLICT') {
    const isLate = current.version !== sent.version
    return {
      why: isLate ? 'changed-meanwhile' : 'unconfirmed',
      ...{ differences: isLate ? comparePolicies(policy, current.policy) : [], faults: [] },
    }
  }
  const isFault = (field: string): field is PolicyField => (POLICY_FIELDS as readonly string[]).includes(field)
  const faultOf = (field: PolicyField) =>
    policy === null ? 'malformed' : field.startsWith('acceptKeycloak') ? 'weak' : 'not-included'
  const faults = error.fields.filter(isFault).map((field) => ({ field, fault: faultOf(field) }) as const)
  return { why: 'invalid', differences: [], faults }
}

/** A field that is not known would have no effect, and nobody may believe that it has one. */
function requireKnownFields(req: Request): void {
  const known = new Set([...Object.keys(policyFields.shape), '_csrf'])
  const unknown = Object.keys((req.body as object | undefined) ?? {}).find((name) => !known.has(name))
  if (unknown === undefined) return
  throw new TwoFactorError('ERR_2FA_POLICY_INVALID', `The field "${unknown.slice(0, 40)}" is not one of a policy.`)
}

/** That this tenant's policy was just changed; said once. */
function takeDone(req: Request, tenantId: string): boolean {
  const { policyDone } = readSession(req)
  if (policyDone === undefined) return false
  updateSession(req, { policyDone: undefined })
  return policyDone === tenantId
}
