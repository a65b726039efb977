/** What a logout token says: which Keycloak session has ended. */
export interface LogoutToken {
  readonly issuer: string
  readonly userId: string
  /** Keycloak's session id; null where all of the person's sessions have ended. */
  readonly sessionId: string | null
  /** The token's own id (`jti`): it counts once. */
  readonly id: string
}

/** Where Keycloak's logout tokens are verified. */
export interface LogoutTokens {
  /**
   * Verifies a logout token in full, but for whether it was used before (OpenID Connect Back-Channel Logout 1.0 section
   * 2.6). `clientIds`: whom it may be for. Throws `ERR_2FA_MALFORMED` for a token that is not right, and
   * `ERR_2FA_DIRECTORY` when the realm's keys cannot be asked for.
   */
  verifyLogoutToken(token: string, clientIds: readonly string[]): Promise<LogoutToken>
}
