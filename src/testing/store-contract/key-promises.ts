import assert from 'node:assert/strict'
import type { SealedKind, SealedText } from '../../ports/key-store.js'
import type { Store } from '../../ports/store.js'
import type { ContractStores } from './contract-runner.js'
import {
  enrolledPerson,
  expectedOf,
  message,
  NO_EFFECTS,
  newKey,
  newPerson,
  pendingEnrolment,
  tally,
  tenCodes,
} from './fixtures.js'

/** Everything of a kind, in pages of seven. */
async function all(store: Store, kind: SealedKind): Promise<SealedText[]> {
  const texts: SealedText[] = []
  let after: string | null = null
  do {
    const page: { texts: readonly SealedText[]; next: string | null } = await store.sealedTexts(kind, after, 7)
    assert.ok(page.texts.length <= 7)
    texts.push(...page.texts)
    after = page.next
  } while (after !== null)
  return texts
}

const of = (subjectKey: string, texts: readonly SealedText[]) => texts.filter((text) => text.subjectKey === subjectKey)

export function keyPromises({ describe, it, one, other }: ContractStores): void {
  describe('keys', () => {
    it('lists what is sealed, each text once, a page at a time', async () => {
      const people = await Promise.all(Array.from({ length: 8 }, () => enrolledPerson(one())))
      const secrets = await all(other(), 'enrolment')
      const codes = await all(other(), 'backup-code')
      for (const { subjectKey } of people) {
        assert.deepEqual(
          of(subjectKey, secrets).map(({ sealed }) => sealed),
          ['sealed.secret'],
        )
        assert.equal(of(subjectKey, codes).length, 10)
      }
      assert.equal(new Set(codes.map(({ id }) => id)).size, codes.length)
      const waiting = message(people[0]?.subjectKey ?? '')
      const effects = { audit: [], messages: [waiting] }
      const expected = await expectedOf(one(), waiting.subjectKey)
      await one().replaceBackupCodes(expected, { backupCodes: [], effects })
      assert.equal(of(waiting.subjectKey, await all(one(), 'message')).length, 1)
      await one().closeMessage(waiting.id, 0, 'sent')
      assert.equal(of(waiting.subjectKey, await all(one(), 'message')).length, 0)
    })

    it('replaces a sealed text only where it is still the one that was read', async () => {
      const { subjectKey } = await enrolledPerson(one())
      const before = await expectedOf(one(), subjectKey)
      const resealed = { id: subjectKey, from: 'sealed.secret', to: 'sealed.anew' }
      assert.equal(await one().reseal('enrolment', [{ ...resealed, from: 'sealed.other' }]), 0)
      const counts = await Promise.all([one(), other()].map((store) => store.reseal('enrolment', [resealed])))
      assert.deepEqual(counts.sort(), [0, 1])
      assert.equal((await other().load(subjectKey, newKey())).enrolment?.sealedSecret, 'sealed.anew')
      assert.deepEqual(await expectedOf(one(), subjectKey), before)
    })

    it('replaces pending secrets, and hash and key of backup codes along with their copy', async () => {
      const { subjectKey, codes } = await enrolledPerson(one())
      const pending = pendingEnrolment()
      await one().putPendingEnrolment(subjectKey, pending, NO_EFFECTS)
      const from = pending.sealedSecret
      assert.equal(await one().reseal('pending-enrolment', [{ id: subjectKey, from, to: 'anew' }]), 1)
      assert.equal((await one().pendingEnrolment(subjectKey))?.sealedSecret, 'anew')
      const hash = { keyId: '2027-01', hash: newKey() }
      const [first] = codes
      const resealed = [{ id: first?.id ?? '', from: first?.sealedCode ?? '', to: 'anew', hash }]
      assert.equal(await other().reseal('backup-code', resealed), 1)
      assert.equal((await one().findBackupCode(subjectKey, [hash.hash]))?.id, first?.id)
      assert.equal(await one().findBackupCode(subjectKey, [first?.hash ?? '']), null)
      const [kept] = await one().backupCodes(subjectKey)
      assert.deepEqual([kept?.sealedCode, kept?.keyId, kept?.position], ['anew', '2027-01', 0])
    })

    it('lets a code be spent while it is put under another key: exactly once, whichever comes first', async () => {
      const { subjectKey, codes } = await enrolledPerson(one())
      const expected = await expectedOf(one(), subjectKey)
      const { attempts } = await one().load(subjectKey, newKey())
      const id = codes[0]?.id ?? ''
      const spend = (store: Store) =>
        store.settle(expected, { attempts, spentBackupCode: { id, usedAt: 1 }, effects: NO_EFFECTS })
      const hash = { keyId: '2027-02', hash: newKey() }
      const resealed = [{ id, from: codes[0]?.sealedCode ?? '', to: 'anew', hash }]
      const [settlements] = await Promise.all([
        Promise.all([spend(one()), spend(other())]),
        other().reseal('backup-code', resealed),
      ])
      assert.equal(tally(settlements).settled, 1)
      assert.equal((await one().findBackupCode(subjectKey, [hash.hash]))?.usedAt, 1)
    })

    it('names the keys that made hashes, and whose unused codes they find', async () => {
      const keyId = `key-${newKey().slice(0, 8)}`
      const people = await Promise.all([newPerson(one()), newPerson(one()), newPerson(one())])
      for (const subjectKey of people) {
        const backupCodes = tenCodes().map((code) => ({ ...code, keyId }))
        if (subjectKey === people[0]) backupCodes.splice(0, 3)
        const usedAt = subjectKey === people[2] ? 1 : null
        const used = backupCodes.map((code) => ({ ...code, usedAt }))
        await one().replaceBackupCodes(await expectedOf(one(), subjectKey), { backupCodes: used, effects: NO_EFFECTS })
      }
      assert.ok((await other().hashKeyIds()).includes(keyId))
      const owners = await other().hashOwners(keyId, null, 10)
      const counts = new Map([
        [people[0], 7],
        [people[1], 10],
      ])
      assert.deepEqual(
        owners.map(({ subject }) => subject.key),
        [...counts.keys()].sort(),
      )
      for (const { subject, codes } of owners) assert.equal(codes, counts.get(subject.key))
      assert.match(owners[0]?.subject.userId ?? '', /^f:1:ＪＯＳÉ-/)
      const [first] = await other().hashOwners(keyId, null, 1)
      assert.deepEqual(await other().hashOwners(keyId, first?.subject.key ?? '', 10), owners.slice(1))
    })
  })
}
