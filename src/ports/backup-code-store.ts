import type { BackupCode } from '../domain/backup-codes/backup-code.js'
import type { Effects, Expected, Settlement } from './store.js'

/** Backup codes. */
export interface BackupCodeStore {
  /** The subject's ten, by position. */
  backupCodes(subjectKey: string): Promise<readonly BackupCode[]>
  /** The subject's code with one of these hashes, used or not: one indexed read. */
  findBackupCode(subjectKey: string, hashes: readonly string[]): Promise<BackupCode | null>
  /** Old codes die, the new ones come, and the prompt to keep them comes back. */
  replaceBackupCodes(
    expected: Expected,
    writes: { readonly backupCodes: readonly BackupCode[]; readonly effects: Effects },
  ): Promise<Settlement>
  /**
   * Notes that the person kept the codes that were made at `createdAt`: where others came since, those are not kept. True
   * where this was the first time; only then the effects are committed. Their readable copies are erased a while after,
   * unless `copiesStay`.
   */
  markBackupCodesSaved(
    subjectKey: string,
    writes: {
      readonly createdAt: number
      readonly savedAt: number
      readonly copiesStay: boolean
      readonly effects: Effects
    },
  ): Promise<boolean>
}
