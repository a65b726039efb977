import { NO_ATTEMPTS } from '../../domain/challenge/attempts.js'
import type { SignInStore, SubjectState } from '../../ports/store.js'
import { ATTEMPTS, attemptsOf } from '../challenge/attempts-row.js'
import { touchAttempts } from '../challenge/write-attempts.js'
import { type Database, replace } from '../database.js'
import { ENROLMENT, enrolmentOf } from '../enrolment/enrolment-row.js'
import { integer, integerOrNull, type Row } from '../row.js'
import { SUBJECT } from './subject-row.js'
import { VERIFIED_SESSION, verifiedSessionOf, verifiedSessionValues } from './verified-session-row.js'

const EPOCH = `SELECT epoch FROM ${SUBJECT} WHERE \`key\` = ?`

/** Every table by its primary key, in one statement that has a row for somebody unknown too. */
const stateSql = (now: string): string =>
  [
    `SELECT ${now} AS database_time, s.epoch, s.revoked_at,`,
    'a.version, a.codes_wrong, a.codes_locked_until, a.recovery_wrong, a.recovery_locked_until, a.last_spent,',
    'e.id, e.method, e.algorithm, e.digits, e.period_seconds, e.sealed_secret, e.confirmed_at, e.active_since,',
    'e.backup_codes_saved_at, v.`key`, v.keycloak_session, v.proof, v.judged_at, v.ends_at',
    `FROM (SELECT 1 AS one) AS base LEFT JOIN ${SUBJECT} s ON s.\`key\` = ?`,
    `LEFT JOIN ${ATTEMPTS} a ON a.subject_key = s.\`key\``,
    `LEFT JOIN ${ENROLMENT} e ON e.subject_key = s.\`key\``,
    `LEFT JOIN ${VERIFIED_SESSION} v ON v.\`key\` = ? AND v.subject_key = s.\`key\``,
  ].join(' ')

export function signInStore(database: Database): SignInStore {
  const state = stateSql(database.now)
  return {
    epoch: (subjectKey) =>
      database.ask(async (on) => {
        const [row] = await on.rows(EPOCH, [subjectKey])
        return row === undefined ? 0 : integer(row, 'epoch')
      }),

    load: (subjectKey, sessionKey) =>
      database.ask(async (on) => {
        const [row = {}] = await on.rows(state, [subjectKey, sessionKey])
        return stateOf(row, subjectKey)
      }),

    addVerifiedSession: (expected, session) =>
      database.transaction(async (on) => {
        if (!(await touchAttempts(on, expected))) return 'moved'
        await replace(on, VERIFIED_SESSION, verifiedSessionValues(session))
        return 'settled'
      }),
  }
}

function stateOf(row: Row, subjectKey: string): SubjectState {
  const databaseTime = integer(row, 'database_time')
  if (row.epoch === null) {
    return {
      databaseTime,
      epoch: 0,
      revokedAt: null,
      attempts: NO_ATTEMPTS,
      enrolment: null,
      verifiedSession: null,
    }
  }
  return {
    databaseTime,
    epoch: integer(row, 'epoch'),
    revokedAt: integerOrNull(row, 'revoked_at'),
    attempts: attemptsOf(row),
    enrolment: row.id === null ? null : enrolmentOf(row),
    verifiedSession: row.key === null ? null : verifiedSessionOf(row, subjectKey),
  }
}
