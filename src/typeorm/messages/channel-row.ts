import { EntitySchema } from 'typeorm'
import type { Channel, ChannelTrouble } from '../../domain/messages/channel.js'
import { BIGINT, LINE, primary, WORD } from '../column-types.js'
import { fitting, integer, type Row, text, wordOf } from '../row.js'

/** A channel that did not take messages; there is no row for one that works. */
export interface ChannelRow {
  channel: Channel
  failing_since: number
  failed_at: number
  reason: string
}

export const CHANNEL = 'two_factor_channel'

export const channelSchema = new EntitySchema<ChannelRow>({
  name: 'TwoFactorChannel',
  tableName: CHANNEL,
  columns: { channel: primary(WORD), failing_since: BIGINT, failed_at: BIGINT, reason: LINE },
})

export const CHANNEL_WORDS = { email: true, sms: true } satisfies Record<Channel, true>

export function troubleOf(row: Row): ChannelTrouble {
  return {
    channel: wordOf(row, 'channel', CHANNEL_WORDS),
    since: integer(row, 'failing_since'),
    lastAt: integer(row, 'failed_at'),
    reason: text(row, 'reason'),
  }
}

export function troubleValues({ channel, since, lastAt, reason }: ChannelTrouble) {
  return { channel, failing_since: since, failed_at: lastAt, reason: fitting(reason) ?? '' } satisfies ChannelRow
}
