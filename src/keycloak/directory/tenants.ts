import type { NetworkError } from '@keycloak/keycloak-admin-client'
import type OrganizationRepresentation from '@keycloak/keycloak-admin-client/lib/defs/organizationRepresentation.js'
import type { Tenant } from '../../domain/tenant-policy/tenant.js'
import { TwoFactorError } from '../../errors.js'
import type { Directory } from '../../ports/directory.js'
import { type AdminApi, notKeycloak, type Question } from './admin-api.js'
import { kept } from './kept.js'
import { memberFrom } from './people.js'

const TENANTS: Question = { what: 'organizations', role: 'view-organizations' }
const MEMBERS: Question = { what: 'the members of an organization', role: 'view-users' }

type Tenants = Pick<Directory, 'tenantsOf' | 'tenants' | 'tenant' | 'members' | 'count'>

/**
 * The organizations of a realm as tenants. A realm whose organizations are switched off has none, and its people belong to
 * none; a person whom the realm does not have belongs to none either.
 */
export function organizations({ ask }: AdminApi): Tenants {
  const keep = kept<{ readonly all: readonly Tenant[]; readonly enabled: readonly Tenant[] }>()
  // Lists leave the attributes out unless they are told not to.
  const whole = { briefRepresentation: false }
  return {
    tenantsOf: async (userId, { disabled = false, ...freshness } = {}) => {
      const { all, enabled } = await keep(
        userId,
        async () => {
          const found = await ask(
            TENANTS,
            async ({ organizations }) => listOf(await organizations.memberOrganizations({ userId, ...whole })),
            () => [],
          )
          return { all: found, enabled: found.filter((tenant) => tenant.enabled) }
        },
        freshness,
      )
      return disabled ? all : enabled
    },
    tenants: ({ first, max, search }) =>
      ask(
        TENANTS,
        async ({ organizations }) =>
          listOf(await organizations.find({ first, max, ...whole, ...(search && { search }) })),
        switchedOff,
      ),
    tenant: (id) =>
      ask(
        TENANTS,
        async ({ organizations }) => (isId(id) ? tenantFrom(await organizations.findOne({ id })) : null),
        () => null,
      ),
    count: (tenantId) =>
      tenantId === null
        ? countPeople({ ask })
        : ask(
            MEMBERS,
            async ({ organizations }) => {
              if (!isId(tenantId)) return 0
              // The admin client has no method for this one.
              const request = { method: 'GET' as const, path: '/{orgId}/members/count', urlParamKeys: ['orgId'] }
              return numberOf(await organizations.makeRequest(request)({ orgId: tenantId }))
            },
            () => 0,
          ),
    members: (tenantId, { first, max, search }) =>
      ask(
        MEMBERS,
        async ({ organizations }) => {
          if (!isId(tenantId)) return []
          const found = await organizations.listMembers({ orgId: tenantId, first, max, ...(search && { search }) })
          return found.map(memberFrom)
        },
        () => [],
      ),
  }
}

/** The realm itself as the one tenant, of everybody; for realms that do not use organizations. */
export function realmAsTenant({ ask }: AdminApi, realm: string): Tenants {
  const tenant: Tenant = { id: realm, alias: realm, name: realm, enabled: true, attributes: {} }
  return {
    tenantsOf: async () => [tenant],
    tenants: async ({ first, search }) => (first === 0 && (!search || realm.includes(search)) ? [tenant] : []),
    tenant: async (id) => (id === realm ? tenant : null),
    count: (tenantId) => (tenantId === null || tenantId === realm ? countPeople({ ask }) : Promise.resolve(0)),
    members: (tenantId, { first, max, search }) =>
      tenantId === realm
        ? ask(MEMBERS, async ({ users }) => {
            const found = await users.find({ first, max, briefRepresentation: false, ...(search && { search }) })
            return found.map(memberFrom)
          })
        : Promise.resolve([]),
  }
}

function countPeople({ ask }: Pick<AdminApi, 'ask'>): Promise<number> {
  return ask({ what: 'people', role: 'view-users' }, async ({ users }) => numberOf(await users.count()))
}

function numberOf(found: unknown): number {
  if (typeof found === 'number' && Number.isSafeInteger(found)) return found
  throw notKeycloak('the number of people')
}

/** The admin client puts ids into addresses as they are; what is no id of Keycloak's must not lead elsewhere. */
export function isId(text: string): boolean {
  return /^[A-Za-z0-9_-]{1,255}$/.test(text)
}

function listOf(found: OrganizationRepresentation[]): Tenant[] {
  if (!Array.isArray(found)) throw notKeycloak('organizations')
  return found.map(tenantFrom)
}

function tenantFrom({ id, alias, name, enabled, attributes }: OrganizationRepresentation): Tenant {
  if (!id || !name) throw notKeycloak('organizations')
  return { id, alias: alias || name, name, enabled: enabled === true, attributes: attributes ?? {} }
}

/** Whoever asks for the list of tenants is an administrator, and is told. */
function switchedOff(cause: NetworkError): never {
  throw new TwoFactorError(
    'ERR_2FA_DIRECTORY',
    'Keycloak has no organizations in this realm: switch them on in the realm\'s settings, or give keycloakDirectory() the option tenants: "realm".',
    { cause },
  )
}
