import type { KeycloakLogin, Subject } from '../../domain/sign-in/login.js'
import { type AccountState, accountState } from '../../domain/single-sign-on/account-state.js'
import type { FederatedIdentity } from '../../domain/single-sign-on/identity.js'
import type { IdentityProvider } from '../../domain/single-sign-on/judge-single-sign-on.js'
import type { SingleSignOnOfTenant } from '../../domain/tenant-policy/combine-policies.js'
import type { Accounts } from '../../ports/accounts.js'
import type { Identities } from '../../ports/crypto.js'
import type { Directory } from '../../ports/directory.js'
import type { Store } from '../../ports/store.js'
import { accountsIn } from '../single-sign-on/accounts-in.js'
import { opens } from './opens.js'

/** An account at an identity provider with which a person can sign in. */
export interface LinkedAccount {
  /** The alias of the provider. */
  readonly provider: string
  /** What the provider is called. */
  readonly name: string
  /** What the person is called there. */
  readonly userName: string
  readonly state: AccountState
}

/** The accounts of a person, and the providers at which they may connect one. */
export interface LinkedAccounts {
  readonly accounts: readonly LinkedAccount[]
  readonly offered: readonly Pick<LinkedAccount, 'provider' | 'name'>[]
  /** False where an account is the person's last way to sign in. */
  readonly canDisconnect: boolean
}

/** What reading accounts needs. */
export interface AccountPorts {
  readonly store: Store
  readonly directory: Directory & Partial<Accounts>
  readonly identities: Identities
}

/** Nothing to connect: the directory does not know accounts. */
const NONE: LinkedAccounts = { accounts: [], offered: [], canDisconnect: false }

/**
 * Lists a person's accounts, as Keycloak knows them now, with what they are worth under the policy of the person's
 * tenants, and the providers of the realm and of these tenants. Throws `ERR_2FA_DIRECTORY`.
 */
export function listAccounts(ports: AccountPorts) {
  return async (
    { userId }: Pick<KeycloakLogin, 'userId'>,
    subject: Subject,
    tenants: readonly SingleSignOnOfTenant[],
  ): Promise<LinkedAccounts> => {
    const accounts = accountsIn(ports.directory)
    if (accounts === null) return NONE
    const [connected, ofPerson] = await Promise.all([accounts.identitiesOf(userId), ports.directory.tenantsOf(userId)])
    const providers = await accounts.identityProviders(ofPerson.map(({ id }) => id))
    const offered = providers
      .filter(({ alias }) => !connected.some(({ provider }) => provider === alias))
      .map(({ alias, name }) => ({ provider: alias, name }))
    if (connected.length === 0) return { accounts: [], offered, canDisconnect: false }
    const [known, person, hasPassword] = await Promise.all([
      ports.store.knownIdentities(subject.key),
      ports.directory.person(userId),
      accounts.hasPassword(userId),
    ])
    const canDisconnect = hasPassword || (await opens(accounts, connected)).length > 1
    const verifiedAddress = person?.emailVerified ? person.email : null
    const listed = connected.map(async (identity: FederatedIdentity): Promise<LinkedAccount> => {
      const { provider: alias, userName } = identity
      const key = ports.identities.identity(subject.key, identity)
      const trust = known.find((one) => one.key === key)?.trust ?? 'none'
      const provider = await providerOf(accounts, providers, alias)
      const state = accountState({ tenants, provider, identity, trust, hasPassword, verifiedAddress })
      return { provider: alias, name: provider?.name ?? alias, userName, state }
    })
    return { accounts: await Promise.all(listed), offered, canDisconnect }
  }
}

/** One that was disabled since, or belongs to a tenant of before, is no longer offered and has its name all the same. */
async function providerOf(
  accounts: Accounts,
  providers: readonly IdentityProvider[],
  alias: string,
): Promise<IdentityProvider | null> {
  return providers.find((provider) => provider.alias === alias) ?? accounts.identityProvider(alias)
}
