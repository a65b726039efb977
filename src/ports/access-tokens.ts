import type { KeycloakLogin } from '../domain/sign-in/login.js'

/** What a verified access token says. */
export interface AccessToken {
  /** The client that it was issued to (`azp`). */
  readonly clientId: string
  /**
   * The Keycloak login that it was issued in, as far as the token knows it; null for one that belongs to no Keycloak
   * session, as a service account's does. `signedInAt` is when the token was issued.
   */
  readonly login: KeycloakLogin | null
  /** Until when it can be used, in ms. */
  readonly endsAt: number
}

/** Where Keycloak's access tokens are verified. */
export interface AccessTokens {
  /**
   * Verifies a bearer token in full: signature, issuer, audience (one of `audiences`), kind and end. Throws
   * `ERR_2FA_SIGN_IN_REQUIRED` for one that is not right, `ERR_2FA_CONFIGURATION` naming a claim that Keycloak does not
   * put into it, and `ERR_2FA_DIRECTORY` when the realm's keys cannot be asked for.
   */
  verifyAccessToken(token: string, audiences: readonly string[]): Promise<AccessToken>
}
