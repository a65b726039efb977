import { EntitySchema } from 'typeorm'
import type { IdentityTrust, KnownIdentity } from '../../domain/single-sign-on/identity.js'
import { BIGINT, KEY, LINE, primary, WORD } from '../column-types.js'
import type { Values } from '../database.js'
import { integer, type Row, text, wordOf } from '../row.js'

/** An account at an identity provider: seen, or trusted. */
export interface TrustedIdentityRow {
  key: string
  subject_key: string
  provider: string
  trust: string
  since: number
}

export const TRUSTED_IDENTITY = 'two_factor_trusted_identity'

export const trustedIdentitySchema = new EntitySchema<TrustedIdentityRow>({
  name: 'TwoFactorTrustedIdentity',
  tableName: TRUSTED_IDENTITY,
  columns: { key: primary(KEY), subject_key: KEY, provider: LINE, trust: WORD, since: BIGINT },
  indices: [{ name: 'two_factor_trusted_identity_subject', columns: ['subject_key'] }],
})

const TRUSTS: Readonly<Record<IdentityTrust, true>> = { none: true, connected: true, approved: true }

export function knownIdentityOf(row: Row): KnownIdentity {
  return {
    key: text(row, 'key'),
    subjectKey: text(row, 'subject_key'),
    provider: text(row, 'provider'),
    trust: wordOf(row, 'trust', TRUSTS),
    since: integer(row, 'since'),
  }
}

export function knownIdentityValues({ key, subjectKey, provider, trust, since }: KnownIdentity): Values {
  const row: TrustedIdentityRow = { key, subject_key: subjectKey, provider, trust, since }
  return { ...row }
}
