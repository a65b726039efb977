import { noSendCount, type SendCount } from '../../domain/challenge/send-count.js'
import type { SentCode } from '../../domain/challenge/sent-code.js'
import { type Connection, insert, marks } from '../database.js'
import { isDuplicate } from '../store-errors.js'
import { SEND_COUNT, sendCountOf, sendCountValues } from './send-count-row.js'
import { SENT_CODE } from './sent-code-row.js'

const SPEND = `DELETE FROM ${SENT_CODE} WHERE session_key = ? AND purpose = ? AND hash = ?`

const COUNT =
  `UPDATE ${SEND_COUNT} SET version = version + 1, hour_started_at = ?, in_hour = ?, day_started_at = ?, in_day = ? ` +
  'WHERE `key` = ? AND version = ?'

/** Takes a sent code away. False where it is not the last one of its login any more. */
export async function spendSentCode(on: Connection, { sessionKey, purpose, hash }: SentCode): Promise<boolean> {
  return (await on.change(SPEND, [sessionKey, purpose, hash])) > 0
}

/** Writes a count by compare-and-set on its version. False where somebody else has counted. */
export async function writeSendCount(on: Connection, count: SendCount): Promise<boolean> {
  if (count.version > 0) {
    const { hourStartedAt, inHour, dayStartedAt, inDay, key, version } = count
    return (await on.change(COUNT, [hourStartedAt, inHour, dayStartedAt, inDay, key, version])) > 0
  }
  try {
    await insert(on, SEND_COUNT, [sendCountValues(count, 1)])
    return true
  } catch (error) {
    if (isDuplicate(error)) return false
    throw error
  }
}

/** The counts of some keys, in their order. */
export async function readSendCounts(on: Connection, keys: readonly string[]): Promise<readonly SendCount[]> {
  const rows = await on.rows(`SELECT * FROM ${SEND_COUNT} WHERE \`key\` IN (${marks(keys)})`, keys)
  const found = new Map(rows.map(sendCountOf).map((count) => [count.key, count]))
  return keys.map((key) => found.get(key) ?? noSendCount(key))
}
