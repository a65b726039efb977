import type { TotpParameters } from '../domain/enrolment/enrolment.js'
import type { LoginBinding, Subject } from '../domain/sign-in/login.js'
import type { Statement } from '../domain/statements/statement.js'

/** What a sealed text is for and whose it is; opening it for anything or anyone else fails. */
export interface SealContext {
  readonly subjectKey: string
  readonly purpose: 'enrolment-secret' | 'pending-secret' | 'backup-code' | 'message'
}

/** Keeps texts so that only this application, with its keys, reads them. */
export interface Sealer {
  /** Seals with the first key. */
  seal(text: string, context: SealContext): Promise<string>
  /** Throws `ERR_2FA_SECRET_UNREADABLE` where no key opens it, or where it belongs to somebody or something else. */
  open(sealed: string, context: SealContext): Promise<string>
  /** The id of the key that sealed it, whether it is known or not; null where it is no sealed text at all. */
  keyIdOf(sealed: string): string | null
}

/** The ids of the application's keys: the first one seals and hashes, all open and match. */
export interface KeyIds {
  readonly first: string
  readonly ids: readonly string[]
}

/** What a keyed hash is for. */
export type HashPurpose =
  | 'backup-code'
  | 'bypass-code'
  | 'sent-code'
  | 'destination'
  | 'return-cookie'
  | 'device-cookie'
  | 'device-secret'

/** Hashes of low-entropy values that are of no use without the application's keys. */
export interface KeyedHash {
  /** Lowercase hex, by the first key. */
  hash(purpose: HashPurpose, value: string): { readonly keyId: string; readonly hash: string }
  /** By every key, the first one first: what the value may be stored under. */
  candidates(purpose: HashPurpose, value: string): readonly string[]
  /** True when one of the keys made `hash` of `value`; takes the same time whatever differs. */
  matches(purpose: HashPurpose, value: string, hash: string): boolean
}

/** Names people and their Keycloak logins in the store. */
export interface Identities {
  subject(of: { readonly issuer: string; readonly userId: string }): Subject
  /** 64 lowercase hex digits for one Keycloak session of a person, whenever something was last entered in it. */
  keycloakSession(login: Omit<LoginBinding, 'authenticatedAt'>): string
  /** 64 lowercase hex digits for one login: subject, Keycloak session and the time of entry. */
  session(login: LoginBinding): string
  /** 64 lowercase hex digits for a person's account at an identity provider. */
  identity(subjectKey: string, of: { readonly provider: string; readonly providerUserId: string }): string
  /** 64 lowercase hex digits for a realm, by its issuer. */
  realm(issuer: string): string
  /** 64 lowercase hex digits for one logout token of a realm. */
  logoutToken(of: { readonly issuer: string; readonly id: string }): string
}

/** Codes of authenticator apps (RFC 6238). */
export interface Totp {
  /** A new secret: base32, as authenticator apps show it. */
  newSecret(random: Uint8Array): string
  /**
   * The time step whose code this is, one step of tolerance to either side; null when it is none of them.
   * `code` holds exactly the enrolment's number of digits.
   */
  matchStep(secret: string, code: string, parameters: TotpParameters, nowMs: number): number | null
  /** The `otpauth:` address that authenticator apps read from a QR code. */
  address(
    secret: string,
    parameters: TotpParameters,
    label: { readonly application: string; readonly account: string },
  ): string
}

/** Randomness from the operating system. */
export interface Random {
  bytes(length: number): Uint8Array
  /** A time-ordered UUID (version 7, RFC 9562 section 5.7). */
  id(nowMs: number): string
}

/** The public part of one of the application's statement keys (RFC 7517 section 4, RFC 7518 section 6.2.1). */
export interface StatementJwk {
  readonly kty: 'EC'
  readonly crv: 'P-256'
  readonly x: string
  readonly y: string
  readonly kid: string
  readonly alg: 'ES256'
  readonly use: 'sig'
}

/** Signs statements, and publishes what they are verified with. */
export interface Signer {
  /** The statement as compact JWS (RFC 7515 section 7.1), by the first key. */
  sign(statement: Statement): Promise<string>
  /** The public part of every key, retired ones included (RFC 7517 section 5). */
  readonly jwks: { readonly keys: readonly StatementJwk[] }
}
