/** An account at an identity provider that is connected to a person in Keycloak. */
export interface FederatedIdentity {
  /** The alias of the provider in Keycloak. */
  readonly provider: string
  /** The id of the person there; it stays when they are called otherwise. */
  readonly providerUserId: string
  /** What the person is called there, often a mail address. */
  readonly userName: string
}

/**
 * How far an account is known to be the person's own: `none`, it was seen and the person was told; `connected`, the
 * person connected or confirmed it after a second step; `approved`, an administrator did.
 */
export type IdentityTrust = 'none' | 'connected' | 'approved'

/** An account that the store knows of. */
export interface KnownIdentity {
  /** From `Identities.identity`. */
  readonly key: string
  readonly subjectKey: string
  readonly provider: string
  readonly trust: IdentityTrust
  /** When it became known, or was trusted, in ms. */
  readonly since: number
}

/** A single sign-on that was let by, in one Keycloak session of one person. */
export interface BypassGrant {
  /** From `Identities.keycloakSession`. */
  readonly keycloakSession: string
  readonly subjectKey: string
  /** From `Identities.identity`: the account that the person came with. */
  readonly identity: string
  /** When the Keycloak session began, on Keycloak's clock: its id comes back for later ones. */
  readonly sessionStartedAt: number
  readonly endsAt: number
}
