import type { PolicyJobStore } from '../../ports/policy-job-store.js'
import type { OutboxMessage } from '../../ports/store.js'
import type { Database } from '../database.js'
import { writeEffects } from '../effects.js'
import { insertOnce } from '../insert-once.js'
import { POLICY_JOB, POLICY_JOB_PERSON, policyJobOf } from './policy-job-row.js'

const OPEN = `SELECT * FROM ${POLICY_JOB} WHERE next_at IS NOT NULL AND tenant_id = ? ORDER BY created_at, next_at`
const DUE = `SELECT * FROM ${POLICY_JOB} WHERE next_at <= ? ORDER BY next_at LIMIT 10`
const CLAIM = `UPDATE ${POLICY_JOB} SET next_at = ?, version = version + 1 WHERE id = ? AND version = ? AND next_at IS NOT NULL`
const ADVANCE = `UPDATE ${POLICY_JOB} SET members_seen = ?, next_at = ?, version = version + 1 WHERE id = ? AND version = ?`
const COUNT = `UPDATE ${POLICY_JOB} SET people_done = people_done + ? WHERE id = ?`

export function policyJobStore(database: Database): PolicyJobStore {
  return {
    policyJobs: (tenantId) => database.ask(async (on) => (await on.rows(OPEN, [tenantId])).map(policyJobOf)),

    claimPolicyJob: async (now, leaseUntil) => {
      const due = await database.ask(async (on) => (await on.rows(DUE, [now])).map(policyJobOf))
      for (const job of due) {
        const won = await database.ask((on) => on.change(CLAIM, [leaseUntil, job.id, job.version]))
        if (won > 0) return { ...job, nextAt: leaseUntil, version: job.version + 1 }
      }
      return null
    },

    advancePolicyJob: async ({ id, version }, { cursor, nextAt, done, messages }) => {
      let told: OutboxMessage[] = []
      const settlement = await database.transaction(async (on) => {
        told = []
        if ((await on.change(ADVANCE, [cursor, nextAt, id, version])) === 0) return 'moved'
        for (const message of messages) {
          const person = { job_id: id, subject_key: message.subjectKey, told_at: message.createdAt }
          if (await insertOnce(on, POLICY_JOB_PERSON, person)) told.push(message)
        }
        await on.change(COUNT, [told.length + done, id])
        await writeEffects(on, { audit: [], messages: told })
        return 'settled'
      })
      return settlement === 'settled' ? told.length : null
    },
  }
}
