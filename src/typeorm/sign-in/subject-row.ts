import { EntitySchema } from 'typeorm'
import { BIGINT, INT, KEY, LINE, nullable, primary, TEXT } from '../column-types.js'

/** A person; never deleted, so that an epoch never comes back. */
export interface SubjectRow {
  key: string
  issuer: string
  user_id: string
  locale: string | null
  time_zone: string | null
  epoch: number
  revoked_at: number | null
}

export const SUBJECT = 'two_factor_subject'

export const subjectSchema = new EntitySchema<SubjectRow>({
  name: 'TwoFactorSubject',
  tableName: SUBJECT,
  columns: {
    key: primary(KEY),
    issuer: TEXT,
    user_id: TEXT,
    locale: nullable(LINE),
    time_zone: nullable(LINE),
    epoch: INT,
    revoked_at: nullable(BIGINT),
  },
})
