import { EntitySchema } from 'typeorm'
import type { Enrolment, Method, TotpParameters } from '../../domain/enrolment/enrolment.js'
import { BIGINT, INT, KEY, nullable, primary, TEXT, UUID, WORD } from '../column-types.js'
import { integer, integerOrNull, type Row, text, unreadable, wordOf } from '../row.js'

/** What an active and a pending enrolment have in common. */
export interface MethodColumns {
  subject_key: string
  id: string
  method: Method
  algorithm: TotpParameters['algorithm']
  digits: number
  period_seconds: number
  sealed_secret: string
}

/** A subject's one active method: the subject is the primary key. */
export interface EnrolmentRow extends MethodColumns {
  confirmed_at: number
  active_since: number
  backup_codes_saved_at: number | null
}

export const ENROLMENT = 'two_factor_enrolment'

export const METHOD_COLUMNS = {
  subject_key: primary(KEY),
  id: UUID,
  method: WORD,
  algorithm: WORD,
  digits: INT,
  period_seconds: INT,
  sealed_secret: TEXT,
}

export const enrolmentSchema = new EntitySchema<EnrolmentRow>({
  name: 'TwoFactorEnrolment',
  tableName: ENROLMENT,
  columns: {
    ...METHOD_COLUMNS,
    confirmed_at: BIGINT,
    active_since: BIGINT,
    backup_codes_saved_at: nullable(BIGINT),
  },
})

/** The methods, as the column holds them. */
export const METHODS = { totp: true, email: true, sms: true } satisfies Record<Method, true>
const ALGORITHMS = { sha1: true, sha256: true, sha512: true } satisfies Record<TotpParameters['algorithm'], true>

export function methodOf(row: Row) {
  const digits = integer(row, 'digits')
  if (digits !== 6 && digits !== 7 && digits !== 8) unreadable('digits')
  return {
    id: text(row, 'id'),
    method: wordOf(row, 'method', METHODS),
    totp: {
      algorithm: wordOf(row, 'algorithm', ALGORITHMS),
      digits,
      periodSeconds: integer(row, 'period_seconds'),
    } satisfies TotpParameters,
    sealedSecret: text(row, 'sealed_secret'),
  }
}

export function methodValues(
  subjectKey: string,
  { id, method, totp, sealedSecret }: Pick<Enrolment, 'id' | 'method' | 'totp' | 'sealedSecret'>,
) {
  return {
    subject_key: subjectKey,
    id,
    method,
    algorithm: totp.algorithm,
    digits: totp.digits,
    period_seconds: totp.periodSeconds,
    sealed_secret: sealedSecret,
  } satisfies MethodColumns
}

export function enrolmentOf(row: Row): Enrolment {
  return {
    ...methodOf(row),
    confirmedAt: integer(row, 'confirmed_at'),
    activeSince: integer(row, 'active_since'),
    backupCodesSavedAt: integerOrNull(row, 'backup_codes_saved_at'),
  }
}

export function enrolmentValues(subjectKey: string, enrolment: Enrolment) {
  return {
    ...methodValues(subjectKey, enrolment),
    confirmed_at: enrolment.confirmedAt,
    active_since: enrolment.activeSince,
    backup_codes_saved_at: enrolment.backupCodesSavedAt,
  } satisfies EnrolmentRow
}
