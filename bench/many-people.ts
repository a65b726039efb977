import { createConnection } from 'mysql2/promise'
import { ScureBase32Plugin } from 'otplib'
import { sha256Identities } from '../src/crypto/identities.js'
import { systemRandom } from '../src/crypto/random.js'
import { joseSealer } from '../src/crypto/sealer.js'
import { type SecretKey, secretKeys } from '../src/crypto/secret-keys.js'
import { NO_ATTEMPTS } from '../src/domain/challenge/attempts.js'
import { DEFAULT_TOTP } from '../src/domain/enrolment/enrolment.js'
import { ATTEMPTS, attemptsValues } from '../src/typeorm/challenge/attempts-row.js'
import { ENROLMENT, enrolmentValues } from '../src/typeorm/enrolment/enrolment-row.js'
import { SUBJECT } from '../src/typeorm/sign-in/subject-row.js'
import { loginOf, SECRET_KEYS, secretOf } from './people.js'

const ROWS_AT_ONCE = 2_000

/**
 * Puts the people `first` to `first + count - 1` right into the tables, as fast as the database takes rows. Only those below
 * `real` (default: all) get a secret of their own; the others' sealed texts are copies, which nothing opens.
 */
export async function insertPeople(
  url: string,
  count: number,
  {
    first = 0,
    real = first + count,
    keys = SECRET_KEYS,
  }: { first?: number; real?: number; keys?: readonly SecretKey[] } = {},
): Promise<void> {
  const at = Date.now() - 3_600_000
  const identities = sha256Identities()
  const sealer = joseSealer(secretKeys(keys))
  const base32 = new ScureBase32Plugin()
  const random = systemRandom()
  // By primary key, as a database that has grown over years never gets them, but ten times as fast.
  const people = Array.from({ length: count }, (_, index) => {
    const { issuer, userId } = loginOf(first + index, at)
    return { person: first + index, ...identities.subject({ issuer, userId }) }
  }).sort((one, other) => (one.key < other.key ? -1 : 1))
  const copied = await sealer.seal('A'.repeat(32), { subjectKey: 'nobody', purpose: 'enrolment-secret' })
  const sealed = (person: number, subjectKey: string) =>
    person < real
      ? sealer.seal(base32.encode(secretOf(person), { padding: false }), { subjectKey, purpose: 'enrolment-secret' })
      : copied
  const connection = await createConnection(url)
  for (let from = 0; from < people.length; from += ROWS_AT_ONCE) {
    const some = people.slice(from, from + ROWS_AT_ONCE)
    const subjects = some.map(({ key, issuer, userId }) => {
      return { key, issuer, user_id: userId, locale: 'en', time_zone: null, epoch: 1, revoked_at: null }
    })
    const attempts = some.map(({ key }) => ({ subject_key: key, version: 1, ...attemptsValues(NO_ATTEMPTS) }))
    const enrolments = await Promise.all(
      some.map(async ({ person, key }) =>
        enrolmentValues(key, {
          id: random.id(at),
          method: 'totp',
          totp: DEFAULT_TOTP,
          sealedSecret: await sealed(person, key),
          confirmedAt: at,
          activeSince: at,
          backupCodesSavedAt: at,
        }),
      ),
    )
    await connection.query('START TRANSACTION')
    for (const [table, rows] of [
      [SUBJECT, subjects],
      [ATTEMPTS, attempts],
      [ENROLMENT, enrolments],
    ] as const) {
      const columns = Object.keys(rows[0] ?? {}).map((column) => `\`${column}\``)
      await connection.query(`INSERT INTO ${table} (${columns}) VALUES ?`, [rows.map((row) => Object.values(row))])
    }
    await connection.query('COMMIT')
  }
  await connection.end()
}
