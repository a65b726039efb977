import type { BypassGrant, KnownIdentity } from '../domain/single-sign-on/identity.js'
import type { Effects } from './store.js'

/** What is known of people's accounts at identity providers. An account of one subject is never found by another's key. */
export interface SingleSignOnStore {
  /** The account with that key, trusted or only seen; null where it is new. */
  knownIdentity(subjectKey: string, key: string): Promise<KnownIdentity | null>
  /** The subject's accounts, in the order of their keys. */
  knownIdentities(subjectKey: string): Promise<readonly KnownIdentity[]>
  /** Notes an account that was seen. True where this was the first time; only then the effects are committed. */
  noteIdentity(identity: KnownIdentity, effects: Effects): Promise<boolean>
  /** Keeps how far an account is trusted, whatever was known of it. */
  trustIdentity(identity: KnownIdentity, effects: Effects): Promise<void>
  /**
   * Forgets an account and every bypass that was granted with it, and raises the epoch by one, so that every session is
   * judged anew; the version of the attempts moves. The effects are committed also where the account was not known.
   */
  forgetIdentity(subjectKey: string, key: string, effects: Effects): Promise<void>
  /** The bypass granted to a Keycloak session, ended or not; null where there is none. */
  bypassGrant(subjectKey: string, keycloakSession: string): Promise<BypassGrant | null>
  /** Keeps a grant in place of the one its Keycloak session had. */
  grantBypass(grant: BypassGrant): Promise<void>
}
