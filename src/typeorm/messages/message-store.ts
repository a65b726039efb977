import type { MessageStore, OutboxMessage } from '../../ports/store.js'
import { type Database, replace } from '../database.js'
import { integer } from '../row.js'
import { CHANNEL, troubleOf, troubleValues } from './channel-row.js'
import { MESSAGE, messageOf } from './message-row.js'

const DUE = `SELECT * FROM ${MESSAGE} WHERE closed_at IS NULL AND next_try_at <= ? ORDER BY next_try_at LIMIT ?`
const WAITING = `SELECT COUNT(*) AS waiting FROM ${MESSAGE} WHERE closed_at IS NULL`
const CLAIM = `UPDATE ${MESSAGE} SET tries = tries + 1, next_try_at = ? WHERE id = ? AND tries = ? AND closed_at IS NULL`
const CLOSE = `UPDATE ${MESSAGE} SET sealed_body = NULL, closed_at = ?, outcome = ? WHERE id = ? AND closed_at IS NULL`
const POSTPONE = `UPDATE ${MESSAGE} SET next_try_at = ? WHERE id = ? AND closed_at IS NULL`

export function messageStore(database: Database): MessageStore {
  return {
    claimMessages: async (now, leaseUntil, limit) => {
      const due = await database.ask(async (on) => (await on.rows(DUE, [now, limit])).map(messageOf))
      const claimed: OutboxMessage[] = []
      for (const message of due) {
        const won = await database.ask((on) => on.change(CLAIM, [leaseUntil, message.id, message.tries]))
        if (won > 0) claimed.push({ ...message, nextTryAt: leaseUntil, tries: message.tries + 1 })
      }
      return claimed
    },

    waitingMessages: () =>
      database.ask(async (on) => {
        const [row = {}] = await on.rows(WAITING, [])
        return integer(row, 'waiting')
      }),

    closeMessage: async (id, at, outcome) => {
      await database.ask((on) => on.change(CLOSE, [at, outcome, id]))
    },

    postponeMessage: async (id, nextTryAt) => {
      await database.ask((on) => on.change(POSTPONE, [nextTryAt, id]))
    },

    channelTroubles: () => database.ask(async (on) => (await on.rows(`SELECT * FROM ${CHANNEL}`, [])).map(troubleOf)),

    putChannelTrouble: async (trouble) => {
      await database.ask((on) => replace(on, CHANNEL, troubleValues(trouble)))
    },

    removeChannelTrouble: async (channel) => {
      await database.ask((on) => on.change(`DELETE FROM ${CHANNEL} WHERE channel = ?`, [channel]))
    },
  }
}
