import type { KeycloakLogin } from '../sign-in/login.js'
import type { SingleSignOnOfTenant } from '../tenant-policy/combine-policies.js'
import type { BypassGrant, FederatedIdentity, IdentityTrust } from './identity.js'

/** An identity provider of the realm, as Keycloak knows it now. */
export interface IdentityProvider {
  readonly alias: string
  /** The name that people read. */
  readonly name: string
  readonly enabled: boolean
  /** The tenant whose organization it is linked to: at most one in Keycloak; null where it is for the whole realm. */
  readonly tenantId: string | null
}

/** What is known of a single sign-on. Null is what could not be found. */
export interface SingleSignOn {
  readonly login: Pick<KeycloakLogin, 'bridge' | 'identityProvider' | 'identityUserName' | 'authenticatedAt'>
  /** Every tenant that asks; where there is none, nobody has said that single sign-on is enough. */
  readonly tenants: readonly SingleSignOnOfTenant[]
  /** The provider of that alias. */
  readonly provider: IdentityProvider | null
  /** When the Keycloak session began, on Keycloak's clock. */
  readonly sessionStartedAt: number | null
  /** The bypass granted before to this Keycloak session and person. */
  readonly grant: BypassGrant | null
  /** The person's account at that provider, and the key that the store knows it by. */
  readonly identity: (FederatedIdentity & { readonly key: string }) | null
  readonly trust: IdentityTrust
  /** Whether the person has a password in Keycloak or in a directory behind it; null: not known. */
  readonly hasPassword: boolean | null
  /** The person's verified address. */
  readonly verifiedAddress: string | null
  readonly now: number
}

/** Why an account is taken for the person's own: `organization`, the tenant's own provider says that it is their address. */
export type IdentityBasis = 'connected' | 'approved' | 'no-password' | 'organization'

/** Why a single sign-on does not stand in for the second step, by the first thing that was missing. */
export type SingleSignOnFault =
  | 'bridge-missing'
  | 'sso-enforced'
  | 'provider-disabled'
  | 'entered-since-sso'
  | 'unknown-identity'

/** Whether the provider's own protection stands in for the second step. */
export type SingleSignOnVerdict =
  | {
      readonly outcome: 'bypass'
      readonly basis: IdentityBasis
      /** The name of the provider that protects the account. */
      readonly provider: string
    }
  | { readonly outcome: 'ask'; readonly because: SingleSignOnFault }

/** `auth_time` counts whole seconds and a session's start may be cut or rounded: one second, in ms. */
const SAME_MOMENT_MS = 1_000

/**
 * Judges a login that came through an identity provider. It stands in for the second step only where every tenant that
 * asks lets this provider by, nothing was entered in the Keycloak session since, and the account at the provider is known
 * to be the person's own: whoever has only stolen a password can connect an account of theirs in Keycloak. Anything that
 * is not known counts against it.
 */
export function judgeSingleSignOn(given: SingleSignOn): SingleSignOnVerdict {
  const { login, tenants, provider } = given
  const alias = login.identityProvider
  // Without our claim a provider's name may come from anywhere.
  if (login.bridge === undefined || alias === undefined) return ask('bridge-missing')
  if (provider === null || provider.alias !== alias || !provider.enabled) return ask('provider-disabled')
  if (tenants.length === 0 || !tenants.every((tenant) => letsBy(tenant, provider))) return ask('sso-enforced')
  if (!isFromSessionStart(given) && !isGranted(given)) return ask('entered-since-sso')
  const basis = identityBasis(given)
  return basis === null ? ask('unknown-identity') : { outcome: 'bypass', basis, provider: provider.name }
}

/** What a tenant says about a provider: by name, or else by where the provider belongs. */
export function letsBy(tenant: SingleSignOnOfTenant, provider: Pick<IdentityProvider, 'alias' | 'tenantId'>): boolean {
  const { bypass, providers } = tenant
  if (Object.hasOwn(providers, provider.alias)) return providers[provider.alias] === 'bypass'
  return bypass === 'all' || (bypass === 'organization' && isOf(tenant, provider))
}

/** People without a tenant have no provider of their own: those for the whole realm are everybody's. */
const isOf = ({ tenantId }: SingleSignOnOfTenant, provider: Pick<IdentityProvider, 'tenantId'>): boolean =>
  tenantId !== null && provider.tenantId === tenantId

/** The session's note of its provider outlives a later password entry, which moves `auth_time` away from the start. */
function isFromSessionStart({ login, sessionStartedAt }: SingleSignOn): boolean {
  const { authenticatedAt } = login
  if (authenticatedAt === null || sessionStartedAt === null) return false
  return Math.abs(authenticatedAt - sessionStartedAt) <= SAME_MOMENT_MS
}

/** Granted to this very session, not to an earlier one of the same id, and with the same account. */
function isGranted({ grant, identity, sessionStartedAt, now }: SingleSignOn): boolean {
  if (grant === null || identity === null) return false
  return grant.identity === identity.key && grant.sessionStartedAt === sessionStartedAt && now < grant.endsAt
}

/** Why the account that the person came with is taken for their own; null where nothing says so. */
export function identityBasis(given: SingleSignOn): IdentityBasis | null {
  const { login, identity } = given
  // The account may have been exchanged for another one after the session had begun with it.
  return identity?.userName === login.identityUserName ? ownBasis(given) : null
}

/** Why an account is taken for the person's own, whatever sign-in it is about. */
export function ownBasis(
  given: Pick<SingleSignOn, 'tenants' | 'provider' | 'trust' | 'hasPassword' | 'verifiedAddress'> & {
    readonly identity: FederatedIdentity | null
  },
): IdentityBasis | null {
  const { provider, identity, trust, hasPassword, tenants } = given
  if (provider === null || identity === null || identity.provider !== provider.alias) return null
  if (trust !== 'none') return trust
  // Nobody can have stolen a password that there is not.
  if (hasPassword === false) return 'no-password'
  const isOfEveryTenant = tenants.every((tenant) => isOf(tenant, provider))
  return isOfEveryTenant && isAddress(identity.userName, given.verifiedAddress) ? 'organization' : null
}

/** Only ASCII letters are folded: in other scripts different addresses may become the same. */
function isAddress(userName: string, address: string | null): boolean {
  return address !== null && address !== '' && folded(userName) === folded(address)
}

const folded = (text: string): string => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase())

const ask = (because: SingleSignOnFault): SingleSignOnVerdict => ({ outcome: 'ask', because })
