import type { Expected } from '../../ports/store.js'
import type { Connection } from '../database.js'
import { SUBJECT } from './subject-row.js'

/** Raises the subject's epoch, so that every mark is judged anew. False where it has moved. */
export async function raiseEpoch(
  on: Connection,
  { subjectKey, epoch }: Expected,
  revokedAt?: number,
): Promise<boolean> {
  const changed = await on.change(
    `UPDATE ${SUBJECT} SET epoch = epoch + 1, revoked_at = COALESCE(?, revoked_at) WHERE \`key\` = ? AND epoch = ?`,
    [revokedAt ?? null, subjectKey, epoch],
  )
  return changed > 0
}
