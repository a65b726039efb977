import { expect } from 'chai'
import type { OutboxMessage, Store } from '../../src/ports/store.js'
import { pokingStore } from '../../src/workers/poking-store.js'
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

describe('pokingStore', () => {
  for (const name of ['settle', 'activate', 'turnOff', 'replaceBackupCodes']) {
    it(`pokes after ${name} has committed a message, and only then`, async () => {
      let pokes = 0
      const poke = () => void pokes++
      await verbs(pokingStore(answering('moved'), poke), WITH_MAIL)[name]?.()
      await verbs(pokingStore(answering('settled'), poke), WITHOUT)[name]?.()
      expect(pokes).to.equal(0)
      expect(await verbs(pokingStore(answering('settled'), poke), WITH_MAIL)[name]?.()).to.equal('settled')
      expect(pokes).to.equal(1)
    })
  }

  it('leaves the store that it was given as it was', async () => {
    const store = memoryStore()
    const { settle } = store
    pokingStore(store, () => {})
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
    const store = pokingStore(new OwnStore() as unknown as Store, () => {})
    expect(await store.epoch('a')).to.equal(7)
    expect(await verbs(store, WITHOUT).settle?.()).to.equal('settled')
  })

  it('works on a store that is frozen', async () => {
    const store = pokingStore(Object.freeze(answering('settled')), () => {})
    expect(await verbs(store, WITHOUT).settle?.()).to.equal('settled')
  })
})
