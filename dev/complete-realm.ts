import KcAdminClient from '@keycloak/keycloak-admin-client'
import type { Keycloak } from './keycloak.js'
import type { Manifest } from './manifest.js'
import { type PortalRealmOptions, realmNames, signInClients } from './realm.js'

/**
 * Gives the imported realm what the manifest asks for, and the applications' clients their present addresses and secrets.
 * May be run at every start: a realm that is complete stays as it is.
 */
export async function completeRealm(
  { url, admin }: Pick<Keycloak, 'url' | 'admin'>,
  manifest: Manifest,
  options: PortalRealmOptions,
): Promise<void> {
  const keycloak = new KcAdminClient({ baseUrl: url })
  await keycloak.auth({ grantType: 'password', clientId: 'admin-cli', ...admin })
  keycloak.setConfig({ realmName: realmNames.realm })
  await theClient(keycloak, realmNames.portalClient)
  const clients = await Promise.all(signInClients(options).map((client) => putClient(keycloak, client)))
  await keycloak.clients.update(
    { id: await theClient(keycloak, realmNames.runtimeClient) },
    { clientId: realmNames.runtimeClient, secret: options.runtimeSecret },
  )
  for (const scope of manifest.keycloakObjects.clientScopes) {
    const clientScopeId = await putClientScope(keycloak, scope)
    for (const id of clients) await keycloak.clients.addDefaultClientScope({ id, clientScopeId })
  }
}

/** A realm that an earlier version made has no second client yet. */
async function putClient(keycloak: KcAdminClient, client: ReturnType<typeof signInClients>[number]): Promise<string> {
  const [existing] = await keycloak.clients.find({ clientId: client.clientId })
  if (!existing?.id) return (await keycloak.clients.create(client)).id
  await keycloak.clients.update({ id: existing.id }, client)
  return existing.id
}

async function theClient(keycloak: KcAdminClient, clientId: string): Promise<string> {
  const [client] = await keycloak.clients.find({ clientId })
  if (client?.id) return client.id
  throw new Error(
    `Keycloak's realm "${realmNames.realm}" has no client "${clientId}", so it was not made for this example. Remove the data folder and start again.`,
  )
}

type ClientScope = Manifest['keycloakObjects']['clientScopes'][number]

async function putClientScope(keycloak: KcAdminClient, scope: ClientScope): Promise<string> {
  const existing = await keycloak.clientScopes.findOneByName({ name: scope.name })
  if (!existing?.id) return (await keycloak.clientScopes.create(scope)).id
  const { protocolMappers = [], ...settings } = scope
  await keycloak.clientScopes.update({ id: existing.id }, settings)
  for (const { id } of existing.protocolMappers ?? []) {
    if (id) await keycloak.clientScopes.delProtocolMapper({ id: existing.id, mapperId: id })
  }
  await keycloak.clientScopes.addMultipleProtocolMappers({ id: existing.id }, protocolMappers)
  return existing.id
}
