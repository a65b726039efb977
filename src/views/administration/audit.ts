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

interface Entry {
  readonly event: AuditEvent
  readonly userId: string | null
}

/** The columns of the log as a file. */
export const AUDIT_COLUMNS = ['time', 'event', 'user_id', 'by', 'browser', 'system', 'address', 'details', 'id']

/** An entry as a line of that file. */
export function auditCells(entry: Entry): readonly Cell[] {
  const { time, event, userId, by, origin, details, id } = auditRecord(entry)
  return [time, event, userId, by, origin.browser, origin.system, origin.address, JSON.stringify(details), id]
}

/** An entry for programs, as one line of JSON; times in ISO 8601. */
export function auditRecord({ event, userId }: Entry) {
  const { id, at, kind, origin, details } = event
  const { by = null, ...rest } = details
  const time = new Date(at).toISOString()
  return { id, time, event: kind, userId, by: by === null ? null : String(by), origin, details: rest }
}
