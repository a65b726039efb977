import { EntitySchema } from 'typeorm'
import type { SendCount } from '../../domain/challenge/send-count.js'
import { BIGINT, INT, KEY, primary } from '../column-types.js'
import { integer, type Row, text } from '../row.js'

/** How many codes were sent to a person, or to an address. */
export interface SendCountRow {
  key: string
  version: number
  hour_started_at: number
  in_hour: number
  day_started_at: number
  in_day: number
}

export const SEND_COUNT = 'two_factor_send_count'

export const sendCountSchema = new EntitySchema<SendCountRow>({
  name: 'TwoFactorSendCount',
  tableName: SEND_COUNT,
  columns: {
    key: primary(KEY),
    version: INT,
    hour_started_at: BIGINT,
    in_hour: INT,
    day_started_at: BIGINT,
    in_day: INT,
  },
  indices: [{ name: 'two_factor_send_count_day', columns: ['day_started_at'] }],
})

export function sendCountOf(row: Row): SendCount {
  return {
    key: text(row, 'key'),
    version: integer(row, 'version'),
    hourStartedAt: integer(row, 'hour_started_at'),
    inHour: integer(row, 'in_hour'),
    dayStartedAt: integer(row, 'day_started_at'),
    inDay: integer(row, 'in_day'),
  }
}

/** With the version that the row is to have. */
export function sendCountValues(count: SendCount, version: number) {
  return {
    key: count.key,
    version,
    hour_started_at: count.hourStartedAt,
    in_hour: count.inHour,
    day_started_at: count.dayStartedAt,
    in_day: count.inDay,
  } satisfies SendCountRow
}
