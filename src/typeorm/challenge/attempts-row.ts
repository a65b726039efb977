import { EntitySchema } from 'typeorm'
import type { Attempts } from '../../domain/challenge/attempts.js'
import { BIGINT, INT, KEY, primary } from '../column-types.js'
import { integer, type Row } from '../row.js'

/** The counts of a subject; never deleted, so that nothing gives tries or time steps back. */
export interface AttemptsRow {
  subject_key: string
  version: number
  codes_wrong: number
  codes_locked_until: number
  recovery_wrong: number
  recovery_locked_until: number
  last_spent: number
}

export const ATTEMPTS = 'two_factor_attempts'

export const attemptsSchema = new EntitySchema<AttemptsRow>({
  name: 'TwoFactorAttempts',
  tableName: ATTEMPTS,
  columns: {
    subject_key: primary(KEY),
    version: INT,
    codes_wrong: INT,
    codes_locked_until: BIGINT,
    recovery_wrong: INT,
    recovery_locked_until: BIGINT,
    last_spent: BIGINT,
  },
})

export function attemptsOf(row: Row): Attempts {
  return {
    version: integer(row, 'version'),
    codes: { wrong: integer(row, 'codes_wrong'), lockedUntil: integer(row, 'codes_locked_until') },
    recovery: { wrong: integer(row, 'recovery_wrong'), lockedUntil: integer(row, 'recovery_locked_until') },
    lastSpent: integer(row, 'last_spent'),
  }
}

/** Without the version, which the database counts. */
export function attemptsValues({ codes, recovery, lastSpent }: Attempts) {
  return {
    codes_wrong: codes.wrong,
    codes_locked_until: codes.lockedUntil,
    recovery_wrong: recovery.wrong,
    recovery_locked_until: recovery.lockedUntil,
    last_spent: lastSpent,
  } satisfies Omit<AttemptsRow, 'subject_key' | 'version'>
}
