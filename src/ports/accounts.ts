import type { FederatedIdentity } from '../domain/single-sign-on/identity.js'
import type { IdentityProvider } from '../domain/single-sign-on/judge-single-sign-on.js'
import type { Freshness } from './directory.js'

/**
 * Where people come from: identity providers, and what a sign-in through them rests on. Every method throws
 * `ERR_2FA_DIRECTORY` when Keycloak cannot be asked.
 */
export interface Accounts {
  /** The provider of that alias, as it was a minute ago at most; null where there is none. */
  identityProvider(alias: string, freshness?: Freshness): Promise<IdentityProvider | null>
  /** The enabled providers with which anybody may sign in, and those of these tenants; in the order of their names. */
  identityProviders(tenantIds: readonly string[]): Promise<readonly IdentityProvider[]>
  /** The accounts connected to a person; none for somebody whom the realm does not have. Never kept. */
  identitiesOf(userId: string): Promise<readonly FederatedIdentity[]>
  /** The ids of everybody who has an account connected at a provider, as it was a minute ago at most. */
  connectedTo(provider: string): Promise<ReadonlySet<string>>
  /** When a Keycloak session of the person began, in ms on Keycloak's clock; null where they have no such session. Never kept. */
  sessionStartedAt(userId: string, sessionId: string): Promise<number | null>
  /**
   * Whether the person can sign in with a password: one in Keycloak, or one of a directory behind it, such as LDAP. True
   * also where that is not certain. Never kept.
   */
  hasPassword(userId: string): Promise<boolean>
  /** Connects an account; throws `ERR_2FA_DIRECTORY` where another one of that provider is connected. */
  connect(userId: string, identity: FederatedIdentity): Promise<void>
  /** Disconnects an account; nothing happens where there is none. It does not look whether another way in is left. */
  disconnect(userId: string, provider: string): Promise<void>
}
