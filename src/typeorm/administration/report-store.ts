import type { AuditFilter, AuditPlace, CoverageRow, ReportStore } from '../../ports/reports.js'
import { type Database, insert, marks, type Value } from '../database.js'
import { ENROLMENT, METHODS } from '../enrolment/enrolment-row.js'
import { integer, text, textOrNull, wordOf } from '../row.js'
import { SUBJECT } from '../sign-in/subject-row.js'
import { AUDIT_EVENT, auditEventOf, auditEventValues } from './audit-event-row.js'
import { MEMBERSHIP } from './membership-row.js'
import { readOverviews } from './read-overviews.js'
import { writeMemberships } from './write-memberships.js'

const PEOPLE = `SELECT \`key\`, user_id FROM ${SUBJECT} WHERE \`key\` > ? ORDER BY \`key\` LIMIT ?`

const METHOD_COUNTS = `SELECT method, COUNT(*) AS people FROM ${ENROLMENT} e`
const OF_TENANT = ` JOIN ${MEMBERSHIP} m ON m.subject_key = e.subject_key WHERE m.tenant_id = ?`

export function reportStore(database: Database): ReportStore {
  return {
    overviews: (subjectKeys) => database.ask((on) => readOverviews(on, subjectKeys)),

    auditLog: (filter, { after, limit }) =>
      database.ask(async (on) => {
        const { sql, values } = logSql(filter, after)
        const rows = await on.rows(sql, [...values, limit])
        return rows.map((row) => ({ event: auditEventOf(row), userId: textOrNull(row, 'user_id') }))
      }),

    countMethods: (tenant) =>
      database.ask(async (on) => {
        const sql = `${METHOD_COUNTS}${tenant === null ? '' : OF_TENANT} GROUP BY method`
        const rows = await on.rows(sql, tenant === null ? [] : [tenant])
        return Object.fromEntries(rows.map((row) => [wordOf(row, 'method', METHODS), integer(row, 'people')]))
      }),

    coverage: (after, limit) =>
      database.ask(async (on) => {
        const people = await on.rows(PEOPLE, [after ?? '', limit])
        const overviews = await readOverviews(
          on,
          people.map((row) => text(row, 'key')),
        )
        return overviews.map(
          (overview, index): CoverageRow => ({ ...overview, userId: text(people[index] ?? {}, 'user_id') }),
        )
      }),

    noteLogin: async (event, tenants) => {
      await database.transaction(async (on) => {
        await insert(on, AUDIT_EVENT, [auditEventValues(event)])
        await writeMemberships(on, event.subjectKey, tenants)
        return 'settled'
      })
    },
  }
}

/** Conditions are put together from what is wanted; every value is a parameter. */
function logSql(filter: AuditFilter, after: AuditPlace | null): { sql: string; values: readonly Value[] } {
  const { subjectKey, tenants, kind, from, before } = filter
  const wanted: [string, ...Value[]][] = []
  if (subjectKey !== undefined) wanted.push(['a.subject_key = ?', subjectKey])
  if (kind !== undefined) wanted.push(['a.kind = ?', kind])
  if (from !== undefined) wanted.push(['a.at >= ?', from])
  if (before !== undefined) wanted.push(['a.at < ?', before])
  if (after !== null) wanted.push(['(a.at < ? OR (a.at = ? AND a.id < ?))', after.at, after.at, after.id])
  if (tenants !== undefined) {
    const members = `SELECT 1 FROM ${MEMBERSHIP} m WHERE m.subject_key = a.subject_key AND m.tenant_id IN (${marks(tenants)})`
    wanted.push([tenants.length === 0 ? '1 = 0' : `EXISTS (${members})`, ...tenants])
  }
  const where = wanted.length === 0 ? '' : ` WHERE ${wanted.map(([condition]) => condition).join(' AND ')}`
  const log = `SELECT a.*, s.user_id FROM ${AUDIT_EVENT} a LEFT JOIN ${SUBJECT} s ON s.\`key\` = a.subject_key`
  return {
    sql: `${log}${where} ORDER BY a.at DESC, a.id DESC LIMIT ?`,
    values: wanted.flatMap(([, ...given]) => given),
  }
}
