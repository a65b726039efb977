import type { OrganizationGroup, Roles } from '../../domain/tenant-policy/roles.js'
import { TwoFactorError } from '../../errors.js'
import type { Directory } from '../../ports/directory.js'
import { type AdminApi, notKeycloak } from './admin-api.js'
import { kept } from './kept.js'

/** What people hold in Keycloak. Each kind of role is kept for a minute by itself, so no question is asked twice. */
export function roles({ ask }: AdminApi): Pick<Directory, 'rolesOf'> {
  const realmRoles = kept<readonly string[]>()
  const clientIds = kept<string>()
  const clientRoles = kept<readonly string[]>()
  const groups = kept<readonly OrganizationGroup[]>()
  const nothing = () => []

  /** Roles of a client are asked for by Keycloak's own id of it. */
  const idOf = (clientId: string) =>
    clientIds(clientId, () =>
      ask({ what: 'clients', role: 'view-clients' }, async ({ clients }) => {
        const id = (await clients.find({ clientId }))[0]?.id
        if (id !== undefined) return id
        const cure = 'Create it, or take it out of the options about administrators.'
        throw new TwoFactorError('ERR_2FA_DIRECTORY', `Keycloak has no client "${clientId}". ${cure}`)
      }),
    )

  return {
    async rolesOf(userId, needs, freshness) {
      const [ofRealm, ofClients, ofTenants] = await Promise.all([
        needs.realmRoles
          ? realmRoles(
              userId,
              () =>
                ask(
                  { what: 'the roles of people', role: 'view-users' },
                  async ({ users }) => namesOf(await users.listCompositeRealmRoleMappings({ id: userId })),
                  nothing,
                ),
              freshness,
            )
          : [],
        each(needs.clients, async (clientId) => {
          const clientUniqueId = await idOf(clientId)
          return clientRoles(
            JSON.stringify([userId, clientId]),
            () =>
              ask(
                { what: 'the client roles of people', role: 'view-users' },
                async ({ users }) =>
                  namesOf(await users.listCompositeClientRoleMappings({ id: userId, clientUniqueId })),
                nothing,
              ),
            freshness,
          )
        }),
        each(needs.tenants, (tenantId) =>
          groups(
            JSON.stringify([userId, tenantId]),
            () =>
              ask(
                { what: 'the groups of an organization', role: 'view-organizations' },
                async ({ organizations }) => {
                  // Its type knows no attributes of the question; without this one the roles of a group are left out.
                  const asked = { id: userId, briefRepresentation: false }
                  return groupsOf(await organizations.groups(tenantId).listOrgGroups(asked))
                },
                nothing,
              ),
            freshness,
          ),
        ),
      ])
      return { realmRoles: ofRealm, clientRoles: ofClients, groups: ofTenants } satisfies Roles
    },
  }
}

async function each<Answer>(
  keys: readonly string[],
  read: (key: string) => Promise<Answer>,
): Promise<Record<string, Answer>> {
  return Object.fromEntries(await Promise.all(keys.map(async (key) => [key, await read(key)] as const)))
}

function namesOf(roles: readonly { name?: string }[]): string[] {
  if (!Array.isArray(roles)) throw notKeycloak('roles')
  return roles.flatMap(({ name }) => name ?? [])
}

type FoundGroup = { path?: string; realmRoles?: string[]; clientRoles?: Record<string, string[]> }

function groupsOf(groups: readonly FoundGroup[]): OrganizationGroup[] {
  if (!Array.isArray(groups)) throw notKeycloak('groups')
  return groups.map(({ path = '', realmRoles = [], clientRoles = {} }) => ({ path, realmRoles, clientRoles }))
}
