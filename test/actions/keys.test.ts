import { randomBytes } from 'node:crypto'
import { expect } from 'chai'
import { verifyBackupCode } from '../../src/actions/challenge/verify-backup-code.js'
import { verifyCode } from '../../src/actions/challenge/verify-code.js'
import { confirmSetUp } from '../../src/actions/enrolment/confirm-set-up.js'
import { dropKey } from '../../src/actions/keys/drop-key.js'
import { PAGE } from '../../src/actions/keys/key-work.js'
import { removeKey } from '../../src/actions/keys/remove-key.js'
import { reportKeys } from '../../src/actions/keys/report-keys.js'
import { rotateKeys } from '../../src/actions/keys/rotate-keys.js'
import { hmacKeyedHash } from '../../src/crypto/keyed-hash.js'
import { joseSealer } from '../../src/crypto/sealer.js'
import { type SecretKey, secretKeys } from '../../src/crypto/secret-keys.js'
import { NOON } from '../domain/sample-login.js'
import { beginSetUp, callerOf, codeOf, enrol, notices, type Ports, ports } from './people.js'
import { rejection } from './rejection.js'

const OLD: SecretKey = { id: 'old', key: randomBytes(32) }
const NEW: SecretKey = { id: 'new', key: randomBytes(32) }

/** The same application, restarted with other keys. */
function withKeys<Given extends Ports>(given: Given, ...list: SecretKey[]) {
  const keys = secretKeys(list)
  return { ...given, keys, sealer: joseSealer(keys), keyedHash: hmacKeyedHash(keys) }
}

async function codesOf(given: Ports, key: string): Promise<string[]> {
  const codes = await given.store.backupCodes(key)
  const open = (sealed: string | null) =>
    given.sealer.open(sealed ?? '', { subjectKey: key, purpose: 'backup-code' as const })
  return Promise.all(codes.map(({ sealedCode }) => open(sealedCode)))
}

/** Erases the readable copies, as the clean-up does with saved codes. */
async function eraseCopies({ store }: Ports, key: string): Promise<void> {
  const [code] = await store.backupCodes(key)
  const createdAt = code?.createdAt ?? 0
  await store.markBackupCodesSaved(key, {
    createdAt,
    savedAt: NOON,
    copiesStay: false,
    effects: { audit: [], messages: [] },
  })
  const limits = { pendingCreatedBefore: 0, sessionsEndedBefore: 0, messagesClosedBefore: 0, codesSentBefore: 0 }
  await store.cleanUp({
    ...limits,
    logoutTokensEndedBefore: 0,
    bypassCodesEndedBefore: 0,
    decisionsBefore: 0,
    trustedDevicesEndedBefore: 0,
    policyJobsBefore: 0,
    backupCodesSavedBefore: NOON + 1,
  })
}

