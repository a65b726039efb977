import KcAdminClient from '@keycloak/keycloak-admin-client'
import { accounts, accountsRealmName, providers } from './accounts-realm.js'
import type { Keycloak } from './keycloak.js'
import { fixedId } from './people.js'
import { realmNames } from './realm.js'

/**
 * Gives the portal's realm its identity providers, links Office 365 to Acme, and connects the accounts that are connected
 * from the beginning. May be run at every start.
 */
export async function connectProviders({ url, admin }: Pick<Keycloak, 'url' | 'admin'>, secret: string): Promise<void> {
  const keycloak = new KcAdminClient({ baseUrl: url })
  await keycloak.auth({ grantType: 'password', clientId: 'admin-cli', ...admin })
  keycloak.setConfig({ realmName: realmNames.realm })
  for (const { alias, name } of providers) await putProvider(keycloak, provider(url, alias, name, secret))
  await linkToAcme(keycloak)
  for (const { address, connected } of accounts) if (connected) await connect(keycloak, address, connected)
}

function provider(url: string, alias: string, displayName: string, clientSecret: string) {
  const issuer = `${url}/realms/${accountsRealmName}`
  const endpoint = `${issuer}/protocol/openid-connect`
  return {
    alias,
    displayName,
    providerId: 'keycloak-oidc',
    enabled: true,
    trustEmail: true,
    config: {
      issuer,
      authorizationUrl: `${endpoint}/auth`,
      tokenUrl: `${endpoint}/token`,
      userInfoUrl: `${endpoint}/userinfo`,
      jwksUrl: `${endpoint}/certs`,
      useJwksUrl: 'true',
      validateSignature: 'true',
      clientId: alias,
      clientSecret,
      clientAuthMethod: 'client_secret_post',
      defaultScope: 'openid profile email',
      syncMode: 'IMPORT',
      // Offered on the login page also where it belongs to an organization.
      'kc.org.broker.public': 'true',
    },
  }
}

async function putProvider(keycloak: KcAdminClient, wanted: ReturnType<typeof provider>): Promise<void> {
  const existing = await keycloak.identityProviders.findOne({ alias: wanted.alias })
  if (!existing) await keycloak.identityProviders.create(wanted)
  else await keycloak.identityProviders.update({ alias: wanted.alias }, { ...existing, ...wanted })
}

async function linkToAcme(keycloak: KcAdminClient): Promise<void> {
  const orgId = fixedId('tenant', 'acme')
  const linked = await keycloak.organizations.listIdentityProviders({ orgId })
  if (linked.some(({ alias }) => alias === 'office365')) return
  await keycloak.organizations.linkIdp({ orgId, alias: 'office365' })
}

async function connect(
  keycloak: KcAdminClient,
  address: string,
  { person, provider: federatedIdentityId }: { person: string; provider: string },
): Promise<void> {
  const id = fixedId('person', person)
  const connected = await keycloak.users.listFederatedIdentities({ id })
  if (connected.some(({ identityProvider }) => identityProvider === federatedIdentityId)) return
  const federatedIdentity = { userId: fixedId('account', address), userName: address }
  await keycloak.users.addToFederatedIdentity({ id, federatedIdentityId, federatedIdentity })
}
