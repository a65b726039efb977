import type { RequestOrigin } from '../messages/notice.js'

/** What the audit log records of a person's second factor (OWASP ASVS 5.0 section 16.3). */
export const AUDIT_KINDS = [
  'set-up-started',
  'set-up-postponed',
  'enabled',
  'imported',
  'method-changed',
  'turned-off',
  'code-sent',
  'code-accepted',
  'code-refused',
  'backup-code-accepted',
  'backup-code-refused',
  'bypass-code-accepted',
  'bypass-code-refused',
  'backup-codes-saved',
  'backup-codes-regenerated',
  'backup-codes-dropped',
  'trusted-device-added',
  'trusted-device-used',
  'trusted-device-refused',
  'trusted-device-stolen',
  'trusted-device-ended',
  'trusted-device-renamed',
  'trusted-device-revoked',
  'unknown-identity-seen',
  'account-connected',
  'account-disconnected',
  'account-approved',
  'challenge-cancelled',
  'invitation-dismissed',
  'statement-issued',
  'keycloak-session-ended',
  'test-message-sent',
  'bypass-code-issued',
  'reset',
  'unlocked',
  'sessions-revoked',
  'administration-refused',
  'policy-changed',
  'login-decided',
] as const

/** One kind of entry in the audit log. */
export type AuditKind = (typeof AUDIT_KINDS)[number]
/** One line of the audit log. Holds no secret, code or mail address. */
export interface AuditEvent {
  /** A time-ordered UUID. */
  readonly id: string
  readonly subjectKey: string
  readonly kind: AuditKind
  readonly at: number
  readonly origin: RequestOrigin
  /** What was decided and why, as plain JSON: outcome, reasons, method; `by`: the user id of the administrator who did it. */
  readonly details: Readonly<Record<string, string | number | boolean | readonly string[]>>
}
