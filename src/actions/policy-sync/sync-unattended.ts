import { applySync } from './apply-sync.js'
import { planSync, type SyncPorts } from './plan-sync.js'

/** What a round of keeping policies in step came to, in numbers of tenants. */
export interface SyncRound {
  readonly settled: number
  /** They wait for somebody: a decision, the number of people who lose their settings, or another plan. */
  readonly waiting: number
  /** They have a policy, but no organization in Keycloak. */
  readonly missing: number
  readonly failed: number
}

/**
 * One round without anybody watching: everything that needs no decision is done. Nothing is weakened to off, whatever
 * Keycloak says. Ended by `signal`, it throws its reason, or does no further tenant.
 */
export function syncUnattended(ports: SyncPorts) {
  const plan = planSync(ports)
  const apply = applySync(ports)
  return async (issuer: string, signal: AbortSignal): Promise<SyncRound> => {
    const planned = await plan(issuer, { signal })
    const outcomes = await apply(issuer, planned, { signal })
    const count = (...wanted: string[]) => outcomes.filter(({ outcome }) => wanted.includes(outcome)).length
    return {
      settled: count('settled', 'partly'),
      // What somebody changes at this moment, another process perhaps, is looked at in the next round.
      waiting: count('waiting', 'partly', 'unconfirmed', 'refused'),
      missing: planned.missing.length,
      failed: count('failed'),
    }
  }
}
