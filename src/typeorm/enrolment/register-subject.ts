import { NO_ATTEMPTS } from '../../domain/challenge/attempts.js'
import type { Subject } from '../../domain/sign-in/login.js'
import type { Settlement } from '../../ports/store.js'
import { ATTEMPTS, attemptsValues } from '../challenge/attempts-row.js'
import type { Connection, Database } from '../database.js'
import { insertOnce } from '../insert-once.js'
import { fitting } from '../row.js'
import { SUBJECT } from '../sign-in/subject-row.js'

const KNOWN = `SELECT locale FROM ${SUBJECT} WHERE \`key\` = ?`

/** Makes sure of the subject's rows, and keeps the newest known language. Most calls are one read. */
export async function registerSubject(database: Database, subject: Subject, language: string | null): Promise<void> {
  const locale = fitting(language)
  const [known] = await database.ask((on) => on.rows(KNOWN, [subject.key]))
  if (known !== undefined && (locale === null || known.locale === locale)) return
  await database.transaction((on) => writeSubject(on, subject, locale))
}

async function writeSubject(
  on: Connection,
  { key, issuer, userId }: Subject,
  locale: string | null,
): Promise<Settlement> {
  await insertOnce(on, ATTEMPTS, { subject_key: key, version: NO_ATTEMPTS.version, ...attemptsValues(NO_ATTEMPTS) })
  const row = { key, issuer, user_id: userId, locale, time_zone: null, epoch: 0, revoked_at: null }
  if (!(await insertOnce(on, SUBJECT, row)) && locale !== null) {
    await on.change(`UPDATE ${SUBJECT} SET locale = ? WHERE \`key\` = ?`, [locale, key])
  }
  return 'settled'
}
