import type { Effects } from '../ports/store.js'
import { AUDIT_EVENT, auditEventValues } from './administration/audit-event-row.js'
import { type Connection, insert } from './database.js'
import { MESSAGE, messageValues } from './messages/message-row.js'
import { POLICY_JOB, policyJobValues } from './tenant-policy/policy-job-row.js'

/** Writes what a verb commits along with its own change. */
export async function writeEffects(on: Connection, { audit, messages, policyJobs = [] }: Effects): Promise<void> {
  await insert(on, AUDIT_EVENT, audit.map(auditEventValues))
  await insert(on, MESSAGE, messages.map(messageValues))
  await insert(on, POLICY_JOB, policyJobs.map(policyJobValues))
}