describe('rotating keys', () => {
  it('puts everything that is sealed under the first key, after which the old one can go', async () => {
    const before = withKeys(ports(), OLD)
    const ann = callerOf(before, { userId: 'ann' })
    const bea = callerOf(before, { userId: 'bea' })
    const secret = await enrol(before, ann)
    const pending = await beginSetUp(before, bea)
    const [code] = await codesOf(before, ann.subject.key)

    const both = withKeys(before, NEW, OLD)
    const { resealed, unreadable, keys } = await rotateKeys(both)()
    // Ann's secret, ten codes, and the mail that told her; Bea's pending secret.
    expect({ resealed, unreadable }).to.deep.equal({ resealed: 13, unreadable: 0 })
    expect(keys).to.deep.equal([
      { id: 'new', role: 'seals', sealed: 13, backupCodes: 10, people: 1 },
      { id: 'old', role: 'opens', sealed: 0, backupCodes: 0, people: 0 },
    ])

    const after = withKeys(both, NEW)
    expect((await verifyCode(after)(ann, codeOf(after, secret))).verdict.outcome).to.equal('accepted')
    expect((await verifyBackupCode(after)(ann, code)).verdict.outcome).to.equal('accepted')
    expect((await confirmSetUp(after)(bea, codeOf(after, pending))).verdict.outcome).to.equal('accepted')
    const [mail] = [...after.store.outbox.values()].filter(({ message }) => message.subjectKey === ann.subject.key)
    const context = { subjectKey: ann.subject.key, purpose: 'message' } as const
    expect(await after.sealer.open(mail?.message.sealedBody ?? '', context)).to.contain('enabled')
  })

  it('changes nothing the second time', async () => {
    const given = withKeys(ports(), OLD)
    await enrol(given, callerOf(given))
    const both = withKeys(given, NEW, OLD)
    await rotateKeys(both)()
    expect((await rotateKeys(both)()).resealed).to.equal(0)
  })

  it('goes on with what is left where it was ended half-way', async () => {
    const given = withKeys(ports(), OLD)
    const people = Array.from({ length: 3 }, (_, index) => callerOf(given, { userId: `person-${index}` }))
    for (const person of people) await enrol(given, person)
    const both = withKeys(given, NEW, OLD)
    const end = new AbortController()
    const ended = rotateKeys(both)({ signal: end.signal, onProgress: () => end.abort() })
    expect((await rejection(ended)).name).to.equal('AbortError')
    const { resealed } = await rotateKeys(both)()
    expect(resealed).to.equal(3 * 11)
  })

  it('leaves alone what somebody wrote anew in between', async () => {
    const given = withKeys(ports(), OLD)
    const ann = callerOf(given)
    await enrol(given, ann)
    const both = withKeys(given, NEW, OLD)
    const { reseal } = both.store
    const secrets: string[] = []
    both.store.reseal = async (kind, texts) => {
      if (kind === 'enrolment' && secrets.length === 0) secrets.push(await enrol(both, ann))
      return reseal(kind, texts)
    }
    await rotateKeys(both)()
    const after = withKeys(both, NEW)
    both.store.time = NOON + 60_000
    expect((await verifyCode(after)(ann, codeOf(after, secrets[0] ?? ''))).verdict.outcome).to.equal('accepted')
  })

  it('counts what no key opens, names the key, and leaves it as it is', async () => {
    const given = withKeys(ports(), OLD)
    await enrol(given, callerOf(given))
    const lost = withKeys(given, NEW)
    const { resealed, unreadable, keys } = await rotateKeys(lost)()
    expect({ resealed, unreadable }).to.deep.equal({ resealed: 0, unreadable: 12 })
    expect(keys[1]).to.deep.equal({ id: 'old', role: 'missing', sealed: 12, backupCodes: 10, people: 1 })
    expect((await rotateKeys(withKeys(given, NEW, OLD))()).resealed).to.equal(12)
  })

  it('writes nothing with a first key that has the id of the one in use and other bytes', async () => {
    const given = withKeys(ports(), OLD)
    await enrol(given, callerOf(given, { userId: 'ann' }))
    const inUse = withKeys(given, NEW, OLD)
    const secret = await enrol(inUse, callerOf(inUse, { userId: 'bea' }))
    const mistyped = withKeys(given, { id: 'new', key: randomBytes(32) }, OLD)
    for (const work of [rotateKeys(mistyped)(), removeKey(mistyped)('old', { drop: () => true })]) {
      expect(await rejection(work)).to.include({ code: 'ERR_2FA_CONFIGURATION' })
    }
    expect((await reportKeys(inUse)()).map(({ role, sealed }) => [role, sealed])).to.deep.equal([
      ['seals', 12],
      ['opens', 12],
    ])
    inUse.store.time = NOON + 60_000
    const bea = callerOf(inUse, { userId: 'bea' })
    expect((await verifyCode(inUse)(bea, codeOf(inUse, secret))).verdict.outcome).to.equal('accepted')
  })

  it('names a key that has the right id and other bytes, and takes no damaged text for one', async () => {
    const given = withKeys(ports(), OLD)
    const ann = callerOf(given, { userId: 'ann' })
    await enrol(given, ann)
    const mistyped = withKeys(given, NEW, { id: 'old', key: randomBytes(32) })
    const { unreadable, keys } = await rotateKeys(mistyped)()
    expect([unreadable, keys.map(({ role }) => role)]).to.deep.equal([12, ['seals', 'wrong']])
    expect((await rejection(removeKey(mistyped)('old'))).message).to.contain('nobody can open without it')

    const [code] = await given.store.backupCodes(ann.subject.key)
    const damaged = { id: code?.id ?? '', from: code?.sealedCode ?? '', to: `${code?.sealedCode?.slice(0, -4)}AAAA` }
    await given.store.reseal('backup-code', [damaged])
    expect((await rotateKeys(given)()).resealed).to.equal(0)
  })

  it('tells how far it is, a batch at a time', async () => {
    const given = withKeys(ports(), OLD)
    await enrol(given, callerOf(given))
    const steps: string[] = []
    await rotateKeys(withKeys(given, NEW, OLD))({
      onProgress: ({ step, kind, read, written }) => steps.push(`${step} ${kind} ${read} ${written}`),
    })
    expect(steps).to.include.members(['reseal enrolment 1 1', 'reseal backup-code 10 10', 'count message 1 0'])
    expect(PAGE).to.be.at.most(1000)
  })

  it('removes no key that seals, is missing and needed, or does not exist', async () => {
    const given = withKeys(ports(), OLD)
    await enrol(given, callerOf(given))
    const code = async (keys: SecretKey[], id: string) =>
      ((await rejection(removeKey(withKeys(given, ...keys))(id, { drop: () => true }))) as { code?: string }).code
    expect(await code([OLD], 'old')).to.equal('ERR_2FA_CONFLICT')
    expect(await code([NEW], 'old')).to.equal('ERR_2FA_CONFLICT')
    expect(await code([OLD], 'none')).to.equal('ERR_2FA_NOT_FOUND')
  })

  describe('where readable copies of backup codes are gone', () => {
    async function saved() {
      const given = withKeys(ports(), OLD)
      const ann = callerOf(given, { userId: 'ann' })
      await enrol(given, ann)
      const codes = await codesOf(given, ann.subject.key)
      await eraseCopies(given, ann.subject.key)
      const both = withKeys(given, NEW, OLD)
      await rotateKeys(both)()
      return { both, ann, codes }
    }

    it('keeps the old key needed, and the codes working', async () => {
      const { both, ann, codes } = await saved()
      const [, old] = await reportKeys(both)()
      expect(old).to.deep.equal({ id: 'old', role: 'opens', sealed: 0, backupCodes: 10, people: 1 })
      expect((await verifyBackupCode(both)(ann, codes[0])).verdict.outcome).to.equal('accepted')
      expect((await reportKeys(both)())[1]?.backupCodes).to.equal(9)
    })

    it('gives the owners ten new codes on request, and mails them', async () => {
      const { both, ann, codes } = await saved()
      expect(await dropKey(both)('old')).to.equal(1)
      expect((await reportKeys(both)()).map(({ id, backupCodes }) => [id, backupCodes])).to.deep.equal([
        ['new', 10],
        ['old', 0],
      ])
      expect((await verifyBackupCode(both)(ann, codes[0])).verdict.outcome).to.equal('wrong')
      const [fresh] = await codesOf(both, ann.subject.key)
      expect((await verifyBackupCode(both)(ann, fresh)).verdict.outcome).to.equal('accepted')
      expect((await notices(both, ann)).map(({ kind }) => kind)).to.include('backup-codes-dropped')
      expect(both.store.audit.at(-3)).to.include({ kind: 'backup-codes-dropped', subjectKey: ann.subject.key })
      expect(await dropKey(both)('old')).to.equal(0)
    })

    it('lets nobody remove the old key, unless the owners get new codes', async () => {
      const { both, ann } = await saved()
      const refusal = await rejection(removeKey(both)('old'))
      expect(refusal).to.include({ code: 'ERR_2FA_CONFLICT' })
      expect(refusal.message).to.contain('10 backup codes of 1 people')
      expect(await notices(both, ann)).to.have.length(1)
      const asked: number[] = []
      const { dropped, keys } = await removeKey(both)('old', { drop: ({ people }) => asked.push(people) > 0 })
      expect({ asked, dropped }).to.deep.equal({ asked: [1], dropped: 1 })
      expect(keys[1]).to.deep.equal({ id: 'old', role: 'opens', sealed: 0, backupCodes: 0, people: 0 })
      expect(await removeKey(both)('old')).to.include({ dropped: 0 })
    })

    it('says so where another process goes on making codes with the old key', async () => {
      const { both } = await saved()
      const behind = withKeys(both, OLD, NEW)
      const { replaceBackupCodes } = both.store
      both.store.replaceBackupCodes = async (...given) => {
        const settlement = await replaceBackupCodes(...given)
        await enrol(behind, callerOf(behind, { userId: 'bea' }))
        const { key } = callerOf(behind, { userId: 'bea' }).subject
        await eraseCopies(behind, key)
        return settlement
      }
      const refusal = await rejection(removeKey(both)('old', { drop: () => true }))
      expect(refusal).to.include({ code: 'ERR_2FA_CONFLICT' })
      expect(refusal.message).to.contain('has been used since')
    })

    it('refuses to drop the key that seals', async () => {
      const { both } = await saved()
      const error = await rejection(dropKey(both)('new'))
      expect(error).to.include({ code: 'ERR_2FA_CONFLICT' })
    })

    it('leaves those alone who made new codes meanwhile', async () => {
      const { both, ann } = await saved()
      both.store.moved.push(async () => {
        const { attempts, epoch } = await both.store.load(ann.subject.key, '')
        const expected = { subjectKey: ann.subject.key, version: attempts.version, epoch }
        await both.store.replaceBackupCodes(expected, { backupCodes: [], effects: { audit: [], messages: [] } })
      })
      expect(await dropKey(both)('old')).to.equal(0)
      expect((await notices(both, ann)).map(({ kind }) => kind)).not.to.include('backup-codes-dropped')
    })
  })
})
