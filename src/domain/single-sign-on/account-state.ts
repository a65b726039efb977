import type { FederatedIdentity } from './identity.js'
import { letsBy, ownBasis, type SingleSignOn } from './judge-single-sign-on.js'

/** What an account is worth at a sign-in with it. */
export const ACCOUNT_STATES = ['stands-in', 'asked', 'unconfirmed'] as const

/**
 * `stands-in`: no code is asked for; `asked`: the policy wants a code all the same, or the provider is turned off;
 * `unconfirmed`: it would stand in if anybody knew that it is the person's own.
 */
export type AccountState = (typeof ACCOUNT_STATES)[number]

/** What an account is worth at the next sign-in with it, as far as it can be told before. */
export function accountState(
  given: Pick<SingleSignOn, 'tenants' | 'provider' | 'trust' | 'hasPassword' | 'verifiedAddress'> & {
    readonly identity: FederatedIdentity
  },
): AccountState {
  const { tenants, provider } = given
  if (provider === null || !provider.enabled || tenants.length === 0) return 'asked'
  if (!tenants.every((tenant) => letsBy(tenant, provider))) return 'asked'
  return ownBasis(given) === null ? 'unconfirmed' : 'stands-in'
}
