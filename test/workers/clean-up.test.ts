import { expect } from 'chai'
import type { CleanUpLimits } from '../../src/ports/clean-up-limits.js'
import { startCleanUp } from '../../src/workers/clean-up.js'
import { startOutbox } from '../../src/workers/outbox.js'
import { memoryStore } from '../actions/memory-store.js'
import { NOON } from '../domain/sample-login.js'

const MINUTE = 60_000

describe('startCleanUp', () => {
  it('deletes by the database’s time: set-ups after 30 minutes, sessions at their end, readable codes after ten', async () => {
    const limits: CleanUpLimits[] = []
    const store = {
      ...memoryStore(),
      databaseTime: async () => NOON,
      cleanUp: async (given: CleanUpLimits) => void limits.push(given),
    }
    const clock = { now: () => 0, at: (time: number) => time + 1000, databaseNow: () => 0 }
    await startCleanUp({ store, clock, events: { emit: () => {} } }).stop()
    const now = NOON + 1000
    expect(limits).to.deep.equal([
      {
        pendingCreatedBefore: now - 30 * MINUTE,
        sessionsEndedBefore: now,
        backupCodesSavedBefore: now - 10 * MINUTE,
        messagesClosedBefore: now - 7 * 24 * 60 * MINUTE,
        codesSentBefore: now - 10 * MINUTE,
        logoutTokensEndedBefore: now,
        bypassCodesEndedBefore: now - 24 * 60 * 60_000,
        decisionsBefore: now - 30 * 24 * 60 * 60_000,
        trustedDevicesEndedBefore: now,
        policyJobsBefore: now - 400 * 24 * 60 * 60_000,
      },
    ])
  })
})

describe('startOutbox', () => {
  it('goes on at once until nothing is due', async () => {
    const left = [20, 20, 3, 0, 99]
    const claimed: number[] = []
    const deliver = async () => {
      claimed.push(left.shift() ?? 0)
      return claimed.at(-1) ?? 0
    }
    const outbox = startOutbox({ events: { emit: () => {} }, deliverMessages: deliver })
    await new Promise((resolve) => setTimeout(resolve, 10))
    await outbox.stop()
    expect(claimed).to.deep.equal([20, 20, 3, 0])
  })
})
