import { EntitySchema } from 'typeorm'
import type { AuditEvent, AuditKind } from '../../domain/administration/audit-event.js'
import { BIGINT, KEY, LINE, nullable, primary, TEXT, UUID, WORD } from '../column-types.js'
import { fitting, integer, type Row, text, textOrNull, unreadable, wordOf } from '../row.js'

/** One line of the audit log. */
export interface AuditEventRow {
  id: string
  subject_key: string
  kind: AuditKind
  at: number
  browser: string | null
  system: string | null
  address: string | null
  /** JSON. */
  details: string
}

export const AUDIT_EVENT = 'two_factor_audit_event'

export const auditEventSchema = new EntitySchema<AuditEventRow>({
  name: 'TwoFactorAuditEvent',
  tableName: AUDIT_EVENT,
  columns: {
    id: primary(UUID),
    subject_key: KEY,
    kind: WORD,
    at: BIGINT,
    browser: nullable(LINE),
    system: nullable(LINE),
    address: nullable(LINE),
    details: TEXT,
  },
  indices: [
    { name: 'two_factor_audit_event_subject', columns: ['subject_key', 'at'] },
    { name: 'two_factor_audit_event_at', columns: ['at'] },
    { name: 'two_factor_audit_event_kind', columns: ['kind', 'at'] },
  ],
})

const KINDS = {
  'set-up-postponed': true,
  'set-up-started': true,
  enabled: true,
  imported: true,
  'method-changed': true,
  'turned-off': true,
  'code-sent': true,
  'code-accepted': true,
  'code-refused': true,
  'backup-code-accepted': true,
  'backup-code-refused': true,
  'backup-codes-saved': true,
  'backup-codes-regenerated': true,
  'backup-codes-dropped': true,
  'trusted-device-added': true,
  'trusted-device-used': true,
  'trusted-device-refused': true,
  'trusted-device-stolen': true,
  'trusted-device-ended': true,
  'trusted-device-renamed': true,
  'trusted-device-revoked': true,
  'unknown-identity-seen': true,
  'account-connected': true,
  'account-disconnected': true,
  'account-approved': true,
  'challenge-cancelled': true,
  'invitation-dismissed': true,
  'statement-issued': true,
  'keycloak-session-ended': true,
  'test-message-sent': true,
  'bypass-code-accepted': true,
  'bypass-code-refused': true,
  'bypass-code-issued': true,
  reset: true,
  unlocked: true,
  'sessions-revoked': true,
  'administration-refused': true,
  'policy-changed': true,
  'login-decided': true,
} satisfies Record<AuditKind, true>

export function auditEventOf(row: Row): AuditEvent {
  return {
    id: text(row, 'id'),
    subjectKey: text(row, 'subject_key'),
    kind: wordOf(row, 'kind', KINDS),
    at: integer(row, 'at'),
    origin: {
      browser: textOrNull(row, 'browser'),
      system: textOrNull(row, 'system'),
      address: textOrNull(row, 'address'),
    },
    details: detailsOf(text(row, 'details')),
  }
}

export function auditEventValues({ id, subjectKey, kind, at, origin, details }: AuditEvent) {
  return {
    id,
    subject_key: subjectKey,
    kind,
    at,
    browser: fitting(origin.browser),
    system: fitting(origin.system),
    address: fitting(origin.address),
    details: JSON.stringify(details),
  } satisfies AuditEventRow
}

function detailsOf(json: string): AuditEvent['details'] {
  try {
    return JSON.parse(json)
  } catch {
    return unreadable('details')
  }
}
