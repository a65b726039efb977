/** What puts a claim into the tokens of a client scope, as Keycloak writes it. */
export interface ProtocolMapper {
  readonly name: string
  readonly protocol: string
  readonly protocolMapper: string
  readonly config: Readonly<Record<string, string>>
}

/** A client scope, as Keycloak writes it. */
export interface ClientScope {
  readonly name: string
  readonly description: string
  readonly protocol: string
  readonly attributes: Readonly<Record<string, string>>
  readonly protocolMappers: readonly ProtocolMapper[]
}

/** The roles that an account needs, all of one client. */
export interface AccountRoles {
  readonly client: string
  readonly roles: readonly string[]
  /** Roles that it needs in some installations, and where. */
  readonly optionalRoles: Readonly<Record<string, string>>
}

/** The parts of `plugin-manifest.json` that Keycloak has to do with. */
export interface Manifest {
  /** A range of versions: `>=26.7.2 <27`. */
  readonly keycloak: string
  readonly keycloakObjects: { readonly clientScopes: readonly ClientScope[] }
  readonly serviceAccounts: Readonly<Record<'installer' | 'runtime', AccountRoles>>
}
