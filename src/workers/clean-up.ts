import { READABLE_AFTER_SAVED_MS } from '../domain/backup-codes/backup-code.js'
import { SENT_CODE_MS } from '../domain/challenge/sent-code.js'
import { PENDING_MS } from '../domain/enrolment/enrolment.js'
import type { Clock } from '../ports/clock.js'
import type { Events } from '../ports/events.js'
import type { Store } from '../ports/store.js'
import { startWorker, type Worker } from './worker.js'

const EVERY_MS = 60_000

/** Sent messages, emptied, stay a week as a trace of what was sent when. */
const CLOSED_MESSAGES_MS = 7 * 24 * 60 * 60_000

/** A bypass code that has ended, or was used, stays a day to be told apart from a wrong one. */
const BYPASS_CODE_KEPT_MS = 24 * 60 * 60_000

/** Why somebody was, or was not, asked is kept for 30 days. */
const DECISIONS_KEPT_MS = 30 * 24 * 60 * 60_000

/** Longer than the roll-out of a policy may be announced ahead: within it nobody is told twice. */
const POLICY_JOBS_KEPT_MS = 400 * 24 * 60 * 60_000

/** Deletes every minute what has outlived its use, and erases the readable copies of saved backup codes. */
export function startCleanUp(ports: { store: Store; clock: Clock; events: Events }): Worker {
  return startWorker('clean-up', EVERY_MS, ports.events, async () => {
    const now = ports.clock.at(await ports.store.databaseTime())
    await ports.store.cleanUp({
      pendingCreatedBefore: now - PENDING_MS,
      sessionsEndedBefore: now,
      backupCodesSavedBefore: now - READABLE_AFTER_SAVED_MS,
      messagesClosedBefore: now - CLOSED_MESSAGES_MS,
      codesSentBefore: now - SENT_CODE_MS,
      logoutTokensEndedBefore: now,
      bypassCodesEndedBefore: now - BYPASS_CODE_KEPT_MS,
      decisionsBefore: now - DECISIONS_KEPT_MS,
      trustedDevicesEndedBefore: now,
      policyJobsBefore: now - POLICY_JOBS_KEPT_MS,
    })
    return false
  })
}
