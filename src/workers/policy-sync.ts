import type { SyncRound } from '../actions/policy-sync/sync-unattended.js'
import type { Events } from '../ports/events.js'
import { startWorker, type Worker } from './worker.js'

/** What keeping policies in step by itself needs. */
export interface PolicySyncPorts {
  readonly events: Events
  readonly syncPolicies: (signal: AbortSignal) => Promise<SyncRound>
}

/** Keeps policies in step with Keycloak. Says so where something was done, or other tenants wait than before. */
export function startPolicySync({ events, syncPolicies }: PolicySyncPorts, everyMs: number): Pick<Worker, 'stop'> {
  const ending = new AbortController()
  let open = ''
  const worker = startWorker('policy-sync', everyMs, events, async () => {
    try {
      const round = await syncPolicies(ending.signal)
      const { settled, ...waiting } = round
      const isNews = settled > 0 || JSON.stringify(waiting) !== open
      const isQuiet = open === '' && Object.values(round).every((count) => count === 0)
      open = JSON.stringify(waiting)
      if (isNews && !isQuiet) events.emit({ kind: 'policies-synchronized', ...round })
    } catch (error) {
      if (!ending.signal.aborted) throw error
    }
    return false
  })
  return {
    async stop() {
      ending.abort()
      await worker.stop()
    },
  }
}
