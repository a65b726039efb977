import type { AuditEntry, AuditFilter, AuditPlace, CoverageRow, ReportStore } from '../../ports/reports.js'
import { type Database, insert, marks, type Value } from '../database.js'
import { ENROLMENT, METHODS } from '../enrolment/enrolment-row.js'
import { integer, type Row, text, textOrNull, wordOf } from '../row.js'
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
        const rows: Row[] = []
        for (const { sql, values } of logSql(filter, after)) rows.push(...(await on.rows(sql, [...values, limit])))
        const entries = rows.map((row) => ({ event: auditEventOf(row), userId: textOrNull(row, 'user_id') }))
        return entries.sort(newestFirst).slice(0, limit)
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

type Condition = readonly [string, ...Value[]]

/**
 * Conditions are put together from what is wanted; every value is a parameter. A change of policy belongs to the tenant
 * whose policy it is, whoever made it, so of tenants there are two questions, each with an index of its own.
 */
function logSql(filter: AuditFilter, after: AuditPlace | null): { sql: string; values: readonly Value[] }[] {
  const { subjectKey, tenants, kind, from, before } = filter
  const wanted: Condition[] = []
  if (subjectKey !== undefined) wanted.push(['a.subject_key = ?', subjectKey])
  if (kind !== undefined) wanted.push(['a.kind = ?', kind])
  if (from !== undefined) wanted.push(['a.at >= ?', from])
  if (before !== undefined) wanted.push(['a.at < ?', before])
  if (after !== null) wanted.push(['(a.at < ? OR (a.at = ? AND a.id < ?))', after.at, after.at, after.id])
  if (tenants === undefined) return [select(wanted)]
  if (tenants.length === 0) return []
  const members = `SELECT 1 FROM ${MEMBERSHIP} m WHERE m.subject_key = a.subject_key AND m.tenant_id IN (${marks(tenants)})`
  const ofPeople = select([...wanted, ["a.kind <> 'policy-changed'"], [`EXISTS (${members})`, ...tenants]])
  const starts = tenants.map((tenant) => `${JSON.stringify({ tenant }).slice(0, -1)},`)
  const isTheirs = starts.map(() => 'SUBSTR(a.details, 1, ?) = ?').join(' OR ')
  const given = starts.flatMap((start) => [[...start].length, start])
  const ofPolicies = select([...wanted, ["a.kind = 'policy-changed'"], [`(${isTheirs})`, ...given]])
  return kind === 'policy-changed' ? [ofPolicies] : kind === undefined ? [ofPeople, ofPolicies] : [ofPeople]
}

function select(wanted: readonly Condition[]): { sql: string; values: readonly Value[] } {
  const where = wanted.length === 0 ? '' : ` WHERE ${wanted.map(([condition]) => condition).join(' AND ')}`
  const log = `SELECT a.*, s.user_id FROM ${AUDIT_EVENT} a LEFT JOIN ${SUBJECT} s ON s.\`key\` = a.subject_key`
  return {
    sql: `${log}${where} ORDER BY a.at DESC, a.id DESC LIMIT ?`,
    values: wanted.flatMap(([, ...given]) => given),
  }
}

function newestFirst(one: AuditEntry, other: AuditEntry): number {
  return other.event.at - one.event.at || (other.event.id < one.event.id ? -1 : 1)
}
