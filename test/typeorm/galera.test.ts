import { setTimeout as delay } from 'node:timers/promises'
import { expect } from 'chai'
import { createDatabase } from '../../dev/database.js'
import { requirePart } from '../../dev/parts.js'
import type { Store } from '../../src/ports/store.js'
import {
  effectsFor,
  enrolledPerson,
  expectedOf,
  logout,
  NO_EFFECTS,
  NOW,
  newKey,
  session,
  someAttempts,
  tally,
} from '../../src/testing/store-contract/fixtures.js'
import { storeContract } from '../../src/testing/store-contract.js'
import { type TypeormStore, typeormStore } from '../../src/typeorm/index.js'
import { applicationDataSource } from './maria-database.js'

const urls = requirePart('galera')?.split(',') ?? []

/** One store per node.. */
async function clusterStores(name: string): Promise<TypeormStore[]> {
  const [first = ''] = urls
  await createDatabase(first, name)
  const stores = urls.map((url) => typeormStore(applicationDataSource(new URL(`/${name}`, url).href)))
  await stores[0]?.migrate()
  for (const store of stores) await untilThere(store)
  return stores
}

async function untilThere(store: TypeormStore): Promise<void> {
  for (let tries = 0; tries < 50; tries += 1) {
    const isThere = await store.load(newKey(), newKey()).then(
      () => true,
      () => false,
    )
    if (isThere) return
    await delay(100)
  }
  throw new Error('The tables did not reach every node')
}

/** What each node says once it has applied what the others committed. */
async function onEachNode<T>(stores: readonly Store[], read: (store: Store) => Promise<T>): Promise<T[]> {
  let seen: T[] = []
  for (let tries = 0; tries < 50; tries += 1) {
    seen = await Promise.all(stores.map(read))
    if (new Set(seen.map((state) => JSON.stringify(state))).size === 1) break
    await delay(50)
  }
  return seen
}

if (urls.length > 1) {
  describe('typeormStore on a Galera cluster', function () {
    this.timeout(60_000)
    let stores: TypeormStore[]
    let one: TypeormStore
    let other: TypeormStore

    before(async () => {
      stores = await clusterStores('two_factor_galera')
      one = stores[0] as TypeormStore
      other = stores[1] as TypeormStore
    })

    after(async () => {
      for (const store of stores ?? []) await store.close()
    })

    const person = async () => {
      const made = await enrolledPerson(one)
      await onEachNode(stores, (store) => expectedOf(store, made.subjectKey))
      return made
    }

    const stateOf = (subjectKey: string, sessionKey = newKey()) =>
      onEachNode(stores, async (store) => {
        const { databaseTime: _, ...state } = await store.load(subjectKey, sessionKey)
        return state
      })

    it('settles exactly one of fifty parallel judgements on two nodes', async () => {
      for (let round = 0; round < 3; round += 1) {
        const { subjectKey } = await person()
        const expected = await expectedOf(one, subjectKey)
        const settlements = await Promise.all(
          Array.from({ length: 50 }, (_, i) =>
            (i % 2 ? one : other).settle(expected, {
              attempts: someAttempts,
              verifiedSession: session(subjectKey),
              effects: effectsFor(subjectKey),
            }),
          ),
        )
        expect(tally(settlements)).to.deep.equal({ settled: 1, moved: 49 })
        const states = await stateOf(subjectKey)
        for (const state of states) expect(state).to.deep.equal(states[0])
        expect(states[0]?.attempts).to.deep.equal({ ...someAttempts, version: expected.version + 1 })
        const audit = await onEachNode(stores, (store) => store.auditEvents(subjectKey, 100))
        expect(audit.map((events) => events.length)).to.deep.equal(stores.map(() => 1))
      }
    })

    it('settles a reset on one node or a judgement on another, never both', async () => {
      for (let round = 0; round < 20; round += 1) {
        const { subjectKey } = await person()
        const expected = await expectedOf(one, subjectKey)
        const verifiedSession = session(subjectKey)
        const settlements = await Promise.all([
          one.settle(expected, { attempts: someAttempts, verifiedSession, effects: NO_EFFECTS }),
          other.turnOff(expected, { revokedAt: NOW, effects: NO_EFFECTS }),
        ])
        expect(tally(settlements)).to.deep.equal({ settled: 1, moved: 1 })
        for (const state of await stateOf(subjectKey, verifiedSession.key)) {
          expect(state.verifiedSession === null).to.equal(settlements[0] === 'moved')
          expect(state.enrolment === null).to.equal(settlements[1] === 'settled')
        }
      }
    })

    it('leaves no verified session of a Keycloak session that ended on another node meanwhile', async () => {
      for (let round = 0; round < 20; round += 1) {
        const { subjectKey, verified } = await person()
        const expected = await expectedOf(one, subjectKey)
        const verifiedSession = session(subjectKey, { keycloakSession: verified.keycloakSession })
        const [, end] = await Promise.all([
          one.settle(expected, { attempts: someAttempts, verifiedSession, effects: NO_EFFECTS }),
          other.endKeycloakSession(logout(subjectKey, { session: verified })),
        ])
        expect(end).to.equal('ended')
        for (const { key } of [verified, verifiedSession]) {
          for (const state of await stateOf(subjectKey, key)) expect(state.verifiedSession).to.equal(null)
        }
      }
    })

    it('spends a backup code on one node alone', async () => {
      const { subjectKey, codes } = await person()
      const spentBackupCode = { id: codes[0]?.id ?? '', usedAt: NOW }
      const spend = async (store: Store) => {
        const expected = await expectedOf(store, subjectKey)
        return store.settle(expected, { attempts: someAttempts, spentBackupCode, effects: NO_EFFECTS })
      }
      const settlements = await Promise.all(Array.from({ length: 20 }, (_, i) => spend(i % 2 ? one : other)))
      expect(tally(settlements).settled).to.equal(1)
    })

    it('registers somebody new on every node at once', async () => {
      const subject = { key: newKey(), issuer: 'https://keycloak.example/realms/acme', userId: 'u' }
      await Promise.all(stores.flatMap((store) => [store.register(subject, 'en'), store.register(subject, 'ja')]))
      const states = await stateOf(subject.key)
      for (const state of states) expect(state).to.deep.equal(states[0])
      expect(states[0]?.attempts.version).to.equal(0)
    })
  })

  storeContract('typeormStore on one Galera node', async () => {
    const stores = await clusterStores('two_factor_galera_contract')
    const [store] = stores
    if (store === undefined) throw new Error('There is no node')
    return {
      stores: [store, store],
      close: async () => {
        for (const each of stores) await each.close()
      },
    }
  })
}
