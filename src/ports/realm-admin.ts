import type { FoundRealm } from '../domain/installation/realm.js'
import type { Step } from '../domain/installation/step.js'

/** An account that may change the realm: a client of it with a service account. */
export interface InstallerAccount {
  readonly clientId: string
  readonly clientSecret: string
}

/** The realm's settings, as far as this library has to do with them. Throws `ERR_2FA_DIRECTORY` when it cannot be asked. */
export interface RealmAdmin {
  read(): Promise<FoundRealm>
  /** Makes one change, whole or not at all. Throws `ERR_2FA_CONFLICT` where somebody else has been faster. */
  take(step: Step): Promise<void>
}

/** Opens the realm's settings; without I/O. */
export interface RealmAdministration {
  /** The client whose service account asks Keycloak all the time. */
  readonly runtimeClientId: string
  realmAdmin(account: InstallerAccount): RealmAdmin
}
