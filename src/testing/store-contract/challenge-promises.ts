import assert from 'node:assert/strict'
import type { Settlement, Store } from '../../ports/store.js'
import type { ContractStores } from './contract-runner.js'
import {
  effectsFor,
  enrolledPerson,
  expectedOf,
  NO_EFFECTS,
  NOW,
  newId,
  newKey,
  newPerson,
  sentCode,
  session,
  someAttempts,
  tally,
  traces,
} from './fixtures.js'

export function challengePromises({ describe, it, one, other }: ContractStores): void {
  describe('challenge', () => {
    it('commits counts, verified session, audit entry and mail together', async () => {
      const { subjectKey } = await enrolledPerson(one())
      const expected = await expectedOf(one(), subjectKey)
      const verifiedSession = session(subjectKey)
      const effects = effectsFor(subjectKey)
      assert.equal(await one().settle(expected, { attempts: someAttempts, verifiedSession, effects }), 'settled')
      const state = await other().load(subjectKey, verifiedSession.key)
      assert.deepEqual(state.attempts, { ...someAttempts, version: expected.version + 1 })
      assert.deepEqual(state.verifiedSession, verifiedSession)
      assert.deepEqual(await other().auditEvents(subjectKey, 10), effects.audit)
      const claimed = await other().claimMessages(NOW, NOW + 1, 1000)
      assert.deepEqual(
        claimed.filter((mail) => mail.subjectKey === subjectKey).map(({ id }) => id),
        effects.messages.map(({ id }) => id),
      )
    })

    it('settles exactly one of fifty parallel judgements of the same version', async () => {
      const { subjectKey } = await enrolledPerson(one())
      const expected = await expectedOf(one(), subjectKey)
      const writes = () => ({
        attempts: someAttempts,
        verifiedSession: session(subjectKey),
        effects: effectsFor(subjectKey),
      })
      const settlements = await Promise.all(
        Array.from({ length: 50 }, (_, i) => (i % 2 ? one() : other()).settle(expected, writes())),
      )
      assert.deepEqual(tally(settlements), { settled: 1, moved: 49 })
      assert.equal((await one().load(subjectKey, newKey())).attempts.version, expected.version + 1)
      assert.equal(await traces(one(), subjectKey), 1)
    })

    it('counts every one of twenty parallel judgements that load and judge again', async () => {
      const subjectKey = await newPerson(one())
      const judge = async (store = one()): Promise<void> => {
        for (;;) {
          const { attempts, epoch } = await store.load(subjectKey, newKey())
          const codes = { wrong: attempts.codes.wrong + 1, lockedUntil: 0 }
          const expected = { subjectKey, version: attempts.version, epoch }
          const writes = { attempts: { ...attempts, codes }, effects: NO_EFFECTS }
          if ((await store.settle(expected, writes)) === 'settled') return
        }
      }
      await Promise.all(Array.from({ length: 20 }, (_, i) => judge(i % 2 ? one() : other())))
      const { attempts } = await one().load(subjectKey, newKey())
      assert.equal(attempts.codes.wrong, 20)
      assert.equal(attempts.version, 20)
    })

    it('settles nothing once the epoch was raised', async () => {
      const { subjectKey } = await enrolledPerson(one())
      const expected = await expectedOf(one(), subjectKey)
      assert.equal(await other().turnOff(expected, { revokedAt: NOW, effects: NO_EFFECTS }), 'settled')
      const { version } = await expectedOf(one(), subjectKey)
      for (const stale of [expected, { ...expected, version }]) {
        const verifiedSession = session(subjectKey)
        const writes = { attempts: someAttempts, verifiedSession, effects: effectsFor(subjectKey) }
        assert.equal(await one().settle(stale, writes), 'moved')
        assert.equal((await one().load(subjectKey, verifiedSession.key)).verifiedSession, null)
      }
      assert.equal(await traces(one(), subjectKey), 0)
    })

    it('settles either a judgement or a reset that read the same, never both', async () => {
      for (let round = 0; round < 5; round += 1) {
        const { subjectKey } = await enrolledPerson(one())
        const expected = await expectedOf(one(), subjectKey)
        const verifiedSession = session(subjectKey)
        const settlements = await Promise.all([
          one().settle(expected, { attempts: someAttempts, verifiedSession, effects: NO_EFFECTS }),
          other().turnOff(expected, { revokedAt: NOW, effects: NO_EFFECTS }),
        ])
        assert.deepEqual(tally(settlements), { settled: 1, moved: 1 })
        const state = await one().load(subjectKey, verifiedSession.key)
        assert.equal(state.verifiedSession === null, settlements[0] === 'moved')
        assert.equal(state.enrolment === null, settlements[1] === 'settled')
      }
    })

    it('spends a backup code once, and rolls back everything of whoever comes second', async () => {
      const { subjectKey, codes } = await enrolledPerson(one())
      const spentBackupCode = { id: codes[3]?.id ?? '', usedAt: NOW + 5 }
      const spend = async () => ({
        expected: await expectedOf(one(), subjectKey),
        writes: {
          attempts: someAttempts,
          spentBackupCode,
          verifiedSession: session(subjectKey),
          effects: effectsFor(subjectKey),
        },
      })
      const first = await spend()
      assert.equal(await one().settle(first.expected, first.writes), 'settled')
      const second = await spend()
      assert.equal(await other().settle(second.expected, second.writes), 'moved')
      const state = await one().load(subjectKey, second.writes.verifiedSession.key)
      assert.equal(state.attempts.version, second.expected.version)
      assert.equal(state.verifiedSession, null)
      assert.equal(await traces(one(), subjectKey), 1)
      assert.equal((await one().backupCodes(subjectKey))[3]?.usedAt, NOW + 5)
    })

    it('spends nobody else’s backup code', async () => {
      const { codes, subjectKey: owner } = await enrolledPerson(one())
      const { subjectKey } = await enrolledPerson(one())
      const spentBackupCode = { id: codes[0]?.id ?? '', usedAt: NOW }
      const expected = await expectedOf(one(), subjectKey)
      const writes = { attempts: someAttempts, spentBackupCode, effects: NO_EFFECTS }
      assert.equal(await one().settle(expected, writes), 'moved')
      assert.equal((await one().backupCodes(owner))[0]?.usedAt, null)
    })

    it('judges a login again that was judged before', async () => {
      const { subjectKey, verified } = await enrolledPerson(one())
      const again = { ...verified, judgedAt: NOW + 9, proof: 'backup-code' as const }
      const writes = { attempts: someAttempts, verifiedSession: again, effects: NO_EFFECTS }
      assert.equal(await one().settle(await expectedOf(one(), subjectKey), writes), 'settled')
      assert.deepEqual((await one().load(subjectKey, verified.key)).verifiedSession, again)
    })

    it('settles nothing for somebody unknown', async () => {
      const expected = { subjectKey: newKey(), version: 0, epoch: 0 }
      assert.equal(await one().settle(expected, { attempts: someAttempts, effects: NO_EFFECTS }), 'moved')
    })

    it('commits nothing where one of the effects cannot be written', async () => {
      const subjectKey = await newPerson(one())
      const expected = await expectedOf(one(), subjectKey)
      const id = newId()
      const [event] = effectsFor(subjectKey).audit
      assert.ok(event)
      const audit = [event, event].map((twice) => ({ ...twice, id }))
      const writes = { attempts: someAttempts, effects: { audit, messages: [] } }
      await assert.rejects(one().settle(expected, writes), { code: 'ERR_2FA_STORE' })
      assert.deepEqual(await expectedOf(other(), subjectKey), expected)
      assert.equal(await traces(one(), subjectKey), 0)
    })

    it('keeps one sent code for each login and purpose, the last one', async () => {
      const { subjectKey } = await enrolledPerson(one())
      const [first, second] = [sentCode(subjectKey), sentCode(subjectKey)]
      const other_ = sentCode(subjectKey, { sessionKey: first.sessionKey, purpose: 'set-up' })
      for (const code of [first, other_, { ...second, sessionKey: first.sessionKey }]) {
        assert.equal(await one().putSentCode(code, { counts: [], effects: NO_EFFECTS }), 'settled')
      }
      assert.equal((await other().sentCode(first.sessionKey, 'sign-in'))?.hash, second.hash)
      assert.equal((await other().sentCode(first.sessionKey, 'set-up'))?.hash, other_.hash)
      assert.equal(await other().sentCode(newKey(), 'sign-in'), null)
    })

    it('spends a sent code once, whatever runs in parallel', async () => {
      const { subjectKey } = await enrolledPerson(one())
      const code = sentCode(subjectKey)
      await one().putSentCode(code, { counts: [], effects: NO_EFFECTS })
      const spend = async (store: Store) => {
        const expected = await expectedOf(store, subjectKey)
        return store.settle(expected, { attempts: someAttempts, spentSentCode: code, effects: NO_EFFECTS })
      }
      const settlements: Settlement[] = []
      for (let round = 0; round < 3; round += 1)
        settlements.push(...(await Promise.all([spend(one()), spend(other())])))
      assert.equal(tally(settlements).settled, 1)
      assert.equal(await one().sentCode(code.sessionKey, 'sign-in'), null)
    })

    it('does not settle on a sent code that another one has replaced', async () => {
      const { subjectKey } = await enrolledPerson(one())
      const code = sentCode(subjectKey)
      await one().putSentCode(code, { counts: [], effects: NO_EFFECTS })
      await one().putSentCode({ ...code, hash: newKey() }, { counts: [], effects: NO_EFFECTS })
      const expected = await expectedOf(one(), subjectKey)
      assert.equal(
        await other().settle(expected, { attempts: someAttempts, spentSentCode: code, effects: NO_EFFECTS }),
        'moved',
      )
    })

    it('counts sendings by compare-and-set: parallel ones are not lost', async () => {
      const key = newKey()
      const { subjectKey } = await enrolledPerson(one())
      const send = async (store: Store) => {
        const [count] = await store.sendCounts([key])
        assert.ok(count)
        const next = {
          ...count,
          hourStartedAt: NOW,
          inHour: count.inHour + 1,
          dayStartedAt: NOW,
          inDay: count.inDay + 1,
        }
        return store.putSentCode(sentCode(subjectKey), { counts: [next], effects: NO_EFFECTS })
      }
      const settlements = await Promise.all(Array.from({ length: 20 }, (_, i) => send(i % 2 ? one() : other())))
      const { settled } = tally(settlements)
      assert.ok(settled >= 1)
      const [count, unknown] = await one().sendCounts([key, newKey()])
      assert.deepEqual([count?.inHour, count?.version, unknown?.inHour], [settled, settled, 0])
    })
  })
}
