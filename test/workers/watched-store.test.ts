import { expect } from 'chai'
import type { AuditEvent } from '../../src/domain/administration/audit-event.js'
import type { Effects, OutboxMessage, Store } from '../../src/ports/store.js'
import { auditEvent, pendingEnrolment } from '../../src/testing/store-contract/fixtures.js'
import { watchedStore } from '../../src/workers/watched-store.js'
import { memoryStore } from '../actions/memory-store.js'

const MAIL: OutboxMessage = { id: 'mail', subjectKey: 'a', sealedBody: '', createdAt: 0, nextTryAt: 0, tries: 0 }
const WITH_MAIL = { audit: [], messages: [MAIL] }
const WITHOUT = { audit: [], messages: [] }

/** Every verb that can put a message into the outbox, answering as told. */
function verbs(store: Store, effects: typeof WITH_MAIL | typeof WITHOUT): Record<string, () => Promise<unknown>> {
  const expected = { subjectKey: 'a', version: 0, epoch: 0 }
  return {
    settle: () => store.settle(expected, { effects } as never),
    activate: () => store.activate(expected, { effects } as never),
    turnOff: () => store.turnOff(expected, { revokedAt: 0, effects }),
    replaceBackupCodes: () => store.replaceBackupCodes(expected, { backupCodes: [], effects }),
  }
}

function answering(settlement: 'settled' | 'moved'): Store {
  const answer = async () => settlement
  return { ...memoryStore(), settle: answer, activate: answer, turnOff: answer, replaceBackupCodes: answer }
}

describe('watchedStore', () => {
  for (const name of ['settle', 'activate', 'turnOff', 'replaceBackupCodes']) {
    it(`tells what ${name} has committed, and only then`, async () => {
      const told: Effects[] = []
      const tell = (effects: Effects) => void told.push(effects)
      await verbs(watchedStore(answering('moved'), tell), WITH_MAIL)[name]?.()
      expect(told).to.deep.equal([])
      expect(await verbs(watchedStore(answering('settled'), tell), WITH_MAIL)[name]?.()).to.equal('settled')
      expect(told).to.deep.equal([WITH_MAIL])
    })
  }

  it('tells of effects wherever they stand, and of entries that come alone', async () => {
    const told: string[] = []
    const store = watchedStore(memoryStore(), ({ audit }) => told.push(...audit.map(({ kind }) => kind)))
    const subject = { key: 'a', issuer: 'i', userId: 'u' }
    const event = (kind: AuditEvent['kind']) => ({ ...auditEvent('a'), kind })
    await store.register(subject, null)
    await store.putPendingEnrolment('a', pendingEnrolment(), { audit: [event('set-up-started')], messages: [] })
    await store.addAuditEvent(event('challenge-cancelled'))
    const dismissal = { dismissedAt: 1, effects: { audit: [event('invitation-dismissed')], messages: [] } }
    expect(await store.dismissInvitation('a', dismissal)).to.equal(true)
    expect(await store.dismissInvitation('a', dismissal)).to.equal(false)
    expect(told).to.deep.equal(['set-up-started', 'challenge-cancelled', 'invitation-dismissed'])
  })

  it('leaves the store that it was given as it was', async () => {
    const store = memoryStore()
    const { settle } = store
    watchedStore(store, () => {})
    expect(store.settle).to.equal(settle)
  })

  it('works on a store that is a class with private fields', async () => {
    class OwnStore {
      #epochs = new Map([['a', 7]])
      async epoch(key: string) {
        return this.#epochs.get(key) ?? 0
      }
      async settle() {
        return this.#epochs.has('a') ? 'settled' : 'moved'
      }
    }
    const store = watchedStore(new OwnStore() as unknown as Store, () => {})
    expect(await store.epoch('a')).to.equal(7)
    expect(await verbs(store, WITHOUT).settle?.()).to.equal('settled')
  })

  it('works on a store that is frozen', async () => {
    const store = watchedStore(Object.freeze(answering('settled')), () => {})
    expect(await verbs(store, WITHOUT).settle?.()).to.equal('settled')
  })
})
