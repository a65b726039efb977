import type { AcrLevels } from '../domain/sign-in/strong-login.js'

/** What the realm's `acr` values are worth. */
export interface AuthenticationLevels {
  /**
   * The realm's "ACR to LoA Mapping", as it was a minute ago at most; empty where it has none. Throws `ERR_2FA_DIRECTORY`
   * when Keycloak cannot be asked, or the mapping is not what it should be.
   */
  acrLevels(): Promise<AcrLevels>
}
