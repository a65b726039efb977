import { EntitySchema } from 'typeorm'
import type { OutboxMessage } from '../../ports/store.js'
import { BIGINT, INT, KEY, nullable, primary, TEXT, UUID, WORD } from '../column-types.js'
import { integer, type Row, text } from '../row.js'

/** A mail of the outbox; its body goes once it is closed. */
export interface MessageRow {
  id: string
  subject_key: string
  sealed_body: string | null
  created_at: number
  next_try_at: number
  tries: number
  closed_at: number | null
  outcome: 'sent' | 'given-up' | null
}

export const MESSAGE = 'two_factor_message'

export const messageSchema = new EntitySchema<MessageRow>({
  name: 'TwoFactorMessage',
  tableName: MESSAGE,
  columns: {
    id: primary(UUID),
    subject_key: KEY,
    sealed_body: nullable(TEXT),
    created_at: BIGINT,
    next_try_at: BIGINT,
    tries: INT,
    closed_at: nullable(BIGINT),
    outcome: nullable(WORD),
  },
  indices: [{ name: 'two_factor_message_due', columns: ['closed_at', 'next_try_at'] }],
})

export function messageOf(row: Row): OutboxMessage {
  return {
    id: text(row, 'id'),
    subjectKey: text(row, 'subject_key'),
    sealedBody: text(row, 'sealed_body'),
    createdAt: integer(row, 'created_at'),
    nextTryAt: integer(row, 'next_try_at'),
    tries: integer(row, 'tries'),
  }
}

export function messageValues(message: OutboxMessage) {
  return {
    id: message.id,
    subject_key: message.subjectKey,
    sealed_body: message.sealedBody,
    created_at: message.createdAt,
    next_try_at: message.nextTryAt,
    tries: message.tries,
    closed_at: null,
    outcome: null,
  } satisfies MessageRow
}
