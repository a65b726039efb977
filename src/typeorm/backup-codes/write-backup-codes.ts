import type { BackupCode } from '../../domain/backup-codes/backup-code.js'
import { type Connection, insert } from '../database.js'
import { BACKUP_CODE, backupCodeValues } from './backup-code-row.js'

/** Puts new codes in the place of all old ones. */
export async function writeBackupCodes(
  on: Connection,
  subjectKey: string,
  codes: readonly BackupCode[],
  savedAt: number | null,
): Promise<void> {
  await on.change(`DELETE FROM ${BACKUP_CODE} WHERE subject_key = ?`, [subjectKey])
  const rows = codes.map((code) => backupCodeValues(subjectKey, code, savedAt))
  await insert(on, BACKUP_CODE, rows)
}
