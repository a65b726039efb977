import { EntitySchema } from 'typeorm'
import type { BypassGrant } from '../../domain/single-sign-on/identity.js'
import { BIGINT, KEY, primary } from '../column-types.js'
import type { Values } from '../database.js'
import { integer, type Row, text } from '../row.js'

/** A single sign-on that was let by, in one Keycloak session. */
export interface BypassGrantRow {
  keycloak_session: string
  subject_key: string
  identity: string
  session_started_at: number
  ends_at: number
}

export const BYPASS_GRANT = 'two_factor_bypass_grant'

export const bypassGrantSchema = new EntitySchema<BypassGrantRow>({
  name: 'TwoFactorBypassGrant',
  tableName: BYPASS_GRANT,
  columns: {
    keycloak_session: primary(KEY),
    subject_key: KEY,
    identity: KEY,
    session_started_at: BIGINT,
    ends_at: BIGINT,
  },
  indices: [
    { name: 'two_factor_bypass_grant_subject', columns: ['subject_key'] },
    { name: 'two_factor_bypass_grant_ends', columns: ['ends_at'] },
  ],
})

export function bypassGrantOf(row: Row): BypassGrant {
  return {
    keycloakSession: text(row, 'keycloak_session'),
    subjectKey: text(row, 'subject_key'),
    identity: text(row, 'identity'),
    sessionStartedAt: integer(row, 'session_started_at'),
    endsAt: integer(row, 'ends_at'),
  }
}

export function bypassGrantValues(grant: BypassGrant): Values {
  const row: BypassGrantRow = {
    keycloak_session: grant.keycloakSession,
    subject_key: grant.subjectKey,
    identity: grant.identity,
    session_started_at: grant.sessionStartedAt,
    ends_at: grant.endsAt,
  }
  return { ...row }
}
