import type IdentityProviderRepresentation from '@keycloak/keycloak-admin-client/lib/defs/identityProviderRepresentation.js'
import type { FederatedIdentity } from '../../domain/single-sign-on/identity.js'
import type { IdentityProvider } from '../../domain/single-sign-on/judge-single-sign-on.js'
import type { Accounts } from '../../ports/accounts.js'
import { type AdminApi, notKeycloak } from './admin-api.js'
import { kept } from './kept.js'

/** More providers than a person can choose from; those of other tenants are never among them. */
const MOST_PROVIDERS = 100

/** Keycloak takes far more than twice as long for twice as many people at once. */
const PEOPLE_IN_PART = 100

const PARTS_AT_ONCE = 8

const PROVIDERS = { what: 'identity providers', role: 'view-identity-providers' }
const CHANGED_ACCOUNTS = { what: 'the accounts of people', role: 'manage-users' }
const ACCOUNTS = { what: 'the accounts of people', role: 'view-users' }

/** Identity providers and what a sign-in through them rests on. */
export function accounts({ ask }: AdminApi): Accounts {
  const keep = kept<IdentityProvider | null>()
  const keepPeople = kept<ReadonlySet<string>>()
  const one = (alias: string, freshness?: { readonly fresh?: boolean }) =>
    keep(
      alias,
      () =>
        ask(PROVIDERS, async (client) => {
          const found = await client.identityProviders.findOne({ alias }, { catchNotFound: true })
          return found ? providerFrom(found) : null
        }),
      freshness,
    )
  return {
    identityProvider: one,
    async identityProviders(tenantIds) {
      const ofRealm = ask(PROVIDERS, async (client) =>
        listed(await client.identityProviders.find({ realmOnly: true, max: MOST_PROVIDERS })).map(providerFrom),
      )
      const ofTenants = tenantIds.map((orgId) =>
        ask(
          { what: 'the identity providers of organizations', role: 'view-identity-providers' },
          async (client) => listed(await client.organizations.listIdentityProviders({ orgId })).map(providerFrom),
          () => [],
        ),
      )
      const found = (await Promise.all([ofRealm, ...ofTenants])).flat().filter(({ enabled }) => enabled)
      return found.sort((one, other) => one.name.localeCompare(other.name))
    },
    identitiesOf: (userId) =>
      ask(
        ACCOUNTS,
        async (client) => {
          const identities = listed(await client.users.listFederatedIdentities({ id: userId }))
          return identities.map(({ identityProvider, userId: providerUserId, userName }): FederatedIdentity => {
            if (!identityProvider || !providerUserId) throw notKeycloak('the accounts of people')
            return { provider: identityProvider, providerUserId, userName: userName ?? '' }
          })
        },
        () => [],
      ),
    connectedTo: (idpAlias) =>
      keepPeople(idpAlias, async () => {
        const ids = new Set<string>()
        let [next, ended] = [0, false]
        const reader = async () => {
          while (!ended) {
            const first = next
            next += PEOPLE_IN_PART
            const part = await ask(ACCOUNTS, async (client) =>
              listed(await client.users.find({ idpAlias, first, max: PEOPLE_IN_PART, briefRepresentation: true })),
            )
            for (const { id } of part) if (id) ids.add(id)
            ended ||= part.length < PEOPLE_IN_PART
            // Most providers have few people: the others begin once there is more than one part.
            if (first === 0 && !ended) await Promise.all(Array.from({ length: PARTS_AT_ONCE - 1 }, reader))
          }
        }
        await reader()
        return ids
      }),
    sessionStartedAt: (userId, sessionId) =>
      ask(
        { what: 'the sessions of people', role: 'view-users' },
        async (client) => {
          const sessions = listed(await client.users.listSessions({ id: userId }))
          return sessions.find(({ id }) => id === sessionId)?.start ?? null
        },
        () => null,
      ),
    hasPassword: (userId) =>
      ask(
        { what: 'whether people have a password', role: 'manage-users' },
        async (client) => {
          const [user, credentials] = await Promise.all([
            client.users.findOne({ id: userId }, { catchNotFound: true }),
            client.users.getCredentials({ id: userId }),
          ])
          // A directory keeps its passwords itself, and its people may lack one among Keycloak's own credentials.
          const isFederated = !user || Boolean(user.federationLink) || userId.startsWith('f:')
          return isFederated || listed(credentials).some(({ type }) => type === 'password')
        },
        () => true,
      ),
    connect: (userId, { provider, providerUserId, userName }) =>
      ask(CHANGED_ACCOUNTS, async (client) => {
        await client.users.addToFederatedIdentity({
          id: userId,
          federatedIdentityId: provider,
          federatedIdentity: { identityProvider: provider, userId: providerUserId, userName },
        })
      }),
    disconnect: (userId, federatedIdentityId) =>
      ask(
        CHANGED_ACCOUNTS,
        async (client) => {
          await client.users.delFromFederatedIdentity({ id: userId, federatedIdentityId })
        },
        () => undefined,
      ),
  }
}

function listed<Item>(answer: readonly Item[]): readonly Item[] {
  if (!Array.isArray(answer)) throw notKeycloak('a list')
  return answer
}

/** A provider as Keycloak writes it. */
export function providerFrom(given: IdentityProviderRepresentation): IdentityProvider {
  const { alias, displayName, enabled, organizationId } = given
  if (!alias) throw notKeycloak('identity providers')
  return { alias, name: displayName || alias, enabled: enabled === true, tenantId: organizationId || null }
}
