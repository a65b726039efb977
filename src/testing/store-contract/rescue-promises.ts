import assert from 'node:assert/strict'
import { NO_ATTEMPTS } from '../../domain/challenge/attempts.js'
import type { ContractStores } from './contract-runner.js'
import {
  bypassCode,
  effectsFor,
  enrolledPerson,
  expectedOf,
  NO_EFFECTS,
  NOW,
  newKey,
  session,
  someAttempts,
  tally,
  traces,
} from './fixtures.js'

export function rescuePromises({ describe, it, one, other }: ContractStores): void {
  describe('rescue', () => {
    it('keeps one bypass code for each person, the last, with the counts given', async () => {
      const { subjectKey } = await enrolledPerson(one())
      assert.equal(await one().bypassCode(subjectKey), null)
      for (const code of [bypassCode(), bypassCode({ endsAt: NOW + 1 })]) {
        const effects = effectsFor(subjectKey)
        const writes = { bypassCode: code, attempts: someAttempts, effects }
        assert.equal(await one().putBypassCode(await expectedOf(one(), subjectKey), writes), 'settled')
        assert.deepEqual(await other().bypassCode(subjectKey), code)
      }
      const { attempts } = await one().load(subjectKey, newKey())
      assert.deepEqual({ ...attempts, version: 0 }, someAttempts)
      assert.equal(await traces(one(), subjectKey), 2)
    })

    it('spends a bypass code once for however many use it', async () => {
      const { subjectKey } = await enrolledPerson(one())
      const code = bypassCode()
      const writes = { bypassCode: code, attempts: NO_ATTEMPTS, effects: NO_EFFECTS }
      await one().putBypassCode(await expectedOf(one(), subjectKey), writes)
      const expected = await expectedOf(one(), subjectKey)
      const spend = (store: ReturnType<typeof one>, at = expected) =>
        store.settle(at, {
          attempts: NO_ATTEMPTS,
          verifiedSession: session(subjectKey, { proof: 'bypass-code' }),
          spentBypassCode: { id: code.id, usedAt: NOW + 7 },
          effects: effectsFor(subjectKey),
        })
      const settlements = await Promise.all(Array.from({ length: 50 }, (_, i) => spend(i % 2 ? one() : other())))
      assert.deepEqual(tally(settlements), { settled: 1, moved: 49 })
      assert.deepEqual(await one().bypassCode(subjectKey), { ...code, usedAt: NOW + 7 })
      assert.equal(await spend(one(), await expectedOf(one(), subjectKey)), 'moved')
      assert.equal(await traces(one(), subjectKey), 1)
    })

    it('spends no code that was replaced, and none of another person', async () => {
      const [person, stranger] = [await enrolledPerson(one()), await enrolledPerson(one())]
      const [old, now] = [bypassCode(), bypassCode()]
      for (const code of [old, now]) {
        const writes = { bypassCode: code, attempts: NO_ATTEMPTS, effects: NO_EFFECTS }
        await one().putBypassCode(await expectedOf(one(), person.subjectKey), writes)
      }
      for (const [subjectKey, { id }] of [
        [person.subjectKey, old],
        [stranger.subjectKey, now],
      ] as const) {
        const spentBypassCode = { id, usedAt: NOW }
        const writes = { attempts: NO_ATTEMPTS, spentBypassCode, effects: NO_EFFECTS }
        assert.equal(await one().settle(await expectedOf(one(), subjectKey), writes), 'moved')
      }
      assert.deepEqual(await one().bypassCode(person.subjectKey), now)
    })

    it('ends all verified sessions at a higher epoch, and leaves what is enrolled', async () => {
      const { subjectKey, active, verified, codes } = await enrolledPerson(one())
      const { epoch } = await one().load(subjectKey, newKey())
      const writes = { revokedAt: NOW + 5, effects: effectsFor(subjectKey) }
      const expected = await expectedOf(one(), subjectKey)
      assert.equal(await one().revokeSessions(expected, writes), 'settled')
      const state = await other().load(subjectKey, verified.key)
      assert.equal(state.verifiedSession, null)
      assert.equal(state.epoch, epoch + 1)
      assert.equal(state.revokedAt, NOW + 5)
      assert.deepEqual(state.enrolment, active)
      assert.deepEqual(await one().backupCodes(subjectKey), codes)
      assert.equal(await one().revokeSessions(expected, writes), 'moved')
      assert.equal(await traces(one(), subjectKey), 1)
    })

    it('deletes the bypass code with the second factor, and by its age', async () => {
      const [off, ended, alive] = [
        await enrolledPerson(one()),
        await enrolledPerson(one()),
        await enrolledPerson(one()),
      ]
      for (const [{ subjectKey }, endsAt] of [
        [off, NOW],
        [ended, 1_999],
        [alive, 2_000],
      ] as const) {
        const writes = { bypassCode: bypassCode({ endsAt }), attempts: NO_ATTEMPTS, effects: NO_EFFECTS }
        await one().putBypassCode(await expectedOf(one(), subjectKey), writes)
      }
      await one().turnOff(await expectedOf(one(), off.subjectKey), { revokedAt: NOW, effects: NO_EFFECTS })
      assert.equal(await one().bypassCode(off.subjectKey), null)
      await one().cleanUp({
        pendingCreatedBefore: 0,
        sessionsEndedBefore: 0,
        backupCodesSavedBefore: 0,
        messagesClosedBefore: 0,
        codesSentBefore: 0,
        logoutTokensEndedBefore: 0,
        bypassCodesEndedBefore: 2_000,
        decisionsBefore: 0,
        trustedDevicesEndedBefore: 0,
        policyJobsBefore: 0,
      })
      assert.equal(await one().bypassCode(ended.subjectKey), null)
      assert.ok(await one().bypassCode(alive.subjectKey))
    })
  })
}
