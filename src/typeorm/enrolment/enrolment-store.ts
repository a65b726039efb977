import type { EnrolmentStore } from '../../ports/store.js'
import { BYPASS_CODE } from '../administration/bypass-code-row.js'
import { BACKUP_CODE } from '../backup-codes/backup-code-row.js'
import { writeBackupCodes } from '../backup-codes/write-backup-codes.js'
import { SENT_CODE } from '../challenge/sent-code-row.js'
import { touchAttempts, writeAttempts } from '../challenge/write-attempts.js'
import { spendSentCode } from '../challenge/write-sent-code.js'
import { type Connection, type Database, replace } from '../database.js'
import { writeEffects } from '../effects.js'
import { insertOnce } from '../insert-once.js'
import { raiseEpoch } from '../sign-in/raise-epoch.js'
import { VERIFIED_SESSION, verifiedSessionValues } from '../sign-in/verified-session-row.js'
import { BYPASS_GRANT } from '../single-sign-on/bypass-grant-row.js'
import { TRUSTED_DEVICE } from '../trusted-devices/trusted-device-row.js'
import { ENROLMENT, enrolmentValues } from './enrolment-row.js'
import { PENDING_ENROLMENT, pendingEnrolmentOf, pendingEnrolmentValues } from './pending-enrolment-row.js'
import { registerSubject } from './register-subject.js'

const ALL_THAT_GOES = [
  ENROLMENT,
  PENDING_ENROLMENT,
  BACKUP_CODE,
  BYPASS_CODE,
  SENT_CODE,
  TRUSTED_DEVICE,
  VERIFIED_SESSION,
  BYPASS_GRANT,
]

export function enrolmentStore(database: Database): EnrolmentStore {
  return {
    register: (subject, locale) => registerSubject(database, subject, locale),

    pendingEnrolment: (subjectKey) =>
      database.ask(async (on) => {
        const [row] = await on.rows(`SELECT * FROM ${PENDING_ENROLMENT} WHERE subject_key = ?`, [subjectKey])
        return row === undefined ? null : pendingEnrolmentOf(row)
      }),

    putPendingEnrolment: async (subjectKey, pending, effects) => {
      await database.transaction(async (on) => {
        await replace(on, PENDING_ENROLMENT, pendingEnrolmentValues(subjectKey, pending))
        await writeEffects(on, effects)
        return 'settled'
      })
    },

    activate: (expected, { pendingId, enrolment, attempts, backupCodes, verifiedSession, spentSentCode, effects }) =>
      database.transaction(async (on) => {
        const { subjectKey } = expected
        if (!(await writeAttempts(on, expected, attempts))) return 'moved'
        if (!(await takePending(on, subjectKey, pendingId))) return 'moved'
        if (spentSentCode !== undefined && !(await spendSentCode(on, spentSentCode))) return 'moved'
        if (!(await raiseEpoch(on, expected))) return 'moved'
        await replace(on, ENROLMENT, enrolmentValues(subjectKey, enrolment))
        if (backupCodes !== null) {
          await writeBackupCodes(on, subjectKey, backupCodes, enrolment.backupCodesSavedAt)
        }
        // A code sent for what was active before must not be right for what is active now.
        for (const table of [SENT_CODE, TRUSTED_DEVICE, VERIFIED_SESSION]) await deleteAll(on, table, subjectKey)
        await replace(on, VERIFIED_SESSION, verifiedSessionValues(verifiedSession))
        await writeEffects(on, effects)
        return 'settled'
      }),

    addEnrolment: (expected, { enrolment, backupCodes, effects }) =>
      database.transaction(async (on) => {
        const { subjectKey } = expected
        if (!(await touchAttempts(on, expected))) return 'moved'
        if (!(await raiseEpoch(on, expected))) return 'moved'
        if (!(await insertOnce(on, ENROLMENT, enrolmentValues(subjectKey, enrolment)))) return 'moved'
        await writeBackupCodes(on, subjectKey, backupCodes, enrolment.backupCodesSavedAt)
        await writeEffects(on, effects)
        return 'settled'
      }),

    turnOff: (expected, { revokedAt, effects }) =>
      database.transaction(async (on) => {
        // The version moves with the epoch: a judgement on another Galera node must meet this transaction in a row.
        if (!(await touchAttempts(on, expected))) return 'moved'
        if (!(await raiseEpoch(on, expected, revokedAt))) return 'moved'
        for (const table of ALL_THAT_GOES) await deleteAll(on, table, expected.subjectKey)
        await writeEffects(on, effects)
        return 'settled'
      }),
  }
}

async function takePending(on: Connection, subjectKey: string, id: string): Promise<boolean> {
  const sql = `DELETE FROM ${PENDING_ENROLMENT} WHERE subject_key = ? AND id = ?`
  return (await on.change(sql, [subjectKey, id])) > 0
}

const deleteAll = (on: Connection, table: string, subjectKey: string): Promise<number> =>
  on.change(`DELETE FROM ${table} WHERE subject_key = ?`, [subjectKey])
