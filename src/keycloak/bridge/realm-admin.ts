import type ClientRepresentation from '@keycloak/keycloak-admin-client/lib/defs/clientRepresentation.js'
import type ClientScopeRepresentation from '@keycloak/keycloak-admin-client/lib/defs/clientScopeRepresentation.js'
import type { FoundAccount, FoundClient, FoundRealm, FoundScope } from '../../domain/installation/realm.js'
import { TwoFactorError } from '../../errors.js'
import type { RealmAdmin } from '../../ports/realm-admin.js'
import { type AdminApi, adminApi, notKeycloak } from '../directory/admin-api.js'
import type { ServiceAccount } from '../directory/admin-token.js'
import { REALM_MANAGEMENT, takeStep } from './take-step.js'

/** How many are asked for at once. */
export const PAGE = 100

/** The realm's settings, by the installer's account; `runtime` is the account that is made. */
export function realmAdmin(installer: ServiceAccount, runtime: ServiceAccount): RealmAdmin {
  const api = adminApi(installer)
  return {
    async read() {
      const clients = await allClients(api)
      const account = clients.find(({ clientId }) => clientId === runtime.clientId)
      return {
        clientScopes: await allScopes(api),
        realmRoles: await allRoles(api),
        defaultRole: await defaultRole(api, installer.realm),
        clients: clients.map(clientFrom),
        runtime: account?.serviceAccountsEnabled ? await accountOf(api, account, runtime) : null,
      } satisfies FoundRealm
    },
    take: takeStep(api, runtime),
    version: () => versionOf(api),
    exampleIdToken: (clientId, userId) => exampleIdToken(api, clientId, userId),
  }
}

async function versionOf({ ask }: AdminApi): Promise<string | null> {
  const question = { what: "Keycloak's version", role: 'manage-realm' }
  return (await ask(question, ({ serverInfo }) => serverInfo.find())).systemInfo?.version ?? null
}

function exampleIdToken({ ask }: AdminApi, clientId: string, userId: string) {
  const question = { what: `a token of the client "${clientId}"`, role: 'manage-clients' }
  return ask(question, async ({ clients }) => {
    const id = (await clients.find({ clientId }))[0]?.id
    if (id === undefined) throw new TwoFactorError('ERR_2FA_DIRECTORY', `Keycloak has no client "${clientId}".`)
    return clients.evaluateGenerateIdToken({ id, userId, scope: 'openid' })
  })
}

/** Everything of a list that comes in parts of `PAGE`. */
export async function allPages<Row>(ask: (first: number) => Promise<Row[]>, what: string): Promise<Row[]> {
  const rows: Row[] = []
  for (;;) {
    const page = await ask(rows.length)
    if (!Array.isArray(page)) throw notKeycloak(what)
    rows.push(...page)
    if (page.length < PAGE) return rows
  }
}

function allClients({ ask }: AdminApi): Promise<ClientRepresentation[]> {
  const question = { what: 'clients', role: 'manage-clients' }
  return allPages((first) => ask(question, ({ clients }) => clients.find({ first, max: PAGE })), question.what)
}

async function allScopes({ ask }: AdminApi): Promise<FoundScope[]> {
  const question = { what: 'client scopes', role: 'manage-clients' }
  const found = await ask(question, ({ clientScopes }) => clientScopes.find())
  if (!Array.isArray(found)) throw notKeycloak(question.what)
  return found.map(scopeFrom)
}

async function allRoles({ ask }: AdminApi): Promise<FoundRealm['realmRoles']> {
  const question = { what: 'realm roles', role: 'view-realm' }
  const found = await allPages(
    (first) => ask(question, ({ roles }) => roles.find({ first, max: PAGE, briefRepresentation: false })),
    question.what,
  )
  return found.map(({ name = '', attributes = {} }) => ({ name, attributes }))
}

async function defaultRole({ ask }: AdminApi, realm: string): Promise<string> {
  const question = { what: 'the realm', role: 'view-realm' }
  const name = (await ask(question, ({ realms }) => realms.findOne({ realm })))?.defaultRole?.name
  if (name === undefined) throw notKeycloak(question.what)
  return name
}

async function accountOf(
  { ask }: AdminApi,
  client: ClientRepresentation,
  { clientSecret }: ServiceAccount,
): Promise<FoundAccount> {
  const question = { what: 'the roles of the service account', role: 'manage-users' }
  const { clientMappings = {}, realmMappings = [] } = await ask(question, async ({ clients, users }) => {
    const { id = '' } = await clients.getServiceAccountUser({ id: client.id ?? '' })
    return users.listRoleMappings({ id })
  })
  const names = (roles: readonly { name?: string }[]) => roles.flatMap(({ name }) => name ?? [])
  return {
    isSecretRight: client.secret === clientSecret,
    roles: names(clientMappings[REALM_MANAGEMENT]?.mappings ?? []),
    realmRoles: names(realmMappings),
  }
}

function scopeFrom({
  name = '',
  description = '',
  protocol = '',
  attributes = {},
  protocolMappers = [],
}: ClientScopeRepresentation): FoundScope {
  return {
    name,
    description,
    protocol,
    attributes,
    protocolMappers: protocolMappers.map((mapper) => ({
      name: mapper.name ?? '',
      protocol: mapper.protocol ?? '',
      protocolMapper: mapper.protocolMapper ?? '',
      config: mapper.config ?? {},
    })),
  }
}

function clientFrom(client: ClientRepresentation): FoundClient {
  return {
    clientId: client.clientId ?? '',
    enabled: client.enabled === true,
    attributes: client.attributes ?? {},
    defaultClientScopes: client.defaultClientScopes ?? [],
    optionalClientScopes: client.optionalClientScopes ?? [],
    redirectUris: client.redirectUris ?? [],
    rootUrl: client.rootUrl ?? '',
    publicClient: client.publicClient === true,
    frontchannelLogout: client.frontchannelLogout === true,
    serviceAccountsEnabled: client.serviceAccountsEnabled === true,
    standardFlowEnabled: client.standardFlowEnabled === true,
    implicitFlowEnabled: client.implicitFlowEnabled === true,
    directAccessGrantsEnabled: client.directAccessGrantsEnabled === true,
  }
}
