import { EntitySchema } from 'typeorm'
import { BIGINT, KEY, primary } from '../column-types.js'

/** Somebody who does not want to be invited any more. */
export interface InvitationRow {
  subject_key: string
  dismissed_at: number
}

export const INVITATION = 'two_factor_invitation'

export const invitationSchema = new EntitySchema<InvitationRow>({
  name: 'TwoFactorInvitation',
  tableName: INVITATION,
  columns: { subject_key: primary(KEY), dismissed_at: BIGINT },
})
