import type { Events } from '../ports/events.js'
import { startWorker, type Worker } from './worker.js'

const EVERY_MS = 2_000

/** Does what changes of policy have still to do, whichever process made them: mails, reminders, deletion. */
export function startPolicyJobs(ports: { events: Events; runPolicyJob: () => Promise<boolean> }): Worker {
  return startWorker('policy-jobs', EVERY_MS, ports.events, ports.runPolicyJob)
}
