import assert from 'node:assert/strict'
import type { TrustedDevice } from '../../domain/trusted-devices/trusted-device.js'
import type { Store } from '../../ports/store.js'
import type { ContractStores } from './contract-runner.js'
import {
  effectsFor,
  enrolledPerson,
  enrolment,
  expectedOf,
  NO_EFFECTS,
  NOW,
  newId,
  newKey,
  newPerson,
  pendingEnrolment,
  session,
  tally,
  traces,
  trustedDevice,
} from './fixtures.js'

const MOST = 10

async function add(store: Store, device: TrustedDevice, { most = MOST, replacedId = null as string | null } = {}) {
  const writes = { device, replacedId, most, effects: NO_EFFECTS }
  return store.addTrustedDevice(await expectedOf(store, device.subjectKey), writes)
}

export function trustedDevicePromises({ describe, it, one, other }: ContractStores): void {
  describe('trusted devices', () => {
    it('keeps a device as it is, for its own subject alone', async () => {
      const [subjectKey, bystander] = [await newPerson(one()), await newPerson(one())]
      const device = trustedDevice(subjectKey)
      const bare = trustedDevice(subjectKey, { name: null, address: null, passwordSetAt: null, usedAt: NOW + 1 })
      assert.equal(await add(one(), device), 'settled')
      assert.equal(await add(one(), bare), 'settled')
      assert.deepEqual(await other().trustedDevice(subjectKey, device.id), device)
      assert.deepEqual(await other().trustedDevices(subjectKey), [bare, device])
      assert.equal(await one().trustedDevice(bystander, device.id), null)
      assert.equal(await one().trustedDevice(subjectKey, newId()), null)
      assert.deepEqual(await one().trustedDevices(bystander), [])
    })

    it('adds by compare-and-set, with what belongs to it', async () => {
      const subjectKey = await newPerson(one())
      const expected = await expectedOf(one(), subjectKey)
      const writes = (device: TrustedDevice) => ({
        device,
        replacedId: null,
        most: MOST,
        effects: effectsFor(subjectKey),
      })
      const settlements = await Promise.all(
        Array.from({ length: 10 }, (_, i) =>
          (i % 2 ? one() : other()).addTrustedDevice(expected, writes(trustedDevice(subjectKey))),
        ),
      )
      assert.deepEqual(tally(settlements), { settled: 1, moved: 9 })
      assert.equal((await one().trustedDevices(subjectKey)).length, 1)
      assert.equal(await traces(one(), subjectKey), 1)
      const now = await expectedOf(one(), subjectKey)
      const stale = { ...now, epoch: now.epoch + 1 }
      assert.equal(await one().addTrustedDevice(stale, writes(trustedDevice(subjectKey))), 'moved')
    })

    it('keeps the newest ones and puts a new one in the place of the one it replaces', async () => {
      const subjectKey = await newPerson(one())
      const devices = [0, 1, 2, 3].map((age) => trustedDevice(subjectKey, { createdAt: NOW + age, usedAt: NOW - age }))
      for (const device of devices) assert.equal(await add(one(), device, { most: 3 }), 'settled')
      const ids = async () => (await other().trustedDevices(subjectKey)).map(({ id }) => id)
      assert.deepEqual(await ids(), [devices[1]?.id, devices[2]?.id, devices[3]?.id])
      const next = trustedDevice(subjectKey, { createdAt: NOW + 9, usedAt: NOW + 9 })
      await add(one(), next, { most: 3, replacedId: devices[2]?.id ?? '' })
      assert.deepEqual(await ids(), [next.id, devices[1]?.id, devices[3]?.id])
    })

    it('exchanges a cookie once, whoever comes in parallel', async () => {
      const subjectKey = await newPerson(one())
      const device = trustedDevice(subjectKey)
      await add(one(), device)
      const hashes = Array.from({ length: 20 }, newKey)
      const settlements = await Promise.all(
        hashes.map((hash, i) =>
          (i % 2 ? one() : other()).rotateTrustedDevice(device, {
            hash,
            usedAt: NOW + 5,
            address: null,
            effects: effectsFor(subjectKey),
          }),
        ),
      )
      assert.deepEqual(tally(settlements), { settled: 1, moved: 19 })
      assert.equal(await traces(one(), subjectKey), 1)
      assert.deepEqual(await other().trustedDevice(subjectKey, device.id), {
        ...device,
        hash: hashes[settlements.indexOf('settled')],
        previousHash: device.hash,
        counter: 1,
        usedAt: NOW + 5,
        address: null,
      })
      const stranger = { ...device, counter: 1, subjectKey: await newPerson(one()) }
      const writes = { hash: newKey(), usedAt: NOW, address: null, effects: NO_EFFECTS }
      assert.equal(await one().rotateTrustedDevice(stranger, writes), 'moved')
    })

    it('names a device and takes the name away, for its own subject alone', async () => {
      const subjectKey = await newPerson(one())
      const bystander = await newPerson(one())
      const device = trustedDevice(subjectKey)
      await add(one(), device)
      for (const name of ['Zu Hause ☂', 'Zu Hause ☂', null]) {
        assert.equal(await one().renameTrustedDevice(subjectKey, device.id, { name, effects: NO_EFFECTS }), true)
        assert.deepEqual(await other().trustedDevice(subjectKey, device.id), { ...device, name })
      }
      const writes = { name: 'mine now', effects: effectsFor(bystander) }
      assert.equal(await one().renameTrustedDevice(bystander, device.id, writes), false)
      assert.equal((await one().trustedDevice(subjectKey, device.id))?.name, null)
      assert.equal(await traces(one(), bystander), 0)
    })

    it('ends one device, raises the epoch and moves the version; the sessions go on where they may', async () => {
      const { subjectKey, verified } = await enrolledPerson(one())
      const [ending, staying] = [trustedDevice(subjectKey), trustedDevice(subjectKey)]
      for (const device of [ending, staying]) await add(one(), device)
      const before = await expectedOf(one(), subjectKey)
      const writes = { endSessions: null, effects: effectsFor(subjectKey) }
      assert.equal(await one().endTrustedDevices(subjectKey, ending.id, writes), 1)
      const after = await expectedOf(other(), subjectKey)
      assert.deepEqual([after.epoch, after.version], [before.epoch + 1, before.version + 1])
      assert.deepEqual(await one().trustedDevices(subjectKey), [staying])
      const { verifiedSession, revokedAt } = await one().load(subjectKey, verified.key)
      assert.deepEqual([verifiedSession, revokedAt], [verified, null])
      assert.equal(await traces(one(), subjectKey), 1)
      const bystander = await newPerson(one())
      for (const [whose, id] of [
        [subjectKey, ending.id],
        [bystander, staying.id],
      ] as const) {
        assert.equal(await one().endTrustedDevices(whose, id, { ...writes, effects: effectsFor(whose) }), 0)
      }
      assert.deepEqual(await expectedOf(one(), subjectKey), after)
      assert.equal(await traces(one(), subjectKey), 1)
    })

    it('ends all devices of a subject, and the sessions but for the verified one that stays', async () => {
      const { subjectKey, verified } = await enrolledPerson(one())
      const elsewhere = session(subjectKey)
      await one().addVerifiedSession(await expectedOf(one(), subjectKey), elsewhere)
      for (let i = 0; i < 3; i++) await add(one(), trustedDevice(subjectKey))
      const bystander = await enrolledPerson(one())
      await add(one(), trustedDevice(bystander.subjectKey))
      const counts = await Promise.all(
        Array.from({ length: 6 }, (_, i) =>
          (i % 2 ? one() : other()).endTrustedDevices(subjectKey, 'all', {
            endSessions: { except: verified.key, revokedAt: NOW + 5 },
            effects: effectsFor(subjectKey),
          }),
        ),
      )
      assert.deepEqual(counts.sort(), [0, 0, 0, 0, 0, 3])
      assert.equal(await traces(one(), subjectKey), 6)
      assert.deepEqual(await one().trustedDevices(subjectKey), [])
      const { verifiedSession, revokedAt } = await other().load(subjectKey, verified.key)
      assert.deepEqual([verifiedSession, revokedAt], [verified, NOW + 5])
      assert.equal((await one().load(subjectKey, elsewhere.key)).verifiedSession, null)
      assert.equal((await one().trustedDevices(bystander.subjectKey)).length, 1)
      const { verified: theirs, subjectKey: their } = bystander
      const untouched = await one().load(their, theirs.key)
      assert.deepEqual([untouched.verifiedSession, untouched.revokedAt], [theirs, null])
    })

    it('ends the sessions of a subject also where no device is left to end, and nothing for somebody unknown', async () => {
      const { subjectKey, verified } = await enrolledPerson(one())
      const before = await expectedOf(one(), subjectKey)
      const writes = (revokedAt: number) => ({
        endSessions: { except: null, revokedAt },
        effects: effectsFor(subjectKey),
      })
      assert.equal(await one().endTrustedDevices(subjectKey, 'all', writes(NOW + 5)), 0)
      const state = await other().load(subjectKey, verified.key)
      assert.deepEqual([state.verifiedSession, state.revokedAt], [null, NOW + 5])
      assert.deepEqual([state.epoch, state.attempts.version], [before.epoch + 1, before.version + 1])
      assert.equal(await traces(one(), subjectKey), 1)
      for (const [whose, which] of [
        [subjectKey, newId()],
        [newKey(), 'all'],
      ] as const) {
        assert.equal(await one().endTrustedDevices(whose, which, writes(NOW + 9)), 0)
      }
      assert.equal((await one().load(subjectKey, verified.key)).revokedAt, NOW + 5)
      assert.equal(await traces(one(), subjectKey), 1)
    })

    it('lets no cookie be exchanged that ends at the same moment', async () => {
      const subjectKey = await newPerson(one())
      const device = trustedDevice(subjectKey)
      await add(one(), device)
      await Promise.all([
        other().rotateTrustedDevice(device, { hash: newKey(), usedAt: NOW, address: null, effects: NO_EFFECTS }),
        one().endTrustedDevices(subjectKey, device.id, { endSessions: null, effects: NO_EFFECTS }),
      ])
      assert.equal(await one().trustedDevice(subjectKey, device.id), null)
    })

    it('trusts nobody any more after a change of the method, or when sessions are revoked or all is turned off', async () => {
      const { subjectKey } = await enrolledPerson(one())
      await add(one(), trustedDevice(subjectKey))
      const pending = pendingEnrolment()
      await one().putPendingEnrolment(subjectKey, pending, NO_EFFECTS)
      const { attempts } = await one().load(subjectKey, newKey())
      const writes = { pendingId: pending.id, enrolment: enrolment(), attempts, backupCodes: null, effects: NO_EFFECTS }
      const verifiedSession = session(subjectKey)
      await one().activate(await expectedOf(one(), subjectKey), { ...writes, verifiedSession })
      assert.deepEqual(await other().trustedDevices(subjectKey), [])
      await add(one(), trustedDevice(subjectKey))
      await one().revokeSessions(await expectedOf(one(), subjectKey), { revokedAt: NOW, effects: NO_EFFECTS })
      assert.deepEqual(await other().trustedDevices(subjectKey), [])
      await add(one(), trustedDevice(subjectKey))
      await one().turnOff(await expectedOf(one(), subjectKey), { revokedAt: NOW, effects: NO_EFFECTS })
      assert.deepEqual(await other().trustedDevices(subjectKey), [])
    })
  })
}
