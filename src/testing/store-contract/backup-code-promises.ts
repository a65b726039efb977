import assert from 'node:assert/strict'
import type { ContractStores } from './contract-runner.js'
import { effectsFor, enrolledPerson, expectedOf, NOW, newKey, tally, tenCodes, traces } from './fixtures.js'

export function backupCodePromises({ describe, it, one, other }: ContractStores): void {
  describe('backup codes', () => {
    it('finds a code by any of its hashes, for its owner alone', async () => {
      const { subjectKey, codes } = await enrolledPerson(one())
      const stranger = await enrolledPerson(one())
      const hash = codes[6]?.hash ?? ''
      assert.deepEqual(await one().findBackupCode(subjectKey, [newKey(), hash]), codes[6])
      assert.equal(await one().findBackupCode(stranger.subjectKey, [hash]), null)
      assert.equal(await one().findBackupCode(subjectKey, [newKey()]), null)
      assert.equal(await one().findBackupCode(subjectKey, []), null)
    })

    it('lists the ten by position', async () => {
      const { subjectKey, codes } = await enrolledPerson(one())
      assert.deepEqual(await other().backupCodes(subjectKey), codes)
      assert.deepEqual(await one().backupCodes(newKey()), [])
    })

    it('replaces all codes, and asks again to keep them', async () => {
      const { subjectKey, codes } = await enrolledPerson(one())
      await one().markBackupCodesSaved(subjectKey, {
        copiesStay: false,
        createdAt: NOW,
        savedAt: NOW,
        effects: { audit: [], messages: [] },
      })
      const backupCodes = tenCodes()
      const expected = await expectedOf(one(), subjectKey)
      const effects = effectsFor(subjectKey)
      assert.equal(await one().replaceBackupCodes(expected, { backupCodes, effects }), 'settled')
      assert.deepEqual(await other().backupCodes(subjectKey), backupCodes)
      assert.equal(await one().findBackupCode(subjectKey, [codes[0]?.hash ?? '']), null)
      assert.equal((await one().load(subjectKey, newKey())).enrolment?.backupCodesSavedAt, null)
      assert.deepEqual(await one().auditEvents(subjectKey, 10), effects.audit)
    })

    it('replaces them once for parallel wishes that read the same', async () => {
      const { subjectKey } = await enrolledPerson(one())
      const expected = await expectedOf(one(), subjectKey)
      const settlements = await Promise.all(
        Array.from({ length: 10 }, (_, i) =>
          (i % 2 ? one() : other()).replaceBackupCodes(expected, {
            backupCodes: tenCodes(),
            effects: effectsFor(subjectKey),
          }),
        ),
      )
      assert.deepEqual(tally(settlements), { settled: 1, moved: 9 })
      assert.equal((await one().backupCodes(subjectKey)).length, 10)
      assert.equal(await traces(one(), subjectKey), 1)
    })

    it('notes once that the codes were kept, however many say so', async () => {
      const { subjectKey } = await enrolledPerson(one())
      const first = await Promise.all(
        Array.from({ length: 10 }, (_, i) =>
          (i % 2 ? one() : other()).markBackupCodesSaved(subjectKey, {
            copiesStay: false,
            createdAt: NOW,
            savedAt: NOW + 2,
            effects: effectsFor(subjectKey),
          }),
        ),
      )
      assert.equal(first.filter(Boolean).length, 1)
      assert.equal((await one().load(subjectKey, newKey())).enrolment?.backupCodesSavedAt, NOW + 2)
      assert.equal(await traces(one(), subjectKey), 1)
      assert.equal(
        await one().markBackupCodesSaved(newKey(), {
          createdAt: NOW,
          savedAt: NOW,
          copiesStay: false,
          effects: effectsFor(newKey()),
        }),
        false,
      )
    })
  })
}
