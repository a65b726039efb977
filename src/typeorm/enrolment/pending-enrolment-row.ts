import { EntitySchema } from 'typeorm'
import type { PendingEnrolment } from '../../domain/enrolment/enrolment.js'
import { BIGINT, KEY } from '../column-types.js'
import { integer, type Row, text } from '../row.js'
import { METHOD_COLUMNS, type MethodColumns, methodOf, methodValues } from './enrolment-row.js'

/** A set-up whose first code is not confirmed yet: at most one per subject, which is the primary key. */
export interface PendingEnrolmentRow extends MethodColumns {
  keycloak_session: string
  created_at: number
}

export const PENDING_ENROLMENT = 'two_factor_pending_enrolment'

export const pendingEnrolmentSchema = new EntitySchema<PendingEnrolmentRow>({
  name: 'TwoFactorPendingEnrolment',
  tableName: PENDING_ENROLMENT,
  columns: { ...METHOD_COLUMNS, keycloak_session: KEY, created_at: BIGINT },
  indices: [{ name: 'two_factor_pending_enrolment_created', columns: ['created_at'] }],
})

export function pendingEnrolmentOf(row: Row): PendingEnrolment {
  return { ...methodOf(row), keycloakSession: text(row, 'keycloak_session'), createdAt: integer(row, 'created_at') }
}

export function pendingEnrolmentValues(subjectKey: string, pending: PendingEnrolment) {
  return {
    ...methodValues(subjectKey, pending),
    keycloak_session: pending.keycloakSession,
    created_at: pending.createdAt,
  } satisfies PendingEnrolmentRow
}
