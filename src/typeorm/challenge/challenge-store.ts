import type { ChallengeStore } from '../../ports/store.js'
import { BYPASS_CODE } from '../administration/bypass-code-row.js'
import { BACKUP_CODE } from '../backup-codes/backup-code-row.js'
import { type Database, replace } from '../database.js'
import { writeEffects } from '../effects.js'
import { VERIFIED_SESSION, verifiedSessionValues } from '../sign-in/verified-session-row.js'
import { SENT_CODE, sentCodeOf, sentCodeValues } from './sent-code-row.js'
import { writeAttempts } from './write-attempts.js'
import { readSendCounts, spendSentCode, writeSendCount } from './write-sent-code.js'

const SENT = `SELECT * FROM ${SENT_CODE} WHERE session_key = ? AND purpose = ?`

const spendSql = (table: string) =>
  `UPDATE ${table} SET used_at = ? WHERE id = ? AND subject_key = ? AND used_at IS NULL`
const SPEND = spendSql(BACKUP_CODE)
const SPEND_BYPASS = spendSql(BYPASS_CODE)

export function challengeStore(database: Database): ChallengeStore {
  return {
    settle: (expected, { attempts, verifiedSession, spentBackupCode, spentBypassCode, spentSentCode, effects }) =>
      database.transaction(async (on) => {
        if (!(await writeAttempts(on, expected, attempts))) return 'moved'
        if (spentBackupCode !== undefined) {
          const { id, usedAt } = spentBackupCode
          if ((await on.change(SPEND, [usedAt, id, expected.subjectKey])) === 0) return 'moved'
        }
        if (spentBypassCode !== undefined) {
          const { id, usedAt } = spentBypassCode
          if ((await on.change(SPEND_BYPASS, [usedAt, id, expected.subjectKey])) === 0) return 'moved'
        }
        if (spentSentCode !== undefined && !(await spendSentCode(on, spentSentCode))) return 'moved'
        if (verifiedSession !== undefined) {
          await replace(on, VERIFIED_SESSION, verifiedSessionValues(verifiedSession))
        }
        await writeEffects(on, effects)
        return 'settled'
      }),

    sentCode: (sessionKey, purpose) =>
      database.ask(async (on) => {
        const [row] = await on.rows(SENT, [sessionKey, purpose])
        return row === undefined ? null : sentCodeOf(row)
      }),

    sendCounts: (keys) => database.ask((on) => readSendCounts(on, keys)),

    putSentCode: (code, { counts, effects }) =>
      database.transaction(async (on) => {
        for (const count of counts) if (!(await writeSendCount(on, count))) return 'moved'
        await replace(on, SENT_CODE, sentCodeValues(code))
        await writeEffects(on, effects)
        return 'settled'
      }),
  }
}
