import type { AuditKind } from '../../domain/administration/audit-event.js'
import { NO_ATTEMPTS } from '../../domain/challenge/attempts.js'
import type { Overview } from '../../ports/reports.js'
import { ATTEMPTS, attemptsOf } from '../challenge/attempts-row.js'
import { type Connection, marks } from '../database.js'
import { ENROLMENT, METHODS } from '../enrolment/enrolment-row.js'
import { integer, type Row, text, wordOf } from '../row.js'
import { AUDIT_EVENT } from './audit-event-row.js'

/** What counts as having used a second factor. */
const USES: readonly AuditKind[] = ['code-accepted', 'backup-code-accepted', 'bypass-code-accepted', 'enabled']

/** Lists of a few lengths alone, so that a connection keeps a few prepared statements and not one for every length. */
const LENGTHS = [1, 10, 50, 500]

const statesSql = (keys: readonly string[]): string =>
  [
    'SELECT a.subject_key, a.version, a.codes_wrong, a.codes_locked_until, a.recovery_wrong, a.recovery_locked_until,',
    `a.last_spent, e.method, e.active_since FROM ${ATTEMPTS} a`,
    `LEFT JOIN ${ENROLMENT} e ON e.subject_key = a.subject_key WHERE a.subject_key IN (${marks(keys)})`,
  ].join(' ')

const usesSql = (keys: readonly string[]): string =>
  `SELECT subject_key, MAX(at) AS used_at FROM ${AUDIT_EVENT} WHERE subject_key IN (${marks(keys)}) AND kind IN (${marks(USES)}) GROUP BY subject_key`

/** The overviews of these people, in their order, by two statements. */
export async function readOverviews(on: Connection, subjectKeys: readonly string[]): Promise<readonly Overview[]> {
  const keys = padded(subjectKeys)
  if (keys.length === 0) return []
  const states = bySubject(await on.rows(statesSql(keys), keys))
  const uses = bySubject(await on.rows(usesSql(keys), [...keys, ...USES]))
  return subjectKeys.map((subjectKey) => overviewOf(subjectKey, states.get(subjectKey), uses.get(subjectKey)))
}

function overviewOf(subjectKey: string, state: Row | undefined, use: Row | undefined): Overview {
  const { codes, recovery } = state === undefined ? NO_ATTEMPTS : attemptsOf(state)
  const enrolment =
    state === undefined || state.method === null
      ? null
      : { method: wordOf(state, 'method', METHODS), activeSince: integer(state, 'active_since') }
  return { subjectKey, enrolment, codes, recovery, lastUsedAt: use === undefined ? null : integer(use, 'used_at') }
}

function bySubject(rows: readonly Row[]): Map<string, Row> {
  return new Map(rows.map((row) => [text(row, 'subject_key'), row]))
}

function padded(keys: readonly string[]): readonly string[] {
  const [first] = keys
  if (first === undefined) return []
  const length = LENGTHS.find((each) => each >= keys.length) ?? keys.length
  return [...keys, ...Array.from({ length: length - keys.length }, () => first)]
}
