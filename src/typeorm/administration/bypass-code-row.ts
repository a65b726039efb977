import { EntitySchema } from 'typeorm'
import type { BypassCode } from '../../domain/administration/bypass-code.js'
import { BIGINT, KEY, LINE, nullable, primary, UUID } from '../column-types.js'
import { integer, integerOrNull, type Row, text } from '../row.js'

/** The code that the help desk issued last: at most one per subject, which is the primary key. */
export interface BypassCodeRow {
  subject_key: string
  id: string
  hash: string
  key_id: string
  created_at: number
  ends_at: number
  used_at: number | null
}

export const BYPASS_CODE = 'two_factor_bypass_code'

export const bypassCodeSchema = new EntitySchema<BypassCodeRow>({
  name: 'TwoFactorBypassCode',
  tableName: BYPASS_CODE,
  columns: {
    subject_key: primary(KEY),
    id: UUID,
    hash: KEY,
    key_id: LINE,
    created_at: BIGINT,
    ends_at: BIGINT,
    used_at: nullable(BIGINT),
  },
  indices: [{ name: 'two_factor_bypass_code_ends', columns: ['ends_at'] }],
})

export function bypassCodeOf(row: Row): BypassCode {
  return {
    id: text(row, 'id'),
    hash: text(row, 'hash'),
    keyId: text(row, 'key_id'),
    createdAt: integer(row, 'created_at'),
    endsAt: integer(row, 'ends_at'),
    usedAt: integerOrNull(row, 'used_at'),
  }
}

export function bypassCodeValues(subjectKey: string, code: BypassCode) {
  return {
    subject_key: subjectKey,
    id: code.id,
    hash: code.hash,
    key_id: code.keyId,
    created_at: code.createdAt,
    ends_at: code.endsAt,
    used_at: code.usedAt,
  } satisfies BypassCodeRow
}
