import type { ClientScope, ProtocolMapper } from './manifest.js'

/** What the realm is to have. */
export interface WantedRealm {
  readonly clientScopes: readonly ClientScope[]
  /** Those who act by them are named in options; a role that is missing is made, and given to nobody. */
  readonly realmRoles: readonly string[]
  /** The account with which the library asks Keycloak, and its roles of `realm-management`. */
  readonly runtime: { readonly clientId: string; readonly roles: readonly string[] }
  readonly clients: readonly WantedClient[]
}

/** A client with which people sign in. It gets every client scope. */
export interface WantedClient {
  readonly clientId: string
  /** Null for a client whose logout tokens are not taken, such as a mobile app's. */
  readonly logout: {
    /** Where Keycloak tells that a session has ended. */
    readonly backchannelUrl: string
    /** Where Keycloak leads the browser after a logout; null: not known, and left as it is. */
    readonly returnsTo: string | null
  } | null
}

/** What the realm has. */
export interface FoundRealm {
  readonly clientScopes: readonly FoundScope[]
  readonly realmRoles: readonly { readonly name: string; readonly attributes: Readonly<Record<string, unknown>> }[]
  /** The realm role that Keycloak gives to every account by itself. */
  readonly defaultRole: string
  readonly clients: readonly FoundClient[]
  /** What the service account of the runtime's client holds; null where there is no such client or account. */
  readonly runtime: FoundAccount | null
}

/** A client scope that the realm has. */
export interface FoundScope extends Omit<ClientScope, 'protocolMappers'> {
  readonly protocolMappers: readonly ProtocolMapper[]
}

/** A client that the realm has. */
export interface FoundClient {
  readonly clientId: string
  readonly enabled: boolean
  readonly attributes: Readonly<Record<string, string>>
  readonly defaultClientScopes: readonly string[]
  readonly optionalClientScopes: readonly string[]
  readonly redirectUris: readonly string[]
  /** What relative redirect URIs begin with. */
  readonly rootUrl: string
  readonly publicClient: boolean
  readonly frontchannelLogout: boolean
  readonly serviceAccountsEnabled: boolean
  readonly standardFlowEnabled: boolean
  readonly implicitFlowEnabled: boolean
  readonly directAccessGrantsEnabled: boolean
}

/** What a service account holds. */
export interface FoundAccount {
  /** False where the client has another secret than `keycloakDirectory()` was given. */
  readonly isSecretRight: boolean
  /** Held directly, of `realm-management`. */
  readonly roles: readonly string[]
  /** Held directly, of the realm. */
  readonly realmRoles: readonly string[]
}
