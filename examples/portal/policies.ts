import {
  type createOperations,
  type Entitlement,
  isTwoFactorError,
  type Tenant,
  type TenantPolicy,
} from './two-factor.js'

/** What the example's tenants begin with, by alias; administrators change it at /two-factor/admin. */
const BEGINNING: Readonly<Record<string, Partial<TenantPolicy>>> = {
  acme: { requirement: 'optional' },
  birch: { requirement: 'optional' },
  cedar: { requirement: 'required', appliesTo: 'administrators' },
  dune: { requirement: 'required' },
  elm: { requirement: 'optional' },
}

/** Tenants on the free plan can't require it of their people; the plan is an attribute of the organization in Keycloak. */
export function entitlements({ attributes }: Tenant): Entitlement {
  const free = attributes.plan?.includes('free') === true
  return {
    requirements: free ? ['off', 'optional'] : ['off', 'optional', 'required'],
    methods: ['totp', 'email', 'sms'],
  }
}

/** Gives each tenant of the example its first policy; one that has a policy keeps it. */
export async function givePolicies(
  { policies }: ReturnType<typeof createOperations>,
  directory: Parameters<typeof createOperations>[0]['directory'],
): Promise<void> {
  for (const { id, alias } of await directory.tenants({ first: 0, max: 100 })) {
    const beginning = BEGINNING[alias]
    if (beginning === undefined) continue
    const { policy, version } = await policies.show(id)
    if (version === 0) await policies.change(id, { ...policy, ...beginning }, { version }).catch(unlessChanged)
  }
}

/** The other application, on the same database, was faster. */
function unlessChanged(error: unknown): void {
  if (!isTwoFactorError(error) || error.code !== 'ERR_2FA_CONFLICT') throw error
}
