import assert from 'node:assert/strict'
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
  someAttempts,
  tally,
  tenCodes,
  traces,
} from './fixtures.js'

export function enrolmentPromises({ describe, it, one, other }: ContractStores): void {
  const activation = (subjectKey: string, pendingId: string) => ({
    pendingId,
    enrolment: enrolment({ totp: { algorithm: 'sha512', digits: 7, periodSeconds: 45 } }),
    attempts: someAttempts,
    backupCodes: null,
    verifiedSession: session(subjectKey),
    effects: effectsFor(subjectKey),
  })

  describe('enrolment', () => {
    it('registers somebody any number of times, in parallel too', async () => {
      const subject = { key: newKey(), issuer: 'https://keycloak.example/realms/acme', userId: newId() }
      const locales = ['en', 'ja', null]
      await Promise.all(
        Array.from({ length: 12 }, (_, i) => (i % 2 ? one() : other()).register(subject, locales[i % 3] ?? null)),
      )
      assert.equal((await one().load(subject.key, newKey())).attempts.version, 0)
      const expected = await expectedOf(one(), subject.key)
      assert.equal(await one().settle(expected, { attempts: someAttempts, effects: NO_EFFECTS }), 'settled')
      await one().register(subject, 'en')
      assert.equal((await one().load(subject.key, newKey())).attempts.codes.wrong, someAttempts.codes.wrong)
    })

    it('keeps one pending enrolment, and never touches the active one with it', async () => {
      const { subjectKey, active } = await enrolledPerson(one())
      assert.equal(await one().pendingEnrolment(subjectKey), null)
      const [first, second] = [pendingEnrolment(), pendingEnrolment({ createdAt: NOW + 1 })]
      await one().putPendingEnrolment(subjectKey, first, NO_EFFECTS)
      await other().putPendingEnrolment(subjectKey, second, effectsFor(subjectKey))
      assert.deepEqual(await one().pendingEnrolment(subjectKey), second)
      const state = await one().load(subjectKey, newKey())
      assert.deepEqual(state.enrolment, active)
      assert.equal(state.epoch, 1)
      assert.equal(await traces(one(), subjectKey), 1)
    })

    it('replaces the active method, raises the epoch and ends all verified sessions but the new one', async () => {
      const { subjectKey, verified, codes } = await enrolledPerson(one())
      const pending = pendingEnrolment()
      await one().putPendingEnrolment(subjectKey, pending, NO_EFFECTS)
      const expected = await expectedOf(one(), subjectKey)
      const writes = activation(subjectKey, pending.id)
      assert.equal(await one().activate(expected, writes), 'settled')
      const state = await other().load(subjectKey, writes.verifiedSession.key)
      assert.deepEqual(state.enrolment, writes.enrolment)
      assert.deepEqual(state.verifiedSession, writes.verifiedSession)
      assert.deepEqual(state.attempts, { ...someAttempts, version: expected.version + 1 })
      assert.equal(state.epoch, expected.epoch + 1)
      assert.equal(await one().epoch(subjectKey), expected.epoch + 1)
      assert.equal((await one().load(subjectKey, verified.key)).verifiedSession, null)
      assert.equal(await one().pendingEnrolment(subjectKey), null)
      assert.deepEqual(await one().backupCodes(subjectKey), codes)
      assert.deepEqual(await one().auditEvents(subjectKey, 10), writes.effects.audit)
    })

    it('replaces the backup codes where a change of method brings new ones', async () => {
      const { subjectKey } = await enrolledPerson(one())
      const pending = pendingEnrolment()
      await one().putPendingEnrolment(subjectKey, pending, NO_EFFECTS)
      const backupCodes = tenCodes()
      const writes = { ...activation(subjectKey, pending.id), backupCodes }
      assert.equal(await one().activate(await expectedOf(one(), subjectKey), writes), 'settled')
      assert.deepEqual(await one().backupCodes(subjectKey), backupCodes)
    })

    it('activates one of many parallel confirmations', async () => {
      const subjectKey = await newPerson(one())
      const pending = pendingEnrolment()
      await one().putPendingEnrolment(subjectKey, pending, NO_EFFECTS)
      const expected = await expectedOf(one(), subjectKey)
      const settlements = await Promise.all(
        Array.from({ length: 10 }, (_, i) =>
          (i % 2 ? one() : other()).activate(expected, {
            ...activation(subjectKey, pending.id),
            backupCodes: tenCodes(),
          }),
        ),
      )
      assert.deepEqual(tally(settlements), { settled: 1, moved: 9 })
      assert.equal(await one().epoch(subjectKey), 1)
      assert.equal((await one().backupCodes(subjectKey)).length, 10)
    })

    it('activates no pending enrolment that is gone, another’s or of an old version', async () => {
      const { subjectKey, active, verified } = await enrolledPerson(one())
      const pending = pendingEnrolment()
      await one().putPendingEnrolment(subjectKey, pending, NO_EFFECTS)
      const expected = await expectedOf(one(), subjectKey)
      const attempts: [typeof expected, string][] = [
        [expected, newId()],
        [{ ...expected, version: expected.version - 1 }, pending.id],
        [{ ...expected, epoch: expected.epoch - 1 }, pending.id],
      ]
      for (const [stale, pendingId] of attempts) {
        assert.equal(await one().activate(stale, activation(subjectKey, pendingId)), 'moved')
      }
      const state = await other().load(subjectKey, verified.key)
      assert.deepEqual(state.enrolment, active)
      assert.deepEqual(state.verifiedSession, verified)
      assert.deepEqual(await expectedOf(one(), subjectKey), expected)
      assert.deepEqual(await one().pendingEnrolment(subjectKey), pending)
      assert.equal(await traces(one(), subjectKey), 0)
    })

    it('adds an enrolment from elsewhere, with backup codes, and raises the epoch', async () => {
      const subjectKey = await newPerson(one())
      const expected = await expectedOf(one(), subjectKey)
      const writes = { enrolment: enrolment(), backupCodes: tenCodes(), effects: effectsFor(subjectKey) }
      assert.equal(await one().addEnrolment(expected, writes), 'settled')
      const state = await other().load(subjectKey, newKey())
      assert.deepEqual(state.enrolment, writes.enrolment)
      assert.deepEqual([state.epoch, state.attempts.version], [expected.epoch + 1, expected.version + 1])
      assert.deepEqual(await one().backupCodes(subjectKey), writes.backupCodes)
      assert.deepEqual(await one().auditEvents(subjectKey, 10), writes.effects.audit)
    })

    it('adds none to somebody who has one, who was judged meanwhile, or twice in parallel', async () => {
      const { subjectKey, active, codes } = await enrolledPerson(one())
      const add = (key: string) => ({ enrolment: enrolment(), backupCodes: tenCodes(), effects: effectsFor(key) })
      const expected = await expectedOf(one(), subjectKey)
      assert.equal(await one().addEnrolment(expected, add(subjectKey)), 'moved')
      assert.deepEqual(await expectedOf(other(), subjectKey), expected)
      assert.deepEqual((await one().load(subjectKey, newKey())).enrolment, active)
      assert.deepEqual(await one().backupCodes(subjectKey), codes)
      assert.equal(await traces(one(), subjectKey), 0)
      const key = await newPerson(one())
      const before = await expectedOf(one(), key)
      assert.equal(await one().addEnrolment({ ...before, version: before.version - 1 }, add(key)), 'moved')
      const settlements = await Promise.all(
        Array.from({ length: 6 }, (_, i) => (i % 2 ? one() : other()).addEnrolment(before, add(key))),
      )
      assert.deepEqual(tally(settlements), { settled: 1, moved: 5 })
    })

    it('turns off: everything goes but the counts, and the epoch rises', async () => {
      const { subjectKey, verified } = await enrolledPerson(one())
      const bystander = await enrolledPerson(one())
      await one().settle(await expectedOf(one(), subjectKey), { attempts: someAttempts, effects: NO_EFFECTS })
      await one().putPendingEnrolment(subjectKey, pendingEnrolment(), NO_EFFECTS)
      const expected = await expectedOf(one(), subjectKey)
      const effects = effectsFor(subjectKey)
      assert.equal(await one().turnOff(expected, { revokedAt: NOW + 3, effects }), 'settled')
      const state = await other().load(subjectKey, verified.key)
      assert.equal(state.enrolment, null)
      assert.equal(state.verifiedSession, null)
      assert.equal(state.revokedAt, NOW + 3)
      assert.equal(state.epoch, expected.epoch + 1)
      assert.deepEqual(state.attempts, { ...someAttempts, version: expected.version + 1 })
      assert.equal(await one().pendingEnrolment(subjectKey), null)
      assert.deepEqual(await one().backupCodes(subjectKey), [])
      assert.deepEqual(await one().auditEvents(subjectKey, 10), effects.audit)
      assert.equal(await one().turnOff(expected, { revokedAt: NOW + 4, effects }), 'moved')
      assert.deepEqual((await one().load(bystander.subjectKey, newKey())).enrolment, bystander.active)
      assert.equal((await one().backupCodes(bystander.subjectKey)).length, 10)
    })

    it('lets somebody who turned off set up again', async () => {
      const { subjectKey } = await enrolledPerson(one())
      await one().turnOff(await expectedOf(one(), subjectKey), { revokedAt: NOW, effects: NO_EFFECTS })
      const pending = pendingEnrolment()
      await one().putPendingEnrolment(subjectKey, pending, NO_EFFECTS)
      const writes = activation(subjectKey, pending.id)
      assert.equal(await one().activate(await expectedOf(one(), subjectKey), writes), 'settled')
      const state = await one().load(subjectKey, newKey())
      assert.deepEqual(state.enrolment, writes.enrolment)
      assert.deepEqual([state.epoch, state.revokedAt], [3, NOW])
    })
  })
}
