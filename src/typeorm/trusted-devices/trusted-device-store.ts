import type { TrustedDeviceStore } from '../../ports/trusted-device-store.js'
import { ATTEMPTS } from '../challenge/attempts-row.js'
import { touchAttempts } from '../challenge/write-attempts.js'
import { type Connection, type Database, insert, marks } from '../database.js'
import { writeEffects } from '../effects.js'
import { fitting, text } from '../row.js'
import { SUBJECT } from '../sign-in/subject-row.js'
import { VERIFIED_SESSION } from '../sign-in/verified-session-row.js'
import { TRUSTED_DEVICE, trustedDeviceOf, trustedDeviceValues } from './trusted-device-row.js'

const ONE = `SELECT * FROM ${TRUSTED_DEVICE} WHERE id = ? AND subject_key = ?`
const ALL = `SELECT * FROM ${TRUSTED_DEVICE} WHERE subject_key = ? ORDER BY used_at DESC, id DESC`
const NEWEST_FIRST = `SELECT id FROM ${TRUSTED_DEVICE} WHERE subject_key = ? ORDER BY created_at DESC, id DESC`
const REVOKED = `UPDATE ${SUBJECT} SET epoch = epoch + 1, revoked_at = COALESCE(?, revoked_at) WHERE \`key\` = ?`
const REMOVE = `DELETE FROM ${TRUSTED_DEVICE} WHERE subject_key = ?`

// previous_hash comes first: MySQL and MariaDB read a column that the statement has set already as the new value.
const ROTATE =
  `UPDATE ${TRUSTED_DEVICE} SET previous_hash = hash, hash = ?, counter = counter + 1, used_at = ?, address = ? ` +
  'WHERE id = ? AND subject_key = ? AND counter = ?'

export function trustedDeviceStore(database: Database): TrustedDeviceStore {
  return {
    trustedDevice: (subjectKey, id) =>
      database.ask(async (on) => {
        const [row] = await on.rows(ONE, [id, subjectKey])
        return row === undefined ? null : trustedDeviceOf(row)
      }),

    trustedDevices: (subjectKey) => database.ask(async (on) => (await on.rows(ALL, [subjectKey])).map(trustedDeviceOf)),

    addTrustedDevice: (expected, { device, replacedId, most, effects }) =>
      database.transaction(async (on) => {
        if (!(await touchAttempts(on, expected))) return 'moved'
        if (replacedId !== null) await on.change(`${REMOVE} AND id = ?`, [expected.subjectKey, replacedId])
        await insert(on, TRUSTED_DEVICE, [trustedDeviceValues(device)])
        await removeOldest(on, expected.subjectKey, most)
        await writeEffects(on, effects)
        return 'settled'
      }),

    rotateTrustedDevice: ({ subjectKey, id, counter }, { hash, usedAt, address, effects }) =>
      database.transaction(async (on) => {
        const changed = await on.change(ROTATE, [hash, usedAt, fitting(address), id, subjectKey, counter])
        if (changed === 0) return 'moved'
        await writeEffects(on, effects)
        return 'settled'
      }),

    async renameTrustedDevice(subjectKey, id, { name, effects }) {
      const settlement = await database.transaction(async (on) => {
        // Asked for first: where the name stays as it is, MySQL counts no change.
        if ((await on.rows(ONE, [id, subjectKey])).length === 0) return 'moved'
        const sql = `UPDATE ${TRUSTED_DEVICE} SET name = ? WHERE id = ? AND subject_key = ?`
        await on.change(sql, [fitting(name), id, subjectKey])
        await writeEffects(on, effects)
        return 'settled'
      })
      return settlement === 'settled'
    },

    async endTrustedDevices(subjectKey, which, { endSessions, effects }) {
      let ended = 0
      await database.transaction(async (on) => {
        // First of all the row that every judgement writes: one on another Galera node must meet this transaction in it.
        await on.change(`UPDATE ${ATTEMPTS} SET version = version + 1 WHERE subject_key = ?`, [subjectKey])
        ended = await remove(on, subjectKey, which)
        if (ended === 0 && (which !== 'all' || endSessions === null)) return 'moved'
        if ((await on.change(REVOKED, [endSessions?.revokedAt ?? null, subjectKey])) === 0) return 'moved'
        if (endSessions !== null) {
          const sql = `DELETE FROM ${VERIFIED_SESSION} WHERE subject_key = ? AND \`key\` <> ?`
          await on.change(sql, [subjectKey, endSessions.except ?? ''])
        }
        await writeEffects(on, effects)
        return 'settled'
      })
      return ended
    },
  }
}

function remove(on: Connection, subjectKey: string, which: string | 'all'): Promise<number> {
  return which === 'all' ? on.change(REMOVE, [subjectKey]) : on.change(`${REMOVE} AND id = ?`, [subjectKey, which])
}

async function removeOldest(on: Connection, subjectKey: string, most: number): Promise<void> {
  const rows = await on.rows(NEWEST_FIRST, [subjectKey])
  const tooMany = rows.slice(most).map((row) => text(row, 'id'))
  if (tooMany.length > 0) await on.change(`${REMOVE} AND id IN (${marks(tooMany)})`, [subjectKey, ...tooMany])
}
