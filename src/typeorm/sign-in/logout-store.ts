import type { KeycloakSessionEnd, LogoutStore } from '../../ports/store.js'
import { ATTEMPTS } from '../challenge/attempts-row.js'
import type { Connection, Database } from '../database.js'
import { writeEffects } from '../effects.js'
import { insertOnce } from '../insert-once.js'
import { LOGOUT_TOKEN, type LogoutTokenRow } from './logout-token-row.js'
import { SUBJECT } from './subject-row.js'
import { VERIFIED_SESSION } from './verified-session-row.js'

export function logoutStore(database: Database): LogoutStore {
  return {
    async endKeycloakSession(ending) {
      let end = 'nothing-to-end' as KeycloakSessionEnd
      await database.transaction(async (on) => {
        end = await endOn(on, ending)
        return end === 'replayed' ? 'moved' : 'settled'
      })
      return end
    },
  }
}

async function endOn(
  on: Connection,
  { logoutToken, subjectKey, keycloakSession, effects }: Parameters<LogoutStore['endKeycloakSession']>[0],
): Promise<KeycloakSessionEnd> {
  const row = { key: logoutToken.key, ends_at: logoutToken.endsAt } satisfies LogoutTokenRow
  if (!(await insertOnce(on, LOGOUT_TOKEN, row))) return 'replayed'
  // First of all the row that every judgement writes: one on another Galera node must meet this transaction in it.
  const touched = await on.change(`UPDATE ${ATTEMPTS} SET version = version + 1 WHERE subject_key = ?`, [subjectKey])
  if (touched === 0) return 'nothing-to-end'
  if ((await deleteSessions(on, subjectKey, keycloakSession)) === 0) return 'nothing-to-end'
  await on.change(`UPDATE ${SUBJECT} SET epoch = epoch + 1 WHERE \`key\` = ?`, [subjectKey])
  await writeEffects(on, effects)
  return 'ended'
}

function deleteSessions(on: Connection, subjectKey: string, keycloakSession: string | null): Promise<number> {
  const sql = `DELETE FROM ${VERIFIED_SESSION} WHERE subject_key = ?`
  if (keycloakSession === null) return on.change(sql, [subjectKey])
  return on.change(`${sql} AND keycloak_session = ?`, [subjectKey, keycloakSession])
}
