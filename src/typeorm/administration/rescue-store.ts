import type { RescueStore } from '../../ports/store.js'
import { touchAttempts, writeAttempts } from '../challenge/write-attempts.js'
import { type Database, replace } from '../database.js'
import { writeEffects } from '../effects.js'
import { raiseEpoch } from '../sign-in/raise-epoch.js'
import { VERIFIED_SESSION } from '../sign-in/verified-session-row.js'
import { BYPASS_GRANT } from '../single-sign-on/bypass-grant-row.js'
import { TRUSTED_DEVICE } from '../trusted-devices/trusted-device-row.js'
import { BYPASS_CODE, bypassCodeOf, bypassCodeValues } from './bypass-code-row.js'

export function rescueStore(database: Database): RescueStore {
  return {
    bypassCode: (subjectKey) =>
      database.ask(async (on) => {
        const [row] = await on.rows(`SELECT * FROM ${BYPASS_CODE} WHERE subject_key = ?`, [subjectKey])
        return row === undefined ? null : bypassCodeOf(row)
      }),

    putBypassCode: (expected, { bypassCode, attempts, effects }) =>
      database.transaction(async (on) => {
        if (!(await writeAttempts(on, expected, attempts))) return 'moved'
        await replace(on, BYPASS_CODE, bypassCodeValues(expected.subjectKey, bypassCode))
        await writeEffects(on, effects)
        return 'settled'
      }),

    revokeSessions: (expected, { revokedAt, effects }) =>
      database.transaction(async (on) => {
        if (!(await touchAttempts(on, expected))) return 'moved'
        if (!(await raiseEpoch(on, expected, revokedAt))) return 'moved'
        for (const table of [VERIFIED_SESSION, TRUSTED_DEVICE, BYPASS_GRANT]) {
          await on.change(`DELETE FROM ${table} WHERE subject_key = ?`, [expected.subjectKey])
        }
        await writeEffects(on, effects)
        return 'settled'
      }),
  }
}
