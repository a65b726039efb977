import type { BackupCodeStore } from '../../ports/backup-code-store.js'
import { touchAttempts } from '../challenge/write-attempts.js'
import { type Database, marks } from '../database.js'
import { writeEffects } from '../effects.js'
import { ENROLMENT } from '../enrolment/enrolment-row.js'
import { BACKUP_CODE, backupCodeOf } from './backup-code-row.js'
import { writeBackupCodes } from './write-backup-codes.js'

const PROMPT_AGAIN = `UPDATE ${ENROLMENT} SET backup_codes_saved_at = NULL WHERE subject_key = ?`
const PROMPT_SETTLED = `UPDATE ${ENROLMENT} SET backup_codes_saved_at = ? WHERE subject_key = ? AND backup_codes_saved_at IS NULL AND EXISTS (SELECT 1 FROM ${BACKUP_CODE} WHERE subject_key = ? AND created_at = ?)`
const COPY_SAVED = `UPDATE ${BACKUP_CODE} SET saved_at = ? WHERE subject_key = ? AND sealed_code IS NOT NULL`

export function backupCodeStore(database: Database): BackupCodeStore {
  return {
    backupCodes: (subjectKey) =>
      database.ask(async (on) => {
        const rows = await on.rows(`SELECT * FROM ${BACKUP_CODE} WHERE subject_key = ? ORDER BY position`, [subjectKey])
        return rows.map(backupCodeOf)
      }),

    findBackupCode: (subjectKey, hashes) =>
      database.ask(async (on) => {
        if (hashes.length === 0) return null
        const [row] = await on.rows(
          `SELECT * FROM ${BACKUP_CODE} WHERE hash IN (${marks(hashes)}) AND subject_key = ?`,
          [...hashes, subjectKey],
        )
        return row === undefined ? null : backupCodeOf(row)
      }),

    replaceBackupCodes: (expected, { backupCodes, effects }) =>
      database.transaction(async (on) => {
        if (!(await touchAttempts(on, expected))) return 'moved'
        await writeBackupCodes(on, expected.subjectKey, backupCodes, null)
        await on.change(PROMPT_AGAIN, [expected.subjectKey])
        await writeEffects(on, effects)
        return 'settled'
      }),

    markBackupCodesSaved: async (subjectKey, { createdAt, savedAt, copiesStay, effects }) => {
      const settlement = await database.transaction(async (on) => {
        if ((await on.change(PROMPT_SETTLED, [savedAt, subjectKey, subjectKey, createdAt])) === 0) return 'moved'
        if (!copiesStay) await on.change(COPY_SAVED, [savedAt, subjectKey])
        await writeEffects(on, effects)
        return 'settled'
      })
      return settlement === 'settled'
    },
  }
}
