import type { Method } from '../enrolment/enrolment.js'
import { startOf } from './roll-out.js'
import type { Entitlement, Requirement, SingleSignOn, TenantPolicy } from './tenant-policy.js'

/** A tenant of one person, with all that its policy is judged by. */
export interface TenantStanding {
  readonly tenantId: string
  readonly policy: TenantPolicy
  readonly entitlement: Entitlement
  /** Whether the person is an administrator there, for policies that apply to administrators. */
  readonly administrator: boolean
  /** Since when the policy is as strict as it is, in ms; 0: ever since. */
  readonly stricterAt: number
  /** The epoch of the policy; it rises with each change. */
  readonly epoch: number
}

/** What all of a person's tenants together ask of them today. */
export interface Policy {
  /** The epoch of each tenant's policy, by its id: what is kept of a decision ends with any change of these. */
  readonly epochs: Readonly<Record<string, number>>
  readonly requirement: Requirement
  /** Whether what is asked for is asked in sessions that signed in before it was. */
  readonly takesEffect: 'next-login' | 'now'
  /** Since when it is required, in ms; 0 where it is not. */
  readonly requiredSince: number
  /** The tenants that require it; empty where none does. */
  readonly requiredBy: readonly string[]
  readonly methods: readonly Method[]
  readonly smsFallback: 'email' | 'none'
  /** Of each tenant that asks anything; a sign-in is let by only where all of them let it by. */
  readonly sso: readonly SingleSignOnOfTenant[]
  /** For how many days a browser may be trusted; 0: never. */
  readonly trustedDevices: { readonly days: number }
  readonly grace: TenantPolicy['grace']
  readonly backupCodes: TenantPolicy['backupCodes']
  readonly acceptKeycloak: TenantPolicy['acceptKeycloak']
  readonly helpContact: string | null
}

/** One tenant's word on identity providers; `tenantId` null: that of people without a tenant. */
export interface SingleSignOnOfTenant extends SingleSignOn {
  readonly tenantId: string | null
}

/**
 * Reduces each tenant to what it asks of this person today, and combines those that ask anything: the highest requirement,
 * the methods that all allow (none: authenticator apps), the shortest trust and grace. Tenants that ask nothing say nothing.
 * `otherwise`: what holds where none is left, apart from the requirement, which is then `off`; its help contact also holds
 * where no tenant has one.
 */
export function combinePolicies(
  standings: readonly TenantStanding[],
  at: { readonly now: number; readonly timeZone: string; readonly otherwise: TenantPolicy },
): Policy {
  const asking = standings.map((standing) => reduce(standing, at)).filter(({ policy }) => policy.requirement !== 'off')
  const nothing = { tenantId: null, since: 0, policy: { ...at.otherwise, requirement: 'off' } } as const
  const epochs = Object.fromEntries(standings.map(({ tenantId, epoch }) => [tenantId, epoch]))
  const combined = policyOf(asking.length === 0 ? [nothing] : asking, epochs)
  return { ...combined, helpContact: combined.helpContact ?? at.otherwise.helpContact ?? null }
}

/** What is assumed where nobody can tell: it lets nobody by. */
export const STRICTEST: Policy = {
  epochs: {},
  requirement: 'required',
  takesEffect: 'now',
  requiredSince: 0,
  requiredBy: [],
  methods: ['totp'],
  smsFallback: 'none',
  sso: [{ tenantId: null, bypass: 'none', providers: {} }],
  trustedDevices: { days: 0 },
  grace: { days: 0, logins: 0 },
  backupCodes: { readable: 'until-saved' },
  acceptKeycloak: { acr: [], amr: [] },
  helpContact: null,
}

/** What holds for people without a tenant. */
export function policyWithoutTenant(policy: TenantPolicy): Policy {
  return policyOf([{ tenantId: null, since: 0, policy }], {})
}

/** What a tenant asks of one person today. */
interface Asked {
  readonly tenantId: string | null
  readonly since: number
  readonly policy: TenantPolicy
}

function reduce(
  { tenantId, policy, entitlement, administrator, stricterAt }: TenantStanding,
  { now, timeZone }: { readonly now: number; readonly timeZone: string },
): Asked {
  const begins = policy.from === undefined ? 0 : startOf(policy.from, timeZone)
  const methods = policy.methods.filter((method) => entitlement.methods.includes(method))
  return {
    tenantId,
    since: Math.max(stricterAt, begins),
    policy: {
      ...policy,
      methods,
      requirement: requirementOf(policy, { entitlement, administrator, begun: now >= begins }),
    },
  }
}

function requirementOf(
  { requirement, appliesTo }: TenantPolicy,
  { entitlement, administrator, begun }: { entitlement: Entitlement; administrator: boolean; begun: boolean },
): Requirement {
  if (appliesTo === 'administrators' && !administrator) return 'off'
  // A plan that is no longer paid for, and a day that has not come, take nothing away from whoever has set it up.
  if (requirement === 'required' && !(begun && entitlement.requirements.includes('required'))) return 'optional'
  return requirement
}

function policyOf(asked: readonly Asked[], epochs: Policy['epochs']): Policy {
  const policies = asked.map(({ policy }) => policy)
  const requiring = asked.filter(({ policy }) => policy.requirement === 'required')
  const [first = policies[0]] = policies
  if (first === undefined) throw new Error('There is always one')
  const strongest = requiring.length > 0 ? requiring.map(({ policy }) => policy) : policies
  return {
    epochs,
    requirement: requiring.length > 0 ? 'required' : first.requirement,
    takesEffect: strongest.some(({ takesEffect }) => takesEffect === 'now') ? 'now' : 'next-login',
    requiredSince: requiring.length === 0 ? 0 : Math.min(...requiring.map(({ since }) => since)),
    requiredBy: requiring.flatMap(({ tenantId }) => tenantId ?? []),
    methods: commonTo(policies.map(({ methods }) => methods)),
    smsFallback: policies.every(({ smsFallback }) => smsFallback === 'email') ? 'email' : 'none',
    sso: asked.map(({ tenantId, policy }) => ({ tenantId, ...policy.sso })),
    trustedDevices: { days: Math.min(...policies.map(({ trustedDevices }) => trustedDevices.days)) },
    grace: {
      days: smallest(strongest.map(({ grace }) => grace.days)),
      logins: smallest(strongest.map(({ grace }) => grace.logins)),
    },
    backupCodes: {
      readable: policies.every(({ backupCodes }) => backupCodes.readable === 'always') ? 'always' : 'until-saved',
    },
    acceptKeycloak: {
      acr: all(policies.map(({ acceptKeycloak }) => acceptKeycloak.acr)),
      amr: all(policies.map(({ acceptKeycloak }) => acceptKeycloak.amr)),
    },
    helpContact: policies.find(({ helpContact }) => helpContact !== undefined)?.helpContact ?? null,
  }
}

/** Nobody is locked out because their tenants agree on nothing: an authenticator app needs nothing of anybody. */
function commonTo(lists: readonly (readonly Method[])[]): readonly Method[] {
  const common = all(lists)
  return common.length > 0 ? common : ['totp']
}

function all<Item>([first = [], ...others]: readonly (readonly Item[])[]): readonly Item[] {
  return first.filter((item) => others.every((list) => list.includes(item)))
}

/** Null is no limit. */
function smallest(limits: readonly (number | null)[]): number | null {
  const numbers = limits.filter((limit) => limit !== null)
  return numbers.length === 0 ? null : Math.min(...numbers)
}
