import assert from 'node:assert/strict'
import type { CleanUpLimits } from '../../ports/clean-up-limits.js'
import type { ContractStores } from './contract-runner.js'
import {
  auditEvent,
  enrolledPerson,
  expectedOf,
  logout,
  NO_EFFECTS,
  NOW,
  newKey,
  newPerson,
  pendingEnrolment,
  session,
  someAttempts,
  trustedDevice,
} from './fixtures.js'

const NOTHING: CleanUpLimits = {
  pendingCreatedBefore: 0,
  sessionsEndedBefore: 0,
  backupCodesSavedBefore: 0,
  messagesClosedBefore: 0,
  codesSentBefore: 0,
  logoutTokensEndedBefore: 0,
  bypassCodesEndedBefore: 0,
  decisionsBefore: 0,
  trustedDevicesEndedBefore: 0,
  policyJobsBefore: 0,
}

export function administrationPromises({ describe, it, one, other }: ContractStores): void {
  describe('audit log', () => {
    it('keeps entries as they were given, newest first', async () => {
      const subjectKey = newKey()
      const events = [
        auditEvent(subjectKey, { at: NOW + 1, kind: 'enabled', details: {} }),
        auditEvent(subjectKey, { at: NOW + 3, kind: 'turned-off', details: { note: `it's "new": 雪\\\n` } }),
        auditEvent(subjectKey, { at: NOW + 2, origin: { browser: null, system: null, address: null } }),
      ]
      for (const event of events) await one().addAuditEvent(event)
      await one().addAuditEvent(auditEvent(newKey()))
      assert.deepEqual(await other().auditEvents(subjectKey, 10), [events[1], events[2], events[0]])
      assert.deepEqual(await one().auditEvents(subjectKey, 1), [events[1]])
    })

    it('finds the newest entry of a kind', async () => {
      const subjectKey = newKey()
      const events = [1, 3, 2].map((later) => auditEvent(subjectKey, { at: NOW + later }))
      for (const event of events) await one().addAuditEvent(event)
      await one().addAuditEvent(auditEvent(subjectKey, { at: NOW + 4, kind: 'enabled' }))
      await one().addAuditEvent(auditEvent(newKey(), { at: NOW + 5 }))
      assert.deepEqual(await other().lastAuditEvent(subjectKey, 'code-accepted'), events[1])
      assert.equal(await one().lastAuditEvent(subjectKey, 'turned-off'), null)
    })

    it('takes a browser that calls itself by an endless name', async () => {
      const subjectKey = newKey()
      const event = auditEvent(subjectKey, { origin: { browser: '🦊'.repeat(5_000), system: null, address: null } })
      await one().addAuditEvent(event)
      const [kept] = await one().auditEvents(subjectKey, 1)
      assert.equal(kept?.id, event.id)
      assert.ok(kept?.origin.browser?.startsWith('🦊🦊🦊'))
    })
  })

  describe('clean-up', () => {
    it('deletes pending enrolments by their age', async () => {
      const [old, young] = [await newPerson(one()), await newPerson(one())]
      await one().putPendingEnrolment(old, pendingEnrolment({ createdAt: 1_000 }), NO_EFFECTS)
      await one().putPendingEnrolment(young, pendingEnrolment({ createdAt: 2_000 }), NO_EFFECTS)
      await one().cleanUp({ ...NOTHING, pendingCreatedBefore: 2_000 })
      assert.equal(await one().pendingEnrolment(old), null)
      assert.ok(await one().pendingEnrolment(young))
    })

    it('deletes trusted devices that have ended', async () => {
      const subjectKey = await newPerson(one())
      const alive = trustedDevice(subjectKey, { endsAt: 2_000 })
      for (const device of [trustedDevice(subjectKey, { endsAt: 1_999 }), alive]) {
        const writes = { device, replacedId: null, most: 10, effects: NO_EFFECTS }
        await one().addTrustedDevice(await expectedOf(one(), subjectKey), writes)
      }
      await one().cleanUp({ ...NOTHING, trustedDevicesEndedBefore: 2_000 })
      assert.deepEqual(await other().trustedDevices(subjectKey), [alive])
    })

    it('deletes bypasses of single sign-on that have ended', async () => {
      const [subjectKey, identity] = [newKey(), newKey()]
      const grants = [1_999, 2_000].map((endsAt) => ({
        keycloakSession: newKey(),
        subjectKey,
        identity,
        sessionStartedAt: 1,
        endsAt,
      }))
      for (const grant of grants) await one().grantBypass(grant)
      await one().cleanUp({ ...NOTHING, sessionsEndedBefore: 2_000 })
      const left = await Promise.all(grants.map((grant) => other().bypassGrant(subjectKey, grant.keycloakSession)))
      assert.deepEqual(left, [null, grants[1]])
    })

    it('deletes verified sessions that have ended', async () => {
      const subjectKey = await newPerson(one())
      const [ended, alive] = [session(subjectKey, { endsAt: 1_999 }), session(subjectKey, { endsAt: 2_000 })]
      for (const added of [ended, alive]) await one().addVerifiedSession(await expectedOf(one(), subjectKey), added)
      await one().cleanUp({ ...NOTHING, sessionsEndedBefore: 2_000 })
      assert.equal((await one().load(subjectKey, ended.key)).verifiedSession, null)
      assert.deepEqual((await one().load(subjectKey, alive.key)).verifiedSession, alive)
    })

    it('forgets logout tokens that could not come back', async () => {
      const subjectKey = await newPerson(one())
      const [ended, alive] = [logout(subjectKey, { endsAt: 1_999 }), logout(subjectKey, { endsAt: 2_000 })]
      for (const ending of [ended, alive]) await one().endKeycloakSession(ending)
      await one().cleanUp({ ...NOTHING, logoutTokensEndedBefore: 2_000 })
      assert.equal(await one().endKeycloakSession(ended), 'nothing-to-end')
      assert.equal(await one().endKeycloakSession(alive), 'replayed')
    })

    it('erases readable backup codes a while after they were kept, and leaves the codes', async () => {
      const [kept, recent, never, always] = [
        await enrolledPerson(one()),
        await enrolledPerson(one()),
        await enrolledPerson(one()),
        await enrolledPerson(one()),
      ]
      await one().markBackupCodesSaved(always.subjectKey, {
        createdAt: NOW,
        savedAt: 1_000,
        copiesStay: true,
        effects: NO_EFFECTS,
      })
      await one().markBackupCodesSaved(kept.subjectKey, {
        createdAt: NOW,
        savedAt: 1_000,
        copiesStay: false,
        effects: NO_EFFECTS,
      })
      await one().markBackupCodesSaved(recent.subjectKey, {
        createdAt: NOW,
        savedAt: 2_000,
        copiesStay: false,
        effects: NO_EFFECTS,
      })
      await one().cleanUp({ ...NOTHING, backupCodesSavedBefore: 2_000 })
      assert.deepEqual(await other().backupCodes(always.subjectKey), always.codes)
      const erased = kept.codes.map((code) => ({ ...code, sealedCode: null }))
      assert.deepEqual(await one().backupCodes(kept.subjectKey), erased)
      assert.deepEqual(await one().backupCodes(recent.subjectKey), recent.codes)
      assert.deepEqual(await one().backupCodes(never.subjectKey), never.codes)
    })

    it('deletes nothing that has not outlived its use, and never counts', async () => {
      const { subjectKey, active, verified, codes } = await enrolledPerson(one())
      await one().settle(await expectedOf(one(), subjectKey), { attempts: someAttempts, effects: NO_EFFECTS })
      await one().cleanUp(NOTHING)
      const state = await one().load(subjectKey, verified.key)
      assert.deepEqual(state.enrolment, active)
      assert.deepEqual(state.verifiedSession, verified)
      assert.equal(state.attempts.codes.wrong, someAttempts.codes.wrong)
      assert.deepEqual(await one().backupCodes(subjectKey), codes)
    })
  })
}
