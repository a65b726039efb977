import type { IdentityProvider } from '../single-sign-on/judge-single-sign-on.js'
import type { TenantPolicy } from '../tenant-policy/tenant-policy.js'
import { type Finding, warning } from './finding.js'

/** A tenant's setting for single sign-on. */
export interface TenantSso {
  readonly tenantId: string
  readonly sso: TenantPolicy['sso']
}

/** Judges the providers that policies name by those that the realm has. */
export function judgeProviders(providers: readonly IdentityProvider[], policies: readonly TenantSso[]): Finding[] {
  return policies.flatMap(({ tenantId, sso }) =>
    Object.keys(sso.providers).flatMap((alias) => {
      const found = providers.find((provider) => provider.alias === alias)
      if (found?.enabled) return []
      const cure = 'Correct the alias in the policy, or take it out.'
      const state = found === undefined ? 'which the realm does not have' : 'which is switched off'
      return [warning(`The policy of tenant ${tenantId} names the identity provider "${alias}", ${state}.`, cure)]
    }),
  )
}

/** Who is asked for a code that comes by a provider, in words; `tenant`: whose organization it is linked to, or null. */
export function noteOfProvider(
  { alias, enabled }: IdentityProvider,
  tenant: string | null,
  policies: readonly TenantSso[],
): string {
  if (!enabled) return `${alias}: switched off.`
  const named = (how: 'bypass' | 'enforce') => policies.filter(({ sso }) => sso.providers[alias] === how).length
  const rest = policies.filter(({ sso }) => sso.bypass === 'all' && sso.providers[alias] === undefined).length
  const asWell = [
    ...(named('bypass') + rest > 0 ? [`not asked in ${named('bypass') + rest} tenants by their policies`] : []),
    ...(named('enforce') > 0 ? [`asked in ${named('enforce')} tenants by their policies`] : []),
  ]
  const usual =
    tenant === null ? 'who comes by it is asked for a code' : `not asked in tenant "${tenant}", asked in others`
  return `${alias}: ${[usual, ...asWell].join('; ')}.`
}
