import type { KeyStore, Resealed, SealedKind } from '../../ports/key-store.js'
import { BACKUP_CODE } from '../backup-codes/backup-code-row.js'
import type { Connection, Database } from '../database.js'
import { ENROLMENT } from '../enrolment/enrolment-row.js'
import { PENDING_ENROLMENT } from '../enrolment/pending-enrolment-row.js'
import { MESSAGE } from '../messages/message-row.js'
import { integer, text, textOrNull } from '../row.js'
import { SUBJECT } from '../sign-in/subject-row.js'

/** Where each kind is kept: its table, primary key and column. */
const PLACES = {
  enrolment: { table: ENROLMENT, key: 'subject_key', column: 'sealed_secret' },
  'pending-enrolment': { table: PENDING_ENROLMENT, key: 'subject_key', column: 'sealed_secret' },
  'backup-code': { table: BACKUP_CODE, key: 'id', column: 'sealed_code' },
  message: { table: MESSAGE, key: 'id', column: 'sealed_body' },
} satisfies Record<SealedKind, { table: string; key: string; column: string }>

/** One step along the index for each key id, where DISTINCT would read every row. */
const NEXT_KEY_ID = `SELECT MIN(key_id) AS key_id FROM ${BACKUP_CODE} WHERE key_id > ?`

const OWNERS =
  `SELECT o.subject_key, o.codes, s.issuer, s.user_id FROM (SELECT subject_key, COUNT(*) AS codes FROM ${BACKUP_CODE} ` +
  'WHERE key_id = ? AND subject_key > ? AND used_at IS NULL GROUP BY subject_key ORDER BY subject_key LIMIT ?) o ' +
  `JOIN ${SUBJECT} s ON s.\`key\` = o.subject_key ORDER BY o.subject_key`

export function keyStore(database: Database): KeyStore {
  return {
    sealedTexts: (kind, after, limit) =>
      database.ask(async (on) => {
        const { table, key, column } = PLACES[kind]
        // Rows whose text was erased are read too: to skip them in the database may take longer than a call may last.
        const rows = await on.rows(
          `SELECT \`${key}\` AS id, subject_key, ${column} AS sealed FROM ${table} WHERE \`${key}\` > ? ORDER BY \`${key}\` LIMIT ?`,
          [after ?? '', limit],
        )
        const texts = rows.flatMap((row) => {
          const sealed = textOrNull(row, 'sealed')
          return sealed === null ? [] : [{ id: text(row, 'id'), subjectKey: text(row, 'subject_key'), sealed }]
        })
        const last = rows.at(-1)
        return { texts, next: last === undefined || rows.length < limit ? null : text(last, 'id') }
      }),

    reseal: async (kind, texts) => {
      let replaced = 0
      // One commit for all of them: each by itself would wait for the disk each time.
      await database.transaction(async (on) => {
        replaced = 0
        for (const one of texts) replaced += await resealOne(on, kind, one)
        return 'settled'
      })
      return replaced
    },

    hashKeyIds: () =>
      database.ask(async (on) => {
        const ids: string[] = []
        for (;;) {
          const [row = {}] = await on.rows(NEXT_KEY_ID, [ids.at(-1) ?? ''])
          const id = textOrNull(row, 'key_id')
          if (id === null) return ids
          ids.push(id)
        }
      }),

    hashOwners: (keyId, after, limit) =>
      database.ask(async (on) =>
        (await on.rows(OWNERS, [keyId, after ?? '', limit])).map((row) => ({
          subject: { key: text(row, 'subject_key'), issuer: text(row, 'issuer'), userId: text(row, 'user_id') },
          codes: integer(row, 'codes'),
        })),
      ),
  }
}

function resealOne(on: Connection, kind: SealedKind, { id, from, to, hash }: Resealed): Promise<number> {
  const { table, key, column } = PLACES[kind]
  const where = `WHERE \`${key}\` = ? AND ${column} = ?`
  if (hash === undefined) return on.change(`UPDATE ${table} SET ${column} = ? ${where}`, [to, id, from])
  return on.change(`UPDATE ${table} SET ${column} = ?, hash = ?, key_id = ? ${where}`, [
    to,
    hash.hash,
    hash.keyId,
    id,
    from,
  ])
}
