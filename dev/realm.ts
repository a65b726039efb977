import type OrganizationRepresentation from '@keycloak/keycloak-admin-client/lib/defs/organizationRepresentation.js'
import type RealmRepresentation from '@keycloak/keycloak-admin-client/lib/defs/realmRepresentation.js'
import { fixedId, mailAddress, type Person, people, tenants } from './people.js'

export interface PortalRealmOptions {
  /** Where portals run; Keycloak returns to no other address. */
  portalUrls: readonly string[]
  /** Secret of the client `portal`, with which people sign in. */
  portalSecret: string
  /** Where the second application runs. */
  secondUrls: readonly string[]
  /** Secret of the client `second`, with which people sign in to the second application. */
  secondSecret: string
  /** Secret of the client `exports`, whose service account fetches from the portal's API at night. */
  exportsSecret: string
  /** Secret of the client `two-factor-runtime`, with which the library reads people and tenants. */
  runtimeSecret: string
}

/** The names that the portal and its realm agree on. */
export const realmNames = {
  realm: 'portal',
  portalClient: 'portal',
  secondClient: 'second',
  /** The mobile app's, and what its tokens are for. */
  mobileClient: 'mobile',
  /** Of the nightly export, which is asked for no code. */
  exportsClient: 'exports',
  api: 'portal-api',
  runtimeClient: 'two-factor-runtime',
}

/** The admin client's own type knows neither organizations nor lists of components. */
export type ImportedRealm = Omit<RealmRepresentation, 'components'> & {
  realm: string
  organizations: OrganizationRepresentation[]
  components: Record<string, object[]>
}

/** The example's realm, as Keycloak imports it. What the library needs there is installed later, by `completeRealm`. */
export function portalRealm(options: PortalRealmOptions): ImportedRealm {
  return {
    realm: realmNames.realm,
    displayName: 'Example Portal',
    enabled: true,
    organizationsEnabled: true,
    internationalizationEnabled: true,
    supportedLocales: ['en', 'ja'],
    defaultLocale: 'en',
    roles: { realm: [{ name: 'tenant-administrator' }, { name: 'operator' }] },
    components: { 'org.keycloak.userprofile.UserProfileProvider': [userProfile] },
    clients: exampleClients(options),
    users: people.map(user),
    organizations: tenants.map(({ alias, name, plan }) => ({
      id: fixedId('tenant', alias),
      alias,
      name,
      enabled: true,
      attributes: { plan: [plan] },
      domains: [{ name: `${alias}.example`, verified: true }],
      members: people
        .filter((person) => person.tenants.includes(alias))
        .map((person) => ({ username: person.name, membershipType: 'UNMANAGED' })),
    })),
  }
}

/** Where Keycloak, and the code page, return to the mobile app. */
export const mobileAddresses = { callback: 'com.example.portal:/callback', back: 'com.example.portal:/two-factor' }

/** The clients of the example: those with which people sign in, and the nightly export's. */
export const exampleClients = (options: PortalRealmOptions) => [
  signInClient({
    ...{ clientId: realmNames.portalClient, name: 'Portal' },
    ...{ urls: options.portalUrls, secret: options.portalSecret },
  }),
  signInClient({
    ...{ clientId: realmNames.secondClient, name: 'Second' },
    ...{ urls: options.secondUrls, secret: options.secondSecret },
  }),
  mobileClient,
  { ...exportsClient, secret: options.exportsSecret },
]

const signInClient = (client: { clientId: string; name: string; urls: readonly string[]; secret: string }) => ({
  clientId: client.clientId,
  name: client.name,
  secret: client.secret,
  standardFlowEnabled: true,
  directAccessGrantsEnabled: false,
  redirectUris: client.urls.map((url) => `${url}/*`),
})

/** Puts the portal's API among what the access tokens of a client are for. */
const forTheApi = {
  name: realmNames.api,
  protocol: 'openid-connect',
  protocolMapper: 'oidc-audience-mapper',
  config: { 'included.custom.audience': realmNames.api, 'access.token.claim': 'true' },
}

/** A mobile app keeps no secret (RFC 8252); its access tokens are for the portal's API. */
const mobileClient = {
  clientId: realmNames.mobileClient,
  name: 'Mobile app',
  publicClient: true,
  standardFlowEnabled: true,
  directAccessGrantsEnabled: false,
  redirectUris: [mobileAddresses.callback],
  attributes: { 'pkce.code.challenge.method': 'S256' },
  protocolMappers: [forTheApi],
}

/** Nobody signs in with it: a program gets its tokens for itself. */
const exportsClient = {
  clientId: realmNames.exportsClient,
  name: 'Nightly export',
  standardFlowEnabled: false,
  directAccessGrantsEnabled: false,
  serviceAccountsEnabled: true,
  protocolMappers: [forTheApi],
}

const user = (person: Person) => ({
  id: fixedId('person', person.name),
  username: person.name,
  enabled: true,
  email: mailAddress(person),
  emailVerified: true,
  firstName: person.firstName,
  lastName: person.lastName,
  credentials: [{ type: 'password', value: person.name, temporary: false }],
  realmRoles: [`default-roles-${realmNames.realm}`, ...(person.role ? [person.role] : [])],
  attributes: {
    ...(person.locale && { locale: [person.locale] }),
    ...(person.phoneNumber && { phoneNumber: [person.phoneNumber] }),
  },
})

const everybody = { view: ['admin', 'user'], edit: ['admin', 'user'] }

// Keycloak's own profile, but for the user name, of which two characters are enough, for ed, and the telephone number.
const userProfile = {
  providerId: 'declarative-user-profile',
  config: {
    'kc.user.profile.config': [
      JSON.stringify({
        attributes: [
          {
            name: 'username',
            displayName: `\${username}`,
            validations: {
              length: { min: 2, max: 255 },
              'username-prohibited-characters': {},
              'up-username-not-idn-homograph': {},
            },
            permissions: everybody,
          },
          {
            name: 'email',
            displayName: `\${email}`,
            validations: { email: {}, length: { max: 255 } },
            required: { roles: ['user'] },
            permissions: everybody,
          },
          ...['firstName', 'lastName'].map((name) => ({
            name,
            displayName: `\${${name}}`,
            validations: { length: { max: 255 }, 'person-name-prohibited-characters': {} },
            required: { roles: ['user'] },
            permissions: everybody,
          })),
          {
            name: 'phoneNumber',
            displayName: 'Mobile number',
            validations: { length: { max: 32 } },
            permissions: everybody,
          },
        ],
      }),
    ],
  },
}
