import { EntitySchema } from 'typeorm'
import { BIGINT, KEY, primary } from '../column-types.js'

/** A logout token that was spent. */
export interface LogoutTokenRow {
  key: string
  ends_at: number
}

export const LOGOUT_TOKEN = 'two_factor_logout_token'

export const logoutTokenSchema = new EntitySchema<LogoutTokenRow>({
  name: 'TwoFactorLogoutToken',
  tableName: LOGOUT_TOKEN,
  columns: { key: primary(KEY), ends_at: BIGINT },
  indices: [{ name: 'two_factor_logout_token_ends', columns: ['ends_at'] }],
})
