import type { IdentityProvider } from '../domain/single-sign-on/judge-single-sign-on.js'

/** What can be seen of the realm with the runtime's own account. Throws `ERR_2FA_DIRECTORY` when it cannot be asked. */
export interface RealmInspection {
  /** The roles of `realm-management` in a token just issued to the account, and when that was by Keycloak's clock, in ms. */
  runtimeToken(): Promise<{ readonly roles: readonly string[]; readonly issuedAt: number }>
  /** Whether organizations are switched on in the realm. */
  hasOrganizations(): Promise<boolean>
  /** Every provider of the realm, disabled ones and those of tenants included. */
  allProviders(): Promise<readonly IdentityProvider[]>
  /** Whether a person has an OTP in Keycloak itself. */
  hasOwnOtp(userId: string): Promise<boolean>
  /** Whether everybody who is new must set one up. */
  demandsOwnOtp(): Promise<boolean>
}
