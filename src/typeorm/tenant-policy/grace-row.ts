import { EntitySchema } from 'typeorm'
import type { Grace } from '../../domain/tenant-policy/grace.js'
import { BIGINT, INT, KEY, LINE, nullable, primary, TEXT } from '../column-types.js'
import { integer, type Row, text, textOrNull } from '../row.js'

/** How far a person has used up the grace of a tenant. */
export interface GraceRow {
  subject_key: string
  tenant_id: string
  started_at: number
  logins: number
  last_login: string
  /** The logins before the last one, parted by blanks; null for none, in rows of an earlier version. */
  earlier_logins: string | null
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
    earlier_logins: nullable(TEXT),
  },
})

export function graceOf(row: Row): Grace {
  return {
    tenantId: text(row, 'tenant_id'),
    startedAt: integer(row, 'started_at'),
    logins: integer(row, 'logins'),
    spentBy: `${textOrNull(row, 'earlier_logins') ?? ''} ${text(row, 'last_login')}`.trimStart().split(' '),
  }
}

/** What a grace was spent for, as the columns hold it. */
export function spentColumns({ logins, spentBy }: Grace) {
  return { logins, last_login: spentBy.at(-1) ?? '', earlier_logins: spentBy.slice(0, -1).join(' ') }
}
