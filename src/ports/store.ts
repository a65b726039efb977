import type { AuditEvent } from '../domain/administration/audit-event.js'
import type { BypassCode } from '../domain/administration/bypass-code.js'
import type { BackupCode } from '../domain/backup-codes/backup-code.js'
import type { Attempts } from '../domain/challenge/attempts.js'
import type { SendCount } from '../domain/challenge/send-count.js'
import type { SentCode, SentCodePurpose } from '../domain/challenge/sent-code.js'
import type { Enrolment, PendingEnrolment } from '../domain/enrolment/enrolment.js'
import type { Subject } from '../domain/sign-in/login.js'
import type { Proof } from '../domain/sign-in/mark.js'
import type { PolicyJob } from '../domain/tenant-policy/policy-job.js'
import type { BackupCodeStore } from './backup-code-store.js'
import type { CleanUpLimits } from './clean-up-limits.js'
import type { InvitationStore } from './invitation-store.js'
import type { KeyStore } from './key-store.js'
import type { MessageStore, OutboxMessage } from './message-store.js'
import type { PolicyJobStore } from './policy-job-store.js'
import type { PolicyStore } from './policy-store.js'
import type { ReportStore } from './reports.js'
import type { SingleSignOnStore } from './single-sign-on-store.js'
import type { TrustedDeviceStore } from './trusted-device-store.js'

export type { MessageStore, OutboxMessage }

/**
 * How a compare-and-set ended: `settled`, everything is committed; `moved`, somebody else was there first, nothing is
 * written, and the caller loads and judges again.
 */
export type Settlement = 'settled' | 'moved'

/** What the caller read, and what must still be so when it commits. */
export interface Expected {
  readonly subjectKey: string
  readonly version: number
  readonly epoch: number
}

/** A judged code of one Keycloak login, shared by all applications on this store. */
export interface VerifiedSession {
  /** From `Identities.session`. */
  readonly key: string
  readonly subjectKey: string
  /** From `Identities.keycloakSession`, for ending all that belongs to it. */
  readonly keycloakSession: string
  readonly proof: Proof
  readonly judgedAt: number
  readonly endsAt: number
}

/** What a writing verb commits along with its own change, in the same transaction. */
export interface Effects {
  readonly audit: readonly AuditEvent[]
  readonly messages: readonly OutboxMessage[]
  /** What a change of policy has still to do. */
  readonly policyJobs?: readonly PolicyJob[]
}

/** Everything a decision about a subject rests on, as one read found it. Somebody unknown has epoch 0 and no rows. */
export interface SubjectState {
  /** The database's time in ms. */
  readonly databaseTime: number
  readonly epoch: number
  readonly revokedAt: number | null
  readonly attempts: Attempts
  readonly enrolment: Enrolment | null
  readonly verifiedSession: VerifiedSession | null
}

/** Sign-in: what every login reads. */
export interface SignInStore {
  /** The subject's epoch by one primary-key read; 0 for somebody unknown. */
  epoch(subjectKey: string): Promise<number>
  /** The whole state by one read. `sessionKey` picks the verified session. */
  load(subjectKey: string, sessionKey: string): Promise<SubjectState>
  /** Adds a verified session, by the same compare-and-set as a judgement; adding the same one twice is no error. */
  addVerifiedSession(expected: Expected, session: VerifiedSession): Promise<Settlement>
}

/** How the end of a Keycloak session went: `replayed` where its logout token was spent before; nothing is written then. */
export type KeycloakSessionEnd = 'ended' | 'nothing-to-end' | 'replayed'

/** Backchannel logout. */
export interface LogoutStore {
  /**
   * Spends a logout token, deletes the verified sessions of one Keycloak session and, where there were any, raises the
   * subject's epoch by one and commits the effects, all in one transaction. The version of the attempts moves, so that a
   * judgement under way is made again.
   */
  endKeycloakSession(ending: {
    /** From `Identities.logoutToken`; kept until `endsAt`, so that it counts once. */
    readonly logoutToken: { readonly key: string; readonly endsAt: number }
    readonly subjectKey: string
    /** From `Identities.keycloakSession`; null ends all of the subject's. */
    readonly keycloakSession: string | null
    readonly effects: Effects
  }): Promise<KeycloakSessionEnd>
}

