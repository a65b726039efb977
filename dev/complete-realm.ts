import KcAdminClient from '@keycloak/keycloak-admin-client'
import { install } from '../src/actions/installation/install.js'
import type { Manifest } from '../src/domain/installation/manifest.js'
import type { WantedRealm } from '../src/domain/installation/realm.js'
import { keycloakDirectory } from '../src/keycloak/index.js'
import type { InstallerAccount } from '../src/ports/realm-admin.js'
import type { Keycloak } from './keycloak.js'
import { exampleClients, type PortalRealmOptions, realmNames } from './realm.js'
import { newSecret } from './secrets.js'

/**
 * Gives the applications' clients of the imported realm their present addresses and secrets, and installs what the
 * manifest asks for, by an account that lives no longer than that. May be run at every start: a realm that is complete
 * stays as it is.
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
  await Promise.all(exampleClients(options).map((client) => putClient(keycloak, client)))
  const { administration } = keycloakDirectory({
    url,
    realm: realmNames.realm,
    clientId: realmNames.runtimeClient,
    clientSecret: options.runtimeSecret,
  })
  const installer = await makeInstaller(keycloak, manifest)
  try {
    // A realm that an earlier version made has an account without a mark.
    await install(administration.realmAdmin(installer), wanted(manifest, options), { adopt: true }).apply()
  } finally {
    await keycloak.clients.del({ id: installer.id })
  }
}

function wanted(manifest: Manifest, { portalUrls, secondUrls }: PortalRealmOptions): WantedRealm {
  const application = (clientId: string, [url = '']: readonly string[]) => ({
    clientId,
    logout: { backchannelUrl: `${url}/two-factor/backchannel-logout`, returnsTo: `${url}/login` },
  })
  return {
    clientScopes: manifest.keycloakObjects.clientScopes,
    realmRoles: [],
    runtime: { clientId: realmNames.runtimeClient, roles: manifest.serviceAccounts.runtime.roles },
    clients: [
      application(realmNames.portalClient, portalUrls),
      application(realmNames.secondClient, secondUrls),
      { clientId: realmNames.mobileClient, logout: null },
    ],
  }
}

/** Makes the installer's account, as docs/keycloak-administrator.md tells administrators to. */
export async function makeInstaller(
  keycloak: KcAdminClient,
  { serviceAccounts: { installer } }: Manifest,
  clientId = 'two-factor-installer',
): Promise<InstallerAccount & { readonly id: string }> {
  for (const { id = '' } of await keycloak.clients.find({ clientId })) await keycloak.clients.del({ id })
  const clientSecret = newSecret()
  const { id } = await keycloak.clients.create({
    clientId,
    secret: clientSecret,
    standardFlowEnabled: false,
    serviceAccountsEnabled: true,
  })
  const account = await keycloak.clients.getServiceAccountUser({ id })
  const clientUniqueId = await theClient(keycloak, installer.client)
  const roles = (await keycloak.clients.listRoles({ id: clientUniqueId })).flatMap(({ id: roleId = '', name = '' }) =>
    installer.roles.includes(name) ? [{ id: roleId, name }] : [],
  )
  await keycloak.users.addClientRoleMappings({ id: account.id ?? '', clientUniqueId, roles })
  return { id, clientId, clientSecret }
}

/** A realm that an earlier version made has not all of them yet. */
async function putClient(keycloak: KcAdminClient, client: ReturnType<typeof exampleClients>[number]): Promise<void> {
  const [existing] = await keycloak.clients.find({ clientId: client.clientId })
  if (existing?.id) await keycloak.clients.update({ id: existing.id }, client)
  else await keycloak.clients.create(client)
}

async function theClient(keycloak: KcAdminClient, clientId: string): Promise<string> {
  const [client] = await keycloak.clients.find({ clientId })
  if (client?.id) return client.id
  throw new Error(
    `Keycloak's realm "${realmNames.realm}" has no client "${clientId}", so it was not made for this example. Remove the data folder and start again.`,
  )
}
