import type KcAdminClient from '@keycloak/keycloak-admin-client'
import type { ClientScope, ProtocolMapper } from '../../domain/installation/manifest.js'
import { MARK, ROLE_MARK } from '../../domain/installation/mark.js'
import { SERVICE_ACCOUNT } from '../../domain/installation/plan-installation.js'
import type { Step } from '../../domain/installation/step.js'
import { TwoFactorError } from '../../errors.js'
import type { AdminApi, Question } from '../directory/admin-api.js'
import type { ServiceAccount } from '../directory/admin-token.js'

/** The client whose roles are those of a realm's administrators. */
export const REALM_MANAGEMENT = 'realm-management'

const CLIENTS: Question = { what: 'clients and client scopes', role: 'manage-clients', act: 'change' }
const REALM_ROLES: Question = { what: 'realm roles', role: 'manage-realm', act: 'change' }

/**
 * Takes one step: at most one change, whole or not at all, besides what is read to find its place. `runtime` is the
 * account that is made, with its secret.
 */
export function takeStep({ ask }: AdminApi, runtime: ServiceAccount): (step: Step) => Promise<void> {
  const { clientId: runtimeId, clientSecret: secret } = runtime
  return (step) =>
    ask<unknown>(questionOf(step), (keycloak) => {
      const { clients, clientScopes, roles } = keycloak
      switch (step.kind) {
        case 'create-client-scope':
          return clientScopes.create({ ...step.scope, protocolMappers: step.scope.protocolMappers.map(written) })
        case 'update-client-scope':
          return ofScope(keycloak, step.scope.name, (id) => clientScopes.update({ id }, { ...step.scope }))
        case 'remove-client-scope':
          return ofScope(keycloak, step.name, (id) => clientScopes.del({ id }))
        case 'add-mapper':
          return ofScope(keycloak, step.scope, (id) => clientScopes.addProtocolMapper({ id }, written(step.mapper)))
        case 'update-mapper':
          return ofMapper(keycloak, step.scope, step.mapper.name, (id, mapperId) =>
            clientScopes.updateProtocolMapper({ id, mapperId }, { id: mapperId, ...written(step.mapper) }),
          )
        case 'remove-mapper':
          return ofMapper(keycloak, step.scope, step.name, (id, mapperId) =>
            clientScopes.delProtocolMapper({ id, mapperId }),
          )
        case 'create-realm-role':
          return roles.create({ name: step.name, attributes: ROLE_MARK })
        case 'remove-realm-role':
          return roles.delByName({ name: step.name })
        case 'create-service-account':
          return clients.create({ clientId: runtimeId, secret, ...SERVICE_ACCOUNT, attributes: MARK })
        case 'update-service-account':
          return ofClient(keycloak, step.clientId, (id) =>
            clients.update({ id }, { clientId: runtimeId, secret, ...SERVICE_ACCOUNT, attributes: MARK }),
          )
        case 'remove-service-account':
          return ofClient(keycloak, step.clientId, (id) => clients.del({ id }))
        case 'grant-roles':
          return grant(keycloak, step)
        case 'withdraw-realm-role':
          return withdraw(keycloak, step)
        case 'assign-client-scope':
          return assign(keycloak, step)
        case 'change-client':
          return ofClient(keycloak, step.clientId, (id) =>
            clients.update({ id }, { clientId: step.clientId, ...step.change }),
          )
      }
    }).then(() => undefined)
}

function questionOf(step: Step): Question {
  switch (step.kind) {
    case 'create-realm-role':
    case 'remove-realm-role':
      return REALM_ROLES
    case 'grant-roles': {
      const role = ['manage-users', ...step.roles].join('", "')
      return { what: 'the roles of the service account, which only who holds them can give', role, act: 'change' }
    }
    case 'withdraw-realm-role':
      return { what: 'the roles of the service account', role: 'manage-users', act: 'change' }
    default:
      return CLIENTS
  }
}

/** It was there when the plan was made. */
const gone = (what: string) =>
  new TwoFactorError('ERR_2FA_CONFLICT', `Keycloak has not ${what} any more. Run this again.`)

/** Keycloak's own form of a mapper. */
const written = ({ config, ...mapper }: ProtocolMapper) => ({ ...mapper, config: { ...config } })

async function ofClient<Answer>(
  { clients }: KcAdminClient,
  clientId: string,
  act: (id: string) => Promise<Answer>,
): Promise<Answer> {
  const id = (await clients.find({ clientId }))[0]?.id
  if (id === undefined) throw gone(`the client "${clientId}"`)
  return act(id)
}

async function ofScope<Answer>(
  { clientScopes }: KcAdminClient,
  name: ClientScope['name'],
  act: (id: string) => Promise<Answer>,
): Promise<Answer> {
  const id = (await clientScopes.findOneByName({ name }))?.id
  if (id === undefined) throw gone(`the client scope "${name}"`)
  return act(id)
}

function ofMapper<Answer>(
  keycloak: KcAdminClient,
  scope: string,
  name: string,
  act: (id: string, mapperId: string) => Promise<Answer>,
): Promise<Answer> {
  return ofScope(keycloak, scope, async (id) => {
    const found = await keycloak.clientScopes.findProtocolMapperByName({ id, name })
    if (found?.id === undefined) throw gone(`the mapper "${name}"`)
    return act(id, found.id)
  })
}

type Grant = Extract<Step, { kind: 'grant-roles' }>

async function grant(keycloak: KcAdminClient, { clientId, roles: names }: Grant): Promise<void> {
  const { clients, users } = keycloak
  const account = await ofClient(keycloak, clientId, (id) => clients.getServiceAccountUser({ id }))
  await ofClient(keycloak, REALM_MANAGEMENT, async (id) => {
    const roles = await clients.listRoles({ id })
    const given = names.map((name) => {
      const role = roles.find((one) => one.name === name)
      if (role?.id === undefined) throw gone(`the role "${name}"`)
      return { id: role.id, name }
    })
    await users.addClientRoleMappings({ id: account.id ?? '', clientUniqueId: id, roles: given })
  })
}

type Withdrawal = Extract<Step, { kind: 'withdraw-realm-role' }>

async function withdraw(keycloak: KcAdminClient, { clientId, role }: Withdrawal): Promise<void> {
  const { clients, users } = keycloak
  const { id = '' } = await ofClient(keycloak, clientId, (client) => clients.getServiceAccountUser({ id: client }))
  const held = await users.listRealmRoleMappings({ id })
  const roles = held.flatMap(({ id: roleId, name }) => (roleId && name === role ? [{ id: roleId, name }] : []))
  await users.delRealmRoleMappings({ id, roles })
}

type Assignment = Extract<Step, { kind: 'assign-client-scope' }>

/** An optional scope becomes a default one only after it has been taken away; ended between, it is assigned by the next run. */
function assign(keycloak: KcAdminClient, { clientId, scope, wasOptional }: Assignment): Promise<void> {
  const { clients } = keycloak
  return ofClient(keycloak, clientId, (id) =>
    ofScope(keycloak, scope, async (clientScopeId) => {
      if (wasOptional) await clients.delOptionalClientScope({ id, clientScopeId })
      await clients.addDefaultClientScope({ id, clientScopeId })
    }),
  )
}
