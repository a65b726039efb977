import type { SingleSignOnStore } from '../../ports/single-sign-on-store.js'
import { ATTEMPTS } from '../challenge/attempts-row.js'
import { type Database, replace } from '../database.js'
import { writeEffects } from '../effects.js'
import { insertOnce } from '../insert-once.js'
import { SUBJECT } from '../sign-in/subject-row.js'
import { BYPASS_GRANT, bypassGrantOf, bypassGrantValues } from './bypass-grant-row.js'
import { knownIdentityOf, knownIdentityValues, TRUSTED_IDENTITY } from './trusted-identity-row.js'

const IDENTITY = `SELECT * FROM ${TRUSTED_IDENTITY} WHERE \`key\` = ? AND subject_key = ?`
const IDENTITIES = `SELECT * FROM ${TRUSTED_IDENTITY} WHERE subject_key = ? ORDER BY \`key\``
const GRANT = `SELECT * FROM ${BYPASS_GRANT} WHERE keycloak_session = ? AND subject_key = ?`

export function singleSignOnStore(database: Database): SingleSignOnStore {
  return {
    knownIdentity: (subjectKey, key) =>
      database.ask(async (on) => {
        const [row] = await on.rows(IDENTITY, [key, subjectKey])
        return row === undefined ? null : knownIdentityOf(row)
      }),

    knownIdentities: (subjectKey) =>
      database.ask(async (on) => (await on.rows(IDENTITIES, [subjectKey])).map(knownIdentityOf)),

    async noteIdentity(identity, effects) {
      const settlement = await database.transaction(async (on) => {
        if (!(await insertOnce(on, TRUSTED_IDENTITY, knownIdentityValues(identity)))) return 'moved'
        await writeEffects(on, effects)
        return 'settled'
      })
      return settlement === 'settled'
    },

    async trustIdentity(identity, effects) {
      await database.transaction(async (on) => {
        await replace(on, TRUSTED_IDENTITY, knownIdentityValues(identity))
        await writeEffects(on, effects)
        return 'settled'
      })
    },

    async forgetIdentity(subjectKey, key, effects) {
      await database.transaction(async (on) => {
        // The version moves with the epoch: a judgement on another Galera node must meet this transaction in a row.
        await on.change(`UPDATE ${ATTEMPTS} SET version = version + 1 WHERE subject_key = ?`, [subjectKey])
        await on.change(`UPDATE ${SUBJECT} SET epoch = epoch + 1 WHERE \`key\` = ?`, [subjectKey])
        await on.change(`DELETE FROM ${TRUSTED_IDENTITY} WHERE \`key\` = ? AND subject_key = ?`, [key, subjectKey])
        await on.change(`DELETE FROM ${BYPASS_GRANT} WHERE identity = ? AND subject_key = ?`, [key, subjectKey])
        await writeEffects(on, effects)
        return 'settled'
      })
    },

    bypassGrant: (subjectKey, keycloakSession) =>
      database.ask(async (on) => {
        const [row] = await on.rows(GRANT, [keycloakSession, subjectKey])
        return row === undefined ? null : bypassGrantOf(row)
      }),

    async grantBypass(grant) {
      await database.ask((on) => replace(on, BYPASS_GRANT, bypassGrantValues(grant)))
    },
  }
}
