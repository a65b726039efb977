import {
  BACKUP_CODE_BYTES,
  BACKUP_CODE_COUNT,
  type BackupCode,
  backupCodeFrom,
  parseBackupCode,
} from '../../domain/backup-codes/backup-code.js'
import type { KeyedHash, Random, Sealer } from '../../ports/crypto.js'

/** Makes ten new backup codes, each hashed for finding and sealed for showing until it is saved. */
export function newBackupCodes(
  { random, keyedHash, sealer }: { random: Random; keyedHash: KeyedHash; sealer: Sealer },
  subjectKey: string,
  createdAt: number,
): Promise<readonly BackupCode[]> {
  return Promise.all(
    Array.from({ length: BACKUP_CODE_COUNT }, async (_, position) => {
      const code = backupCodeFrom(random.bytes(BACKUP_CODE_BYTES))
      return {
        id: random.id(createdAt),
        position,
        ...keyedHash.hash('backup-code', parseBackupCode(code)),
        sealedCode: await sealer.seal(code, { subjectKey, purpose: 'backup-code' }),
        createdAt,
        usedAt: null,
      }
    }),
  )
}
