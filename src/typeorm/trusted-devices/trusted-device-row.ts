import { EntitySchema } from 'typeorm'
import type { TrustedDevice } from '../../domain/trusted-devices/trusted-device.js'
import { BIGINT, INT, KEY, LINE, nullable, primary, UUID } from '../column-types.js'
import { fitting, integer, integerOrNull, type Row, text, textOrNull } from '../row.js'

/** A browser that is not asked again for a while. */
export interface TrustedDeviceRow {
  id: string
  subject_key: string
  name: string | null
  browser: string
  system: string
  address: string | null
  counter: number
  hash: string
  previous_hash: string | null
  password_set_at: number | null
  created_at: number
  used_at: number
  ends_at: number
}

export const TRUSTED_DEVICE = 'two_factor_trusted_device'

export const trustedDeviceSchema = new EntitySchema<TrustedDeviceRow>({
  name: 'TwoFactorTrustedDevice',
  tableName: TRUSTED_DEVICE,
  columns: {
    id: primary(UUID),
    subject_key: KEY,
    name: nullable(LINE),
    browser: LINE,
    system: LINE,
    address: nullable(LINE),
    counter: INT,
    hash: KEY,
    previous_hash: nullable(KEY),
    password_set_at: nullable(BIGINT),
    created_at: BIGINT,
    used_at: BIGINT,
    ends_at: BIGINT,
  },
  indices: [
    { name: 'two_factor_trusted_device_subject', columns: ['subject_key'] },
    { name: 'two_factor_trusted_device_ends', columns: ['ends_at'] },
  ],
})

export function trustedDeviceOf(row: Row): TrustedDevice {
  return {
    id: text(row, 'id'),
    subjectKey: text(row, 'subject_key'),
    name: textOrNull(row, 'name'),
    browser: text(row, 'browser'),
    system: text(row, 'system'),
    address: textOrNull(row, 'address'),
    counter: integer(row, 'counter'),
    hash: text(row, 'hash'),
    previousHash: textOrNull(row, 'previous_hash'),
    passwordSetAt: integerOrNull(row, 'password_set_at'),
    createdAt: integer(row, 'created_at'),
    usedAt: integer(row, 'used_at'),
    endsAt: integer(row, 'ends_at'),
  }
}

export function trustedDeviceValues(device: TrustedDevice) {
  return {
    id: device.id,
    subject_key: device.subjectKey,
    name: fitting(device.name),
    browser: device.browser,
    system: device.system,
    address: fitting(device.address),
    counter: device.counter,
    hash: device.hash,
    previous_hash: device.previousHash,
    password_set_at: device.passwordSetAt,
    created_at: device.createdAt,
    used_at: device.usedAt,
    ends_at: device.endsAt,
  } satisfies TrustedDeviceRow
}
