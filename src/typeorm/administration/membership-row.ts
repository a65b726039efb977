import { EntitySchema } from 'typeorm'
import { KEY, LINE, primary } from '../column-types.js'

/** That a person belonged to a tenant when they last signed in: for reports and the log, never for a right. */
export interface MembershipRow {
  tenant_id: string
  subject_key: string
}

export const MEMBERSHIP = 'two_factor_membership'

export const membershipSchema = new EntitySchema<MembershipRow>({
  name: 'TwoFactorMembership',
  tableName: MEMBERSHIP,
  columns: { tenant_id: primary(LINE), subject_key: primary(KEY) },
  indices: [{ name: 'two_factor_membership_subject', columns: ['subject_key'] }],
})
