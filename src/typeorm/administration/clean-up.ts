import type { CleanUpLimits } from '../../ports/clean-up-limits.js'
import { BACKUP_CODE } from '../backup-codes/backup-code-row.js'
import { SEND_COUNT } from '../challenge/send-count-row.js'
import { SENT_CODE } from '../challenge/sent-code-row.js'
import { type Database, marks } from '../database.js'
import { PENDING_ENROLMENT } from '../enrolment/pending-enrolment-row.js'
import { MESSAGE } from '../messages/message-row.js'
import { text } from '../row.js'
import { LOGOUT_TOKEN } from '../sign-in/logout-token-row.js'
import { VERIFIED_SESSION } from '../sign-in/verified-session-row.js'
import { BYPASS_GRANT } from '../single-sign-on/bypass-grant-row.js'
import { POLICY_JOB, POLICY_JOB_PERSON } from '../tenant-policy/policy-job-row.js'
import { TRUSTED_DEVICE } from '../trusted-devices/trusted-device-row.js'
import { AUDIT_EVENT } from './audit-event-row.js'
import { BYPASS_CODE } from './bypass-code-row.js'

const BATCH = 500

/** A count speaks of the day that is running. */
const DAY_MS = 24 * 60 * 60_000

/** Deletes what has outlived its use, in short statements that hold up nobody, and erases readable backup codes. */
export async function cleanUp(database: Database, limits: CleanUpLimits): Promise<void> {
  const erase = `UPDATE ${BACKUP_CODE} SET sealed_code = NULL, saved_at = NULL`
  await inBatches(database, remove(PENDING_ENROLMENT), 'subject_key', 'created_at', limits.pendingCreatedBefore)
  await inBatches(database, remove(VERIFIED_SESSION), 'key', 'ends_at', limits.sessionsEndedBefore)
  await inBatches(database, { table: BACKUP_CODE, change: erase }, 'id', 'saved_at', limits.backupCodesSavedBefore)
  await inBatches(database, remove(BYPASS_GRANT), 'keycloak_session', 'ends_at', limits.sessionsEndedBefore)
  await inBatches(database, remove(MESSAGE), 'id', 'closed_at', limits.messagesClosedBefore)
  await inBatches(database, remove(SENT_CODE), 'session_key', 'sent_at', limits.codesSentBefore)
  await inBatches(database, remove(SEND_COUNT), 'key', 'day_started_at', limits.codesSentBefore - DAY_MS)
  await inBatches(database, remove(BYPASS_CODE), 'subject_key', 'ends_at', limits.bypassCodesEndedBefore)
  await inBatches(database, remove(AUDIT_EVENT, "kind = 'login-decided'"), 'id', 'at', limits.decisionsBefore)
  await inBatches(database, remove(LOGOUT_TOKEN), 'key', 'ends_at', limits.logoutTokensEndedBefore)
  await inBatches(database, remove(TRUSTED_DEVICE), 'id', 'ends_at', limits.trustedDevicesEndedBefore)
  await inBatches(database, remove(POLICY_JOB, 'next_at IS NULL'), 'id', 'created_at', limits.policyJobsBefore)
  await inBatches(database, remove(POLICY_JOB_PERSON), 'subject_key', 'told_at', limits.policyJobsBefore)
}

const remove = (table: string, only = '1 = 1') => ({ table, change: `DELETE FROM ${table}`, only })

/** The condition is asked again with the change: what was written anew in between stays. */
async function inBatches(
  database: Database,
  { table, change, only = '1 = 1' }: { table: string; change: string; only?: string },
  key: string,
  column: string,
  before: number,
): Promise<void> {
  for (;;) {
    const found = await database.ask((on) =>
      on.rows(`SELECT \`${key}\` FROM ${table} WHERE ${only} AND ${column} < ? LIMIT ${BATCH}`, [before]),
    )
    const keys = found.map((row) => text(row, key))
    if (keys.length > 0) {
      const sql = `${change} WHERE \`${key}\` IN (${marks(keys)}) AND ${column} < ?`
      await database.ask((on) => on.change(sql, [...keys, before]))
    }
    if (keys.length < BATCH) return
  }
}
