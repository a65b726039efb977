import type { FederatedIdentity } from '../domain/single-sign-on/identity.js'
import type { IdentityProvider } from '../domain/single-sign-on/judge-single-sign-on.js'
import type { Roles } from '../domain/tenant-policy/roles.js'
import type { Tenant } from '../domain/tenant-policy/tenant.js'
import type { Accounts } from '../ports/accounts.js'
import type { AuthenticationLevels } from '../ports/authentication-levels.js'
import type { Directory, Page, Person } from '../ports/directory.js'
import type { Passwords } from '../ports/passwords.js'

/** Who and what a directory of the tests knows; it may be changed at any time. */
export interface TestDirectoryContent {
  people?: Person[]
  /** Each with the ids of its members. */
  tenants?: (Tenant & { readonly members: readonly string[] })[]
  /** What people hold, by their ids. */
  roles?: Record<string, Partial<Roles>>
  /** When their passwords were set, in ms, by their ids; without it nobody's browser is trusted. */
  passwordsSetAt?: Record<string, number>
  /** The identity providers of the realm. */
  identityProviders?: IdentityProvider[]
  /** The accounts at these that are connected to people, by their ids. */
  identities?: Record<string, FederatedIdentity[]>
  /** When Keycloak sessions began, in ms, by their ids; without it no single sign-on stands in for a code. */
  sessionsStartedAt?: Record<string, number>
  /** What the realm's `acr` values are worth. */
  acrLevels?: Record<string, number>
  /** The ids of people who have no password. */
  withoutPassword?: string[]
}

/** A directory for an application's own tests, in place of `keycloakDirectory()`. It keeps nothing and never fails. */
export function testDirectory(
  content: TestDirectoryContent = {},
): Directory & Passwords & Accounts & AuthenticationLevels {
  const plain = ({ members: _members, ...tenant }: Tenant & { readonly members: readonly string[] }): Tenant => tenant
  const tenants = () => content.tenants ?? []
  const people = () => content.people ?? []
  return {
    person: async (userId) => people().find((person) => person.userId === userId) ?? null,
    tenantsOf: async (userId, { disabled = false } = {}) =>
      tenants()
        .filter(({ enabled, members }) => (enabled || disabled) && members.includes(userId))
        .map(plain),
    rolesOf: async (userId) => ({ realmRoles: [], clientRoles: {}, groups: {}, ...content.roles?.[userId] }),
    identityProvider: async (alias) => content.identityProviders?.find((provider) => provider.alias === alias) ?? null,
    identityProviders: async (tenantIds) =>
      (content.identityProviders ?? []).filter(
        ({ enabled, tenantId }) => enabled && (tenantId === null || tenantIds.includes(tenantId)),
      ),
    identitiesOf: async (userId) => content.identities?.[userId] ?? [],
    connectedTo: async (alias) =>
      new Set(
        Object.entries(content.identities ?? {}).flatMap(([userId, identities]) =>
          identities.some(({ provider }) => provider === alias) ? [userId] : [],
        ),
      ),
    sessionStartedAt: async (_userId, sessionId) => content.sessionsStartedAt?.[sessionId] ?? null,
    hasPassword: async (userId) => !content.withoutPassword?.includes(userId),
    async connect(userId, identity) {
      content.identities = {
        ...content.identities,
        [userId]: [...(content.identities?.[userId] ?? []), identity],
      }
    },
    async disconnect(userId, provider) {
      const connected = content.identities?.[userId]
      const at = connected?.findIndex((identity) => identity.provider === provider) ?? -1
      if (at >= 0) connected?.splice(at, 1)
    },
    acrLevels: async () => content.acrLevels ?? {},
    passwordSetAt: async (userId) => content.passwordsSetAt?.[userId] ?? null,
    tenants: async (page) => part(tenants().map(plain), page, ({ name, alias }) => `${name} ${alias}`),
    tenant: async (id) =>
      tenants()
        .map(plain)
        .find((tenant) => tenant.id === id) ?? null,
    people: async (page) => part(people(), page, namesOf),
    count: async (tenantId) =>
      tenantId === null ? people().length : (tenants().find(({ id }) => id === tenantId)?.members.length ?? 0),
    members: async (tenantId, page) => {
      const members = tenants().find(({ id }) => id === tenantId)?.members ?? []
      const found = people().filter(({ userId }) => members.includes(userId))
      return part(found, page, namesOf)
    },
  }
}

const namesOf = ({ username, displayName, email }: Person): string => `${username} ${displayName} ${email}`

function part<Item>(items: readonly Item[], { first, max, search = '' }: Page, names: (item: Item) => string): Item[] {
  const found = items.filter((item) => names(item).toLowerCase().includes(search.toLowerCase()))
  return found.slice(first, first + max)
}
