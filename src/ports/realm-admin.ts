import type { FoundRealm } from '../domain/installation/realm.js'
import type { Step } from '../domain/installation/step.js'
import type { RealmInspection } from './realm-inspection.js'

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
  /** Keycloak's version, or null where it does not tell this account, which needs `manage-realm` for that. */
  version(): Promise<string | null>
  /** The claims of the ID token that a client would get for this person, without a login. */
  exampleIdToken(clientId: string, userId: string): Promise<Readonly<Record<string, unknown>>>
}

/** A directory that can administer its realm. */
export interface Administered {
  readonly administration: RealmAdministration
}

/** Opens the realm's settings; without I/O. */
export interface RealmAdministration {
  /** The client whose service account asks Keycloak all the time. */
  readonly runtimeClientId: string
  readonly inspection: RealmInspection
  realmAdmin(account: InstallerAccount): RealmAdmin
}
