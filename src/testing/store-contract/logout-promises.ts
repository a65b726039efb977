import assert from 'node:assert/strict'
import type { ContractStores } from './contract-runner.js'
import {
  enrolledPerson,
  expectedOf,
  logout,
  NO_EFFECTS,
  newKey,
  newPerson,
  session,
  someAttempts,
  traces,
} from './fixtures.js'

export function logoutPromises({ describe, it, one, other }: ContractStores): void {
  describe('backchannel logout', () => {
    it('ends the verified sessions of one Keycloak session, and no others', async () => {
      const { subjectKey, verified } = await enrolledPerson(one())
      const carried = session(subjectKey, { keycloakSession: verified.keycloakSession })
      const apart = session(subjectKey)
      for (const added of [carried, apart]) await one().addVerifiedSession(await expectedOf(one(), subjectKey), added)
      assert.equal(await other().endKeycloakSession(logout(subjectKey, { session: verified })), 'ended')
      for (const { key } of [verified, carried]) assert.equal((await one().load(subjectKey, key)).verifiedSession, null)
      const { verifiedSession, enrolment, revokedAt } = await one().load(subjectKey, apart.key)
      assert.deepEqual(verifiedSession, apart)
      assert.ok(enrolment)
      assert.equal(revokedAt, null)
    })

    it('ends all of the person where no session is named, and nobody else’s', async () => {
      const { subjectKey, verified } = await enrolledPerson(one())
      const bystander = await enrolledPerson(one())
      assert.equal(await one().endKeycloakSession(logout(subjectKey)), 'ended')
      assert.equal((await one().load(subjectKey, verified.key)).verifiedSession, null)
      assert.ok((await one().load(bystander.subjectKey, bystander.verified.key)).verifiedSession)
    })

    it('ends no session of somebody else who had the same Keycloak session', async () => {
      const { subjectKey, verified } = await enrolledPerson(one())
      const stranger = await newPerson(one())
      assert.equal(await one().endKeycloakSession(logout(stranger, { session: verified })), 'nothing-to-end')
      assert.ok((await one().load(subjectKey, verified.key)).verifiedSession)
    })

    it('raises the epoch by one and commits the effects, where something has ended', async () => {
      const { subjectKey, verified } = await enrolledPerson(one())
      const before = await one().epoch(subjectKey)
      assert.equal(await one().endKeycloakSession(logout(subjectKey, { session: verified })), 'ended')
      assert.equal(await other().epoch(subjectKey), before + 1)
      assert.equal(await traces(one(), subjectKey), 1)
      assert.equal(await one().endKeycloakSession(logout(subjectKey, { session: verified })), 'nothing-to-end')
      assert.equal(await one().epoch(subjectKey), before + 1)
      assert.equal(await traces(one(), subjectKey), 1)
    })

    it('takes a logout token once, also by many at the same time, and writes nothing for the others', async () => {
      const { subjectKey, verified } = await enrolledPerson(one())
      const key = newKey()
      const ends = await Promise.all(
        Array.from({ length: 10 }, (_, i) =>
          (i % 2 ? one() : other()).endKeycloakSession(logout(subjectKey, { session: verified, key })),
        ),
      )
      assert.deepEqual(ends.sort(), ['ended', ...Array(9).fill('replayed')])
      const again = session(subjectKey, { keycloakSession: verified.keycloakSession })
      await one().addVerifiedSession(await expectedOf(one(), subjectKey), again)
      assert.equal(await one().endKeycloakSession(logout(subjectKey, { session: again, key })), 'replayed')
      assert.ok((await one().load(subjectKey, again.key)).verifiedSession)
    })

    it('has nothing to end for somebody unknown, and takes the token once all the same', async () => {
      const ending = logout(newKey())
      assert.equal(await one().endKeycloakSession(ending), 'nothing-to-end')
      assert.equal(await one().endKeycloakSession(ending), 'replayed')
    })

    it('lets no judgement that was under way outlive it, and leaves the counts', async () => {
      const { subjectKey, verified } = await enrolledPerson(one())
      await one().settle(await expectedOf(one(), subjectKey), { attempts: someAttempts, effects: NO_EFFECTS })
      const expected = await expectedOf(one(), subjectKey)
      const late = session(subjectKey, { keycloakSession: verified.keycloakSession })
      // Also where it finds nothing: the judgement may be about to commit on another node.
      await other().endKeycloakSession(logout(subjectKey, { session: session(subjectKey) }))
      assert.equal(await one().addVerifiedSession(expected, late), 'moved')
      const { attempts } = await one().load(subjectKey, late.key)
      assert.deepEqual({ ...attempts, version: 0 }, someAttempts)
    })
  })
}
