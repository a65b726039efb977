import assert from 'node:assert/strict'
import { NO_ATTEMPTS } from '../../domain/challenge/attempts.js'
import type { ContractStores } from './contract-runner.js'
import { enrolledPerson, expectedOf, NO_EFFECTS, NOW, newKey, newPerson, session, tally } from './fixtures.js'

export function signInPromises({ describe, it, one, other }: ContractStores): void {
  describe('sign-in', () => {
    it('finds epoch 0 and nothing else for somebody unknown', async () => {
      assert.equal(await one().epoch(newKey()), 0)
      const { databaseTime, ...state } = await one().load(newKey(), newKey())
      assert.ok(Number.isSafeInteger(databaseTime))
      assert.deepEqual(state, {
        epoch: 0,
        revokedAt: null,
        attempts: NO_ATTEMPTS,
        enrolment: null,
        verifiedSession: null,
      })
    })

    it('tells the time in whole milliseconds', async () => {
      const first = await one().databaseTime()
      const { databaseTime } = await one().load(newKey(), newKey())
      const last = await other().databaseTime()
      assert.ok(Number.isSafeInteger(first) && first > 1_577_836_800_000)
      assert.ok(first <= databaseTime && databaseTime <= last)
      assert.ok(last - first < 10_000)
    })

    it('finds enrolment and verified session of the one person', async () => {
      const { subjectKey, active, verified } = await enrolledPerson(one())
      const bystander = await enrolledPerson(one())
      const state = await other().load(subjectKey, verified.key)
      assert.deepEqual(state.enrolment, active)
      assert.deepEqual(state.verifiedSession, verified)
      assert.equal((await one().load(bystander.subjectKey, verified.key)).verifiedSession, null)
    })

    it('keeps people apart whose keys differ in one digit', async () => {
      const { subjectKey, verified } = await enrolledPerson(one())
      const neighbour = subjectKey.replace(/.$/, (digit) => (digit === '0' ? '1' : '0'))
      const state = await one().load(neighbour, verified.key)
      assert.equal(state.enrolment, null)
      assert.equal(state.verifiedSession, null)
    })

    it('adds a verified session twice without an error', async () => {
      const subjectKey = await newPerson(one())
      const added = session(subjectKey)
      for (const proof of ['totp', 'backup-code'] as const) {
        const settlement = await one().addVerifiedSession(await expectedOf(one(), subjectKey), { ...added, proof })
        assert.equal(settlement, 'settled')
      }
      const { verifiedSession } = await one().load(subjectKey, added.key)
      assert.deepEqual(verifiedSession, { ...added, proof: 'backup-code' })
    })

    it('adds one of many verified sessions that rest on the same version', async () => {
      const subjectKey = await newPerson(one())
      const expected = await expectedOf(one(), subjectKey)
      const settlements = await Promise.all(
        Array.from({ length: 10 }, (_, i) =>
          (i % 2 ? one() : other()).addVerifiedSession(expected, session(subjectKey)),
        ),
      )
      assert.deepEqual(tally(settlements), { settled: 1, moved: 9 })
    })

    it('adds no verified session of an epoch that is over', async () => {
      const { subjectKey } = await enrolledPerson(one())
      const expected = await expectedOf(one(), subjectKey)
      assert.equal(await other().turnOff(expected, { revokedAt: NOW, effects: NO_EFFECTS }), 'settled')
      const late = session(subjectKey)
      const { version } = await expectedOf(one(), subjectKey)
      assert.equal(await one().addVerifiedSession({ ...expected, version }, late), 'moved')
      assert.equal((await one().load(subjectKey, late.key)).verifiedSession, null)
    })
  })
}
