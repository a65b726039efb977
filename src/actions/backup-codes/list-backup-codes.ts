import { areBackupCodesReadable, type BackupCode } from '../../domain/backup-codes/backup-code.js'
import type { Sealer } from '../../ports/crypto.js'
import type { Store } from '../../ports/store.js'
import type { Caller } from '../context.js'

/** The state of one backup code; `code` is null where it may not be shown any more. */
export interface ListedBackupCode {
  readonly code: string | null
  readonly usedAt: number | null
  readonly createdAt: number
}

/**
 * Lists the caller's backup codes with the state of each, readable until they were saved and ten minutes more; where the
 * policy says `always`, for good.
 */
export function listBackupCodes(ports: { store: Store; sealer: Sealer }) {
  return async (
    { subject }: Caller,
    { savedAt, readable: until, now }: { savedAt: number | null; readable: 'until-saved' | 'always'; now: number },
  ): Promise<readonly ListedBackupCode[]> => {
    const readable = until === 'always' || areBackupCodesReadable(savedAt, now)
    const codes = await ports.store.backupCodes(subject.key)
    return Promise.all(codes.map((code) => list(ports.sealer, subject.key, code, readable)))
  }
}

async function list(
  sealer: Sealer,
  subjectKey: string,
  code: BackupCode,
  readable: boolean,
): Promise<ListedBackupCode> {
  const { sealedCode, usedAt, createdAt } = code
  const text =
    readable && sealedCode !== null ? await sealer.open(sealedCode, { subjectKey, purpose: 'backup-code' }) : null
  return { code: text, usedAt, createdAt }
}
