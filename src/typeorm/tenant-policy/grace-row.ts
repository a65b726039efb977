import { EntitySchema } from 'typeorm'
import type { Grace } from '../../domain/tenant-policy/grace.js'
import { BIGINT, INT, KEY, LINE, primary } from '../column-types.js'
import { integer, type Row, text } from '../row.js'

/** How far a person has used up the grace of a tenant. */
export interface GraceRow {
  subject_key: string
  tenant_id: string
  started_at: number
  logins: number
  last_login: string
}

export const GRACE = 'two_factor_grace'

export const graceSchema = new EntitySchema<GraceRow>({
  name: 'TwoFactorGrace',
  tableName: GRACE,
  columns: {
    subject_key: primary(KEY),
    tenant_id: primary(LINE),
    started_at: BIGINT,
    logins: INT,
    last_login: KEY,
  },
})

export function graceOf(row: Row): Grace {
  return {
    tenantId: text(row, 'tenant_id'),
    startedAt: integer(row, 'started_at'),
    logins: integer(row, 'logins'),
    lastLogin: text(row, 'last_login'),
  }
}
