import { fixedId } from './people.js'
import type { ImportedRealm } from './realm.js'

/** The realm that plays Google and Office 365: accounts elsewhere, with which people of the portal sign in. */
export const accountsRealmName = 'accounts'

/** The providers that the portal's realm has, by alias. */
export const providers = [
  { alias: 'google', name: 'Google' },
  { alias: 'office365', name: 'Office 365' },
] as const

export interface Account {
  /** The user name there, a mail address. */
  address: string
  firstName: string
  lastName: string
  password: string
  /** Whose account it is, and at which provider it is connected from the beginning; others connect theirs later. */
  connected?: { person: string; provider: (typeof providers)[number]['alias'] }
}

/** The accounts of the example. */
export const accounts: readonly Account[] = [
  {
    address: 'sam@acme.example',
    firstName: 'Sam',
    lastName: 'Smith',
    password: 'sam',
    connected: { person: 'sam', provider: 'office365' },
  },
  { address: 'fred.farmer@gmail.example', firstName: 'Fred', lastName: 'Farmer', password: 'fred' },
]

/** The realm, as Keycloak imports it. */
export function accountsRealm(secret: string): Pick<ImportedRealm, 'realm'> & Record<string, unknown> {
  return {
    realm: accountsRealmName,
    displayName: 'Google and Office 365 of the example',
    enabled: true,
    clients: providers.map(({ alias, name }) => ({
      clientId: alias,
      name,
      secret,
      standardFlowEnabled: true,
      directAccessGrantsEnabled: false,
      // Both realms are on one server, wherever that is.
      rootUrl: `\${authBaseUrl}`,
      redirectUris: [`/realms/portal/broker/${alias}/endpoint`],
    })),
    users: accounts.map(({ address, firstName, lastName, password }) => ({
      id: fixedId('account', address),
      username: address,
      email: address,
      emailVerified: true,
      enabled: true,
      firstName,
      lastName,
      credentials: [{ type: 'password', value: password, temporary: false }],
    })),
  }
}
