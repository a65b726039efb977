/** The ways a person can receive or make a code. */
export const METHODS = ['totp', 'email', 'sms'] as const

/** One way to receive or make a code. */
export type Method = (typeof METHODS)[number]

/** How an authenticator app makes its codes (RFC 6238 section 1.2, RFC 4226 section 5.3). */
export interface TotpParameters {
  readonly algorithm: 'sha1' | 'sha256' | 'sha512'
  readonly digits: 6 | 7 | 8
  /** Seconds a code lasts. */
  readonly periodSeconds: number
}

/** What every authenticator app understands, whatever its maker: SHA-1, six digits, 30 seconds. */
export const DEFAULT_TOTP: TotpParameters = { algorithm: 'sha1', digits: 6, periodSeconds: 30 }

/** RFC 4226 section 4, R6 recommends 160 bits. */
export const SECRET_BYTES = 20

/** A subject's one active method. */
export interface Enrolment {
  /** A time-ordered UUID. */
  readonly id: string
  readonly method: Method
  /** How long its codes are, and how an authenticator app makes them. */
  readonly totp: TotpParameters
  /** The secret of an authenticator app, or the destination that codes go to; sealed for this subject. */
  readonly sealedSecret: string
  /** When this method was confirmed, in ms. */
  readonly confirmedAt: number
  /** Since when the person has had a second factor without a break, in ms; a change of method keeps it. */
  readonly activeSince: number
  /** When the person settled the prompt to keep the backup codes, in ms; null until then. */
  readonly backupCodesSavedAt: number | null
}

/** A set-up whose first code is not confirmed yet. */
export interface PendingEnrolment {
  readonly id: string
  readonly method: Method
  readonly totp: TotpParameters
  readonly sealedSecret: string
  /**
   * The Keycloak session that began it, from `Identities.keycloakSession`. Nobody else may see or confirm it: whoever
   * knows the password alone could otherwise read the secret that its owner is scanning.
   */
  readonly keycloakSession: string
  readonly createdAt: number
}

/** How long a pending secret survives a reload: 30 minutes, in ms. */
export const PENDING_MS = 30 * 60_000

/** True while a pending enrolment can still be confirmed, in the Keycloak session that began it. */
export function isPendingAlive(pending: PendingEnrolment, keycloakSession: string, now: number): boolean {
  return pending.keycloakSession === keycloakSession && now < pending.createdAt + PENDING_MS
}
