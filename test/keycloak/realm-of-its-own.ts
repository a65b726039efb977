import { randomBytes } from 'node:crypto'
import KcAdminClient from '@keycloak/keycloak-admin-client'

/** A realm that one test file has for itself, with a client `portal`, in which nothing is installed. */
export interface OwnRealm {
  readonly name: string
  /** The administrator, signed in anew: a token of theirs lives a minute. */
  administrator(): Promise<KcAdminClient>
  /** Makes a client with a service account that holds these roles of `realm-management`. */
  account(roles: readonly string[]): Promise<{ readonly clientId: string; readonly clientSecret: string }>
  remove(): Promise<void>
}

export async function ownRealm(url: string): Promise<OwnRealm> {
  const name = `own-${randomBytes(4).toString('hex')}`
  const administrator = async () => {
    const keycloak = new KcAdminClient({ baseUrl: url })
    await keycloak.auth({ grantType: 'password', clientId: 'admin-cli', username: 'admin', password: 'admin' })
    keycloak.setConfig({ realmName: name })
    return keycloak
  }
  const first = await administrator()
  await first.realms.create({
    realm: name,
    enabled: true,
    organizationsEnabled: true,
    clients: [
      {
        clientId: 'portal',
        secret: 'portal',
        redirectUris: ['https://portal.example/callback'],
        frontchannelLogout: true,
        attributes: { 'of.somebody.else': 'kept' },
      },
      { clientId: 'mobile', publicClient: true, redirectUris: ['com.example:/callback'] },
    ],
  })
  return {
    name,
    administrator,
    async account(roles) {
      const keycloak = await administrator()
      const clientId = `account-${randomBytes(4).toString('hex')}`
      const { id } = await keycloak.clients.create({
        clientId,
        secret: clientId,
        standardFlowEnabled: false,
        serviceAccountsEnabled: true,
      })
      const { id: userId = '' } = await keycloak.clients.getServiceAccountUser({ id })
      const clientUniqueId = (await keycloak.clients.find({ clientId: 'realm-management' }))[0]?.id ?? ''
      const all = await keycloak.clients.listRoles({ id: clientUniqueId })
      const held = all.flatMap(({ id: role = '', name: called = '' }) =>
        roles.includes(called) ? [{ id: role, name: called }] : [],
      )
      if (held.length < roles.length) throw new Error(`Keycloak has not all of the roles ${roles.join(', ')}.`)
      if (held.length > 0) await keycloak.users.addClientRoleMappings({ id: userId, clientUniqueId, roles: held })
      return { clientId, clientSecret: clientId }
    },
    async remove() {
      await (await administrator()).realms.del({ realm: name })
    },
  }
}
