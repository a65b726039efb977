import { EntitySchema } from 'typeorm'
import type { SentCode, SentCodePurpose } from '../../domain/challenge/sent-code.js'
import type { Channel } from '../../domain/messages/channel.js'
import { BIGINT, KEY, primary, WORD } from '../column-types.js'
import { CHANNEL_WORDS } from '../messages/channel-row.js'
import { integer, type Row, text, wordOf } from '../row.js'

/** A code that was sent: at most one for each login and purpose. */
export interface SentCodeRow {
  session_key: string
  purpose: SentCodePurpose
  subject_key: string
  hash: string
  channel: Channel
  destination: string
  sent_at: number
}

export const SENT_CODE = 'two_factor_challenge'

export const sentCodeSchema = new EntitySchema<SentCodeRow>({
  name: 'TwoFactorChallenge',
  tableName: SENT_CODE,
  columns: {
    session_key: primary(KEY),
    purpose: primary(WORD),
    subject_key: KEY,
    hash: KEY,
    channel: WORD,
    destination: KEY,
    sent_at: BIGINT,
  },
  indices: [
    { name: 'two_factor_challenge_subject', columns: ['subject_key'] },
    { name: 'two_factor_challenge_sent', columns: ['sent_at'] },
  ],
})

const PURPOSES = { 'sign-in': true, 'set-up': true, fresh: true } satisfies Record<SentCodePurpose, true>

export function sentCodeOf(row: Row): SentCode {
  return {
    sessionKey: text(row, 'session_key'),
    purpose: wordOf(row, 'purpose', PURPOSES),
    subjectKey: text(row, 'subject_key'),
    hash: text(row, 'hash'),
    channel: wordOf(row, 'channel', CHANNEL_WORDS),
    destination: text(row, 'destination'),
    sentAt: integer(row, 'sent_at'),
  }
}

export function sentCodeValues({ sessionKey, subjectKey, sentAt, ...rest }: SentCode) {
  const { purpose, hash, channel, destination } = rest
  return {
    session_key: sessionKey,
    purpose,
    subject_key: subjectKey,
    hash,
    channel,
    destination,
    sent_at: sentAt,
  } satisfies SentCodeRow
}
