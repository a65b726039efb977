/**
 * What Keycloak has proved about the person who signed in, as plain JSON that survives any session store.
 *
 * Made by `keycloakLogin(claims)` from the claims of an ID token, at sign-in only. All times are milliseconds since 1970.
 */
export interface KeycloakLogin {
  /** The realm's issuer URL (`iss`). */
  readonly issuer: string
  /** Keycloak's user id (`sub`); never an address or a login name, which can move to another person. */
  readonly userId: string
  /** Keycloak's session id (`sid`). Keycloak reuses it, so it counts only together with `authenticatedAt`. */
  readonly sessionId: string
  /** When something was last entered at Keycloak (`auth_time`), on Keycloak's clock; null only when impersonated. */
  readonly authenticatedAt: number | null
  /** When the ID token was issued (`iat`), on Keycloak's clock. */
  readonly issuedAt: number
  /** When the application received the ID token, on the application's clock. */
  readonly signedInAt: number
  /** The client that asked (`azp`). */
  readonly clientId: string
  /** The alias of the identity provider used in this Keycloak session, where our client scope maps it. */
  readonly identityProvider?: string
  /** What the person is called at that provider, where our client scope maps it. */
  readonly identityUserName?: string
  /** The id of the administrator who acts as this person, where our client scope maps it. */
  readonly impersonator?: string
  /** The version of our client scope; absent where Keycloak does not add it. */
  readonly bridge?: number
  readonly acr: string | null
  readonly amr: readonly string[]
  /** The person's language (`locale`), a BCP 47 tag. */
  readonly locale: string | null
}

/** A realm's issuer and a user id in it, together with the key under which the store keeps them. */
export interface Subject {
  /** 64 lowercase hex digits: SHA-256 of the length-prefixed issuer and user id. */
  readonly key: string
  readonly issuer: string
  readonly userId: string
}

/** The four values that one Keycloak login is recognised by; anything bound to a login is bound to these. */
export type LoginBinding = Pick<KeycloakLogin, 'issuer' | 'userId' | 'sessionId' | 'authenticatedAt'>

/** True when both speak of the same login: same realm, same person, same Keycloak session, same entry. */
export function sameLogin(a: LoginBinding, b: LoginBinding): boolean {
  return sameSession(a, b) && a.authenticatedAt === b.authenticatedAt
}

/** True when both speak of the same person in the same Keycloak session, whenever something was last entered there. */
export function sameSession(
  a: Omit<LoginBinding, 'authenticatedAt'>,
  b: Omit<LoginBinding, 'authenticatedAt'>,
): boolean {
  return a.issuer === b.issuer && a.userId === b.userId && a.sessionId === b.sessionId
}

/** The four values of a login, without the rest of it. */
export function bindingOf(login: LoginBinding): LoginBinding {
  return {
    issuer: login.issuer,
    userId: login.userId,
    sessionId: login.sessionId,
    authenticatedAt: login.authenticatedAt,
  }
}
