import type { AuditStore } from '../../ports/store.js'
import { type Database, insert } from '../database.js'
import { AUDIT_EVENT, auditEventOf, auditEventValues } from './audit-event-row.js'

const NEWEST_FIRST = `SELECT * FROM ${AUDIT_EVENT} WHERE subject_key = ? AND kind <> 'login-decided' ORDER BY at DESC, id DESC LIMIT ?`
const NEWEST_OF_KIND = `SELECT * FROM ${AUDIT_EVENT} WHERE subject_key = ? AND kind = ? ORDER BY at DESC, id DESC LIMIT 1`

export function auditStore(database: Database): AuditStore {
  return {
    addAuditEvent: async (event) => {
      await database.ask((on) => insert(on, AUDIT_EVENT, [auditEventValues(event)]))
    },

    auditEvents: (subjectKey, limit) =>
      database.ask(async (on) => (await on.rows(NEWEST_FIRST, [subjectKey, limit])).map(auditEventOf)),

    lastAuditEvent: (subjectKey, kind) =>
      database.ask(async (on) => {
        const [row] = await on.rows(NEWEST_OF_KIND, [subjectKey, kind])
        return row === undefined ? null : auditEventOf(row)
      }),
  }
}
