/** A tenant as the directory knows it: a Keycloak organization, or the realm itself. */
export interface Tenant {
  /** The organization's id, or the realm's name; never the alias or name, which can move to another tenant. */
  readonly id: string
  /** The short name, as routes and the command line write it. */
  readonly alias: string
  /** The name that people read. */
  readonly name: string
  readonly enabled: boolean
  readonly attributes: Readonly<Record<string, readonly string[]>>
}
