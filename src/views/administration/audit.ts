import { z } from 'zod'
import { AUDIT_KINDS, type AuditEvent } from '../../domain/administration/audit-event.js'
import type { Cell } from '../csv.js'
import { frame } from '../frame.js'
import type { Shown } from '../shown.js'
import { tenant, who } from './admin.js'
import { logEntry } from './person.js'

const name = z.string().nullable().describe('The display name; null where Keycloak does not know them any more')
const day = z.string().max(10).default('')

/** What may stand behind the `?` of the audit log; what is empty does not narrow. */
export const auditQuery = z.object({
  person: z
    .string('must be a text')
    .trim()
    .max(255, 'must be shorter')
    .default('')
    .describe('Name, address or user id'),
  kind: z
    .enum(['', ...AUDIT_KINDS], 'must be a kind of entry')
    .default('')
    .describe('One kind of entry'),
  from: day.describe('The first day, as 2026-11-25, in the zone of option `timeZone`'),
  to: day.describe('The last day'),
})

/** The same, and where a page begins. */
export const auditPageQuery = auditQuery.extend({
  after: z
    .string('must be a text')
    .regex(/^(\d{1,15}\.[0-9a-f-]{36})?$/, 'must be "next" of the page before')
    .default('')
    .describe('Where the page begins: `next` of the one before'),
})

/** The audit log, of the people of a tenant or of everybody, the newest first. */
export const adminAuditView = frame.extend({
  page: z.literal('admin-audit'),
  tenant: tenant.nullable().describe('Null: everybody of the realm'),
  filter: auditQuery,
  several: z.array(who).describe('People whom `person` may mean; where there are any, one of them has to be chosen'),
  entries: z.array(
    logEntry.extend({
      id: z.string(),
      person: z.object({ userId: z.string(), name }).nullable().describe('Whom the entry is about'),
      by: z.object({ userId: z.string(), name }).nullable().describe('The administrator who did it'),
    }),
  ),
  isFirst: z.boolean().describe('True for the page with the newest entries'),
  next: z.string().nullable().describe('`after` of the next page'),
})

/** The audit log. */
export type AdminAuditView = Shown<typeof adminAuditView>

/** The columns of the log as a file. */
export const AUDIT_COLUMNS = ['time', 'event', 'user_id', 'by', 'browser', 'system', 'address', 'details', 'id']

/** An entry as a line of that file. */
export function auditCells({ time, event, userId, by, origin, details, id }: AuditRecord): readonly Cell[] {
  return [time, event, userId, by, origin.browser, origin.system, origin.address, JSON.stringify(details), id]
}

/** An entry of the audit log, for programs. Holds no secret or code. */
export interface AuditRecord {
  readonly id: string
  /** ISO 8601, in UTC. */
  readonly time: string
  readonly event: AuditEvent['kind']
  /** Whom it is about; null for somebody whom the store does not know. */
  readonly userId: string | null
  /** The user id of the administrator who did it, or `command-line`; null where nobody else did. */
  readonly by: string | null
  readonly origin: AuditEvent['origin']
  /** What was decided and why. */
  readonly details: AuditEvent['details']
}

/** An entry as programs get it. */
export function auditRecord(entry: { readonly event: AuditEvent; readonly userId: string | null }): AuditRecord {
  const { id, at, kind, origin, details } = entry.event
  const { by = null, ...rest } = details
  return {
    ...{ id, time: new Date(at).toISOString(), event: kind, userId: entry.userId },
    ...{ by: by === null ? null : String(by), origin, details: rest },
  }
}