/** Challenge: one judgement. */
export interface ChallengeStore {
  /**
   * Commits a judgement: the counts, and what it earned. Compare-and-set on the version of the attempts and on the
   * subject's epoch; a spent backup code must still be unused. The version grows by one whatever `attempts.version` says.
   */
  settle(
    expected: Expected,
    writes: {
      readonly attempts: Attempts
      readonly verifiedSession?: VerifiedSession
      readonly spentBackupCode?: { readonly id: string; readonly usedAt: number }
      /** The bypass code that was right; it must still be unused, and the one that was issued last. */
      readonly spentBypassCode?: { readonly id: string; readonly usedAt: number }
      /** The sent code that was right; it must still be the one that its login was sent last, and is gone. */
      readonly spentSentCode?: SentCode
      readonly effects: Effects
    },
  ): Promise<Settlement>
  /** The code that a login was sent last for a purpose, alive or not; null where there is none. */
  sentCode(sessionKey: string, purpose: SentCodePurpose): Promise<SentCode | null>
  /** How often was sent, for each of the keys, in their order; zeros where nothing was. */
  sendCounts(keys: readonly string[]): Promise<readonly SendCount[]>
  /**
   * Keeps a code in place of the one its login was sent before for the purpose, with the mail that carries it.
   * Compare-and-set on the version of each count, which grows by one whatever `counts` say.
   */
  putSentCode(
    code: SentCode,
    writes: { readonly counts: readonly SendCount[]; readonly effects: Effects },
  ): Promise<Settlement>
}

/** Enrolment: set-up, change, turning off. */
export interface EnrolmentStore {
  /** Makes sure that the rows every judgement needs are there. */
  register(subject: Subject, locale: string | null): Promise<void>
  /** The subject's pending enrolment, alive or not; null where there is none. */
  pendingEnrolment(subjectKey: string): Promise<PendingEnrolment | null>
  /** Replaces the subject's pending enrolment; the active one is not touched. */
  putPendingEnrolment(subjectKey: string, pending: PendingEnrolment, effects: Effects): Promise<void>
  /**
   * Makes the pending enrolment the subject's one active method and raises the epoch by one. All verified sessions end,
   * and the given one begins; trusted devices are gone. `moved` also when the pending enrolment is gone or another.
   */
  activate(
    expected: Expected,
    writes: {
      readonly pendingId: string
      readonly enrolment: Enrolment
      readonly attempts: Attempts
      /** The new ten; null keeps those there are. */
      readonly backupCodes: readonly BackupCode[] | null
      readonly verifiedSession: VerifiedSession
      /** The sent code that confirms it, as in `settle`. */
      readonly spentSentCode?: SentCode
      readonly effects: Effects
    },
  ): Promise<Settlement>
  /**
   * Gives an enrolment from elsewhere, with ten backup codes, to somebody who has none, and raises the epoch by one. `moved`
   * also where there is one.
   */
  addEnrolment(
    expected: Expected,
    writes: {
      readonly enrolment: Enrolment
      readonly backupCodes: readonly BackupCode[]
      readonly effects: Effects
    },
  ): Promise<Settlement>
  /**
   * Deletes enrolment, pending enrolment, backup, bypass and sent codes, trusted devices, granted bypasses and verified
   * sessions, and raises the epoch by one. The counts stay.
   */
  turnOff(expected: Expected, writes: { readonly revokedAt: number; readonly effects: Effects }): Promise<Settlement>
}

/** What administrators do to rescue a person. */
export interface RescueStore {
  /** The bypass code that the subject was issued last, alive or not; null where there is none. */
  bypassCode(subjectKey: string): Promise<BypassCode | null>
  /** Keeps a bypass code in place of the one before, and the counts with it. Compare-and-set as `settle`. */
  putBypassCode(
    expected: Expected,
    writes: { readonly bypassCode: BypassCode; readonly attempts: Attempts; readonly effects: Effects },
  ): Promise<Settlement>
  /** Deletes verified sessions, granted bypasses and trusted devices and raises the epoch by one; what is enrolled stays. */
  revokeSessions(
    expected: Expected,
    writes: { readonly revokedAt: number; readonly effects: Effects },
  ): Promise<Settlement>
}

/** Audit log. */
export interface AuditStore {
  /** Adds an entry that belongs to no other change. */
  addAuditEvent(event: AuditEvent): Promise<void>
  /** The subject's entries, newest first; without decisions about logins. */
  auditEvents(subjectKey: string, limit: number): Promise<readonly AuditEvent[]>
  /** The subject's newest entry of a kind; null where there is none. */
  lastAuditEvent(subjectKey: string, kind: AuditEvent['kind']): Promise<AuditEvent | null>
}

/**
 * Where everything is kept. Every method throws `ERR_2FA_STORE` when the database cannot be asked, and
 * `ERR_2FA_CONFIGURATION` when its tables are missing; a transaction that the database aborted is run again as a whole.
 */
export interface Store
  extends SignInStore,
    LogoutStore,
    ChallengeStore,
    EnrolmentStore,
    InvitationStore,
    BackupCodeStore,
    TrustedDeviceStore,
    SingleSignOnStore,
    MessageStore,
    PolicyJobStore,
    RescueStore,
    ReportStore,
    AuditStore,
    KeyStore,
    PolicyStore {
  /** The database's time in ms. */
  databaseTime(): Promise<number>
  /** Deletes what has outlived its use, and erases readable copies of backup codes. */
  cleanUp(limits: CleanUpLimits): Promise<void>
}
