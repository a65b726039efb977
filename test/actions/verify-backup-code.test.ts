import { expect } from 'chai'
import { regenerateBackupCodes } from '../../src/actions/backup-codes/regenerate-backup-codes.js'
import { verifyBackupCode } from '../../src/actions/challenge/verify-backup-code.js'
import { verifyCode } from '../../src/actions/challenge/verify-code.js'
import type { Caller } from '../../src/actions/context.js'
import { NOON } from '../domain/sample-login.js'
import { callerOf, codeOf, enrol, notices, type Ports, ports } from './people.js'
import { rejection } from './rejection.js'

const UNKNOWN = 'aaaa-aaaa-aaaa-aaaa'

describe('verifyBackupCode', () => {
  let given: Ports
  let caller: Caller
  let secret: string
  let codes: string[]

  async function codesOf({ subject }: Caller): Promise<string[]> {
    const kept = await given.store.backupCodes(subject.key)
    const context = { subjectKey: subject.key, purpose: 'backup-code' } as const
    return Promise.all(kept.map(({ sealedCode }) => given.sealer.open(sealedCode ?? '', context)))
  }

  beforeEach(async () => {
    given = ports()
    caller = callerOf(given)
    secret = await enrol(given, caller)
    codes = await codesOf(caller)
  })

  it('lets in by each of the ten, once', async () => {
    expect(new Set(codes).size).to.equal(10)
    for (const code of codes) {
      const answer = await verifyBackupCode(given)(caller, code)
      expect(answer.verdict.outcome).to.equal('accepted')
      expect('mark' in answer && answer.mark.proof).to.equal('backup-code')
    }
    for (const code of codes.slice(0, 3)) {
      const { verdict } = await verifyBackupCode(given)(caller, code)
      expect(verdict.outcome).to.equal('replayed')
    }
  })

  it('takes a code however it is typed', async () => {
    const typed = ` ${(codes[4] ?? '').toUpperCase().replaceAll('-', ' ')}`
    expect((await verifyBackupCode(given)(caller, typed)).verdict.outcome).to.equal('accepted')
  })

  it('refuses another person’s code, an unknown one, and one of an old batch', async () => {
    const other = callerOf(given, { userId: 'another-person' })
    await enrol(given, other)
    const [theirs = ''] = await codesOf(other)
    given.store.time = NOON + 60_000
    await regenerateBackupCodes(given)(caller)
    for (const code of [theirs, UNKNOWN, codes[0] ?? '']) {
      expect((await verifyBackupCode(given)(caller, code)).verdict.outcome).to.equal('wrong')
    }
    expect((await verifyBackupCode(given)(other, theirs)).verdict.outcome).to.equal('accepted')
  })

  it('counts on a side of its own: its lock leaves the codes of the app open, and a right one opens it', async () => {
    for (let tried = 0; tried < 5; tried++) await verifyBackupCode(given)(caller, UNKNOWN)
    const locked = await verifyBackupCode(given)(caller, codes[0])
    expect(locked).to.deep.equal({ verdict: { outcome: 'locked', until: NOON + 60_000 } })
    expect((await given.store.backupCodes(caller.subject.key))[0]?.usedAt).to.equal(null)
    expect((await verifyCode(given)(caller, codeOf(given, secret))).verdict.outcome).to.equal('accepted')
    expect((await verifyBackupCode(given)(caller, codes[0])).verdict.outcome).to.equal('accepted')
  })

  it('spends a code once for parallel posts of it', async () => {
    const answers = await Promise.all(Array.from({ length: 4 }, () => verifyBackupCode(given)(caller, codes[0])))
    expect(answers.filter(({ verdict }) => verdict.outcome === 'accepted')).to.have.length(1)
    expect(answers.filter(({ verdict }) => verdict.outcome === 'replayed')).to.have.length(3)
  })

  it('judges again where somebody was faster with the same code', async () => {
    given.store.moved.push(async () => {
      await verifyBackupCode(given)(caller, codes[0])
    })
    expect((await verifyBackupCode(given)(caller, codes[0])).verdict.outcome).to.equal('replayed')
  })

  it('answers ERR_2FA_STORE after eight rounds, and has spent nothing', async () => {
    given.store.moved.push(...Array.from({ length: 8 }, () => () => {}))
    const error = await rejection(verifyBackupCode(given)(caller, codes[0]))
    expect(error).to.include({ code: 'ERR_2FA_STORE' })
    expect((await verifyBackupCode(given)(caller, codes[0])).verdict.outcome).to.equal('accepted')
  })

  it('mails each use with what is left, and a warning from three on', async () => {
    const before = (await notices(given, caller)).length
    for (const code of codes) await verifyBackupCode(given)(caller, code)
    const told = (await notices(given, caller)).slice(before).map(({ kind, left }) => `${kind} ${left}`)
    const used = [9, 8, 7, 6, 5, 4].map((left) => `backup-code-used ${left}`)
    const few = [3, 2, 1, 0].flatMap((left) => [`backup-code-used ${left}`, `few-backup-codes-left ${left}`])
    expect(told).to.deep.equal([...used, ...few])
  })

  it('mails nothing for a refused one but the fifth wrong answer', async () => {
    const before = (await notices(given, caller)).length
    for (let tried = 0; tried < 5; tried++) await verifyBackupCode(given)(caller, UNKNOWN)
    const told = (await notices(given, caller)).slice(before)
    expect(told.map(({ kind }) => kind)).to.deep.equal(['five-wrong-codes'])
  })

  it('says of somebody without a second factor that there is nothing to answer', async () => {
    const other = callerOf(given, { userId: 'another-person' })
    expect(await verifyBackupCode(given)(other, UNKNOWN)).to.deep.equal({ verdict: { outcome: 'not-enrolled' } })
  })

  it('never counts malformed input as a try, and reads nothing for it', async () => {
    given.store.calls.length = 0
    for (const input of [undefined, null, '', 'aaaa', [UNKNOWN], {}]) {
      expect(await rejection(verifyBackupCode(given)(caller, input))).to.include({ code: 'ERR_2FA_MALFORMED' })
    }
    expect(given.store.calls).to.deep.equal([])
  })

  it('leaves no trace of the code in the audit log', async () => {
    for (const code of [codes[0] ?? '', UNKNOWN]) {
      await verifyBackupCode(given)(caller, code)
      expect(JSON.stringify(given.store.audit)).not.to.contain(code).and.not.to.contain(code.replaceAll('-', ''))
    }
  })
})
