import { deliverMessages } from './actions/messages/deliver-messages.js'
import type { Core } from './compose-core.js'
import { composePolicies } from './compose-policies.js'
import { observe, traced } from './telemetry.js'
import { startCleanUp } from './workers/clean-up.js'
import { startOutbox } from './workers/outbox.js'
import { startPolicyJobs } from './workers/policy-jobs.js'
import { startPolicySync } from './workers/policy-sync.js'

/** What runs by itself. */
export interface Running {
  /** Ends it, and waits for what is under way. */
  stop(): Promise<void>
}

/** Starts what runs by itself. `policies`: how often policies are brought into step with Keycloak, in ms; undefined: never. */
export function startWorkers(core: Core, { policies }: { readonly policies?: number | undefined }): Running {
  const composed = composePolicies(core)
  // Composed first: it throws where the options do not suffice, and nothing must have been started then.
  const sync = policies === undefined ? null : { every: policies, ...composed.sync() }
  if (core.mailer === null) core.events.emit({ kind: 'mail-not-configured' })
  const outbox = startOutbox({ events: core.events, ...traced({ deliverMessages: deliverMessages(core) }) })
  const workers = [
    outbox,
    startCleanUp(core),
    startPolicyJobs({ ...core, ...composed }),
    ...(sync === null ? [] : [startPolicySync({ events: core.events, ...traced(sync) }, sync.every)]),
  ]
  core.pokes.add(outbox.poke)
  const unobserve = observe(core)
  return {
    async stop() {
      core.pokes.delete(outbox.poke)
      unobserve()
      await Promise.all(workers.map((worker) => worker.stop()))
    },
  }
}
