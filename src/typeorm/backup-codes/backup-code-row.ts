import { EntitySchema } from 'typeorm'
import type { BackupCode } from '../../domain/backup-codes/backup-code.js'
import { BIGINT, INT, KEY, LINE, nullable, primary, TEXT, UUID } from '../column-types.js'
import { integer, integerOrNull, type Row, text, textOrNull } from '../row.js'

/** One of a subject's ten. */
export interface BackupCodeRow {
  id: string
  subject_key: string
  position: number
  hash: string
  key_id: string
  sealed_code: string | null
  /** When the person kept the codes, for as long as the readable copy is still there: what the clean-up looks for. */
  saved_at: number | null
  created_at: number
  used_at: number | null
}

export const BACKUP_CODE = 'two_factor_backup_code'

export const backupCodeSchema = new EntitySchema<BackupCodeRow>({
  name: 'TwoFactorBackupCode',
  tableName: BACKUP_CODE,
  columns: {
    id: primary(UUID),
    subject_key: KEY,
    position: INT,
    hash: KEY,
    key_id: LINE,
    sealed_code: nullable(TEXT),
    saved_at: nullable(BIGINT),
    created_at: BIGINT,
    used_at: nullable(BIGINT),
  },
  indices: [
    { name: 'two_factor_backup_code_hash', columns: ['hash'], unique: true },
    { name: 'two_factor_backup_code_subject', columns: ['subject_key'] },
    { name: 'two_factor_backup_code_saved', columns: ['saved_at'] },
    { name: 'two_factor_backup_code_key', columns: ['key_id', 'subject_key', 'used_at'] },
  ],
})

export function backupCodeOf(row: Row): BackupCode {
  return {
    id: text(row, 'id'),
    position: integer(row, 'position'),
    hash: text(row, 'hash'),
    keyId: text(row, 'key_id'),
    sealedCode: textOrNull(row, 'sealed_code'),
    createdAt: integer(row, 'created_at'),
    usedAt: integerOrNull(row, 'used_at'),
  }
}

export function backupCodeValues(subjectKey: string, code: BackupCode, savedAt: number | null) {
  return {
    id: code.id,
    subject_key: subjectKey,
    position: code.position,
    hash: code.hash,
    key_id: code.keyId,
    sealed_code: code.sealedCode,
    saved_at: code.sealedCode === null ? null : savedAt,
    created_at: code.createdAt,
    used_at: code.usedAt,
  } satisfies BackupCodeRow
}
