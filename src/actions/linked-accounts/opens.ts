import type { FederatedIdentity } from '../../domain/single-sign-on/identity.js'
import type { Accounts } from '../../ports/accounts.js'

/** Those of a person's accounts with which they can sign in: nobody can at a provider that Keycloak has disabled. */
export async function opens(
  accounts: Accounts,
  identities: readonly FederatedIdentity[],
): Promise<readonly FederatedIdentity[]> {
  const providers = await Promise.all(identities.map(({ provider }) => accounts.identityProvider(provider)))
  return identities.filter((_identity, index) => providers[index]?.enabled)
}
