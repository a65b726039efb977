import { EntitySchema } from 'typeorm'
import type { Proof } from '../../domain/sign-in/mark.js'
import type { VerifiedSession } from '../../ports/store.js'
import { BIGINT, KEY, primary, WORD } from '../column-types.js'
import { integer, type Row, text, wordOf } from '../row.js'

/** A judged code of one Keycloak login. */
export interface VerifiedSessionRow {
  key: string
  subject_key: string
  keycloak_session: string
  proof: Proof
  judged_at: number
  ends_at: number
}

export const VERIFIED_SESSION = 'two_factor_verified_session'

export const verifiedSessionSchema = new EntitySchema<VerifiedSessionRow>({
  name: 'TwoFactorVerifiedSession',
  tableName: VERIFIED_SESSION,
  columns: {
    key: primary(KEY),
    subject_key: KEY,
    keycloak_session: KEY,
    proof: WORD,
    judged_at: BIGINT,
    ends_at: BIGINT,
  },
  indices: [
    { name: 'two_factor_verified_session_subject', columns: ['subject_key'] },
    { name: 'two_factor_verified_session_keycloak', columns: ['keycloak_session'] },
    { name: 'two_factor_verified_session_ends', columns: ['ends_at'] },
  ],
})

const PROOFS = {
  totp: true,
  email: true,
  sms: true,
  'backup-code': true,
  'bypass-code': true,
} satisfies Record<Proof, true>

export function verifiedSessionOf(row: Row, subjectKey: string): VerifiedSession {
  return {
    key: text(row, 'key'),
    subjectKey,
    keycloakSession: text(row, 'keycloak_session'),
    proof: wordOf(row, 'proof', PROOFS),
    judgedAt: integer(row, 'judged_at'),
    endsAt: integer(row, 'ends_at'),
  }
}

export function verifiedSessionValues(session: VerifiedSession) {
  return {
    key: session.key,
    subject_key: session.subjectKey,
    keycloak_session: session.keycloakSession,
    proof: session.proof,
    judged_at: session.judgedAt,
    ends_at: session.endsAt,
  } satisfies VerifiedSessionRow
}
