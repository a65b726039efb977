import { setTimeout as delay } from 'node:timers/promises'
import { expect } from 'chai'
import type { SyncRound } from '../../src/actions/policy-sync/sync-unattended.js'
import type { TwoFactorEvent } from '../../src/ports/events.js'
import { startPolicySync } from '../../src/workers/policy-sync.js'

const QUIET: SyncRound = { settled: 0, waiting: 0, missing: 0, failed: 0 }

describe('the worker that keeps policies in step', () => {
  let events: TwoFactorEvent[]
  const run = async (rounds: readonly (SyncRound | Error)[]) => {
    events = []
    let round = 0
    const worker = startPolicySync(
      {
        events: { emit: (event) => void events.push(event) },
        syncPolicies: async () => {
          const next = rounds[round++] ?? QUIET
          if (next instanceof Error) throw next
          return next
        },
      },
      1,
    )
    while (round < rounds.length) await delay(2)
    await worker.stop()
    return events.map((event) =>
      event.kind === 'policies-synchronized' ? `${event.settled} ${event.waiting}` : event.kind,
    )
  }

  it('says what it has done, and who waits, once', async () => {
    const waits = { ...QUIET, waiting: 2 }
    expect(await run([QUIET, QUIET])).to.deep.equal([])
    expect(await run([waits, waits, { ...waits, settled: 1 }, waits, QUIET, QUIET])).to.deep.equal([
      '0 2',
      '1 2',
      '0 0',
    ])
  })

  it('tells of a failure, and goes on', async () => {
    expect(await run([new Error('no answer'), { ...QUIET, settled: 3 }])).to.deep.equal(['worker-failed', '3 0'])
  })

  it('ends what is under way, and calls that no failure', async () => {
    events = []
    const worker = startPolicySync(
      {
        events: { emit: (event) => void events.push(event) },
        syncPolicies: (signal) =>
          new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
      },
      1,
    )
    await worker.stop()
    expect(events).to.deep.equal([])
  })
})
