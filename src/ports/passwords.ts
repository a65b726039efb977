/** Where is told when a person's password was set. */
export interface Passwords {
  /**
   * When the person's password was set, in ms on Keycloak's clock; null where that is not known there, as for people of an
   * LDAP directory. With `fresh` Keycloak is asked now; without, an answer of the last minute will do. Throws
   * `ERR_2FA_DIRECTORY` when it cannot be asked.
   */
  passwordSetAt(userId: string, options?: { readonly fresh?: boolean }): Promise<number | null>
}
