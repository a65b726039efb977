import { expect } from 'chai'
import { verifyBackupCode } from '../../src/actions/challenge/verify-backup-code.js'
import { verifyCode } from '../../src/actions/challenge/verify-code.js'
import type { Caller } from '../../src/actions/context.js'
import { confirmSetUp } from '../../src/actions/enrolment/confirm-set-up.js'
import type { Store } from '../../src/ports/store.js'
import { NOON } from '../domain/sample-login.js'
import { beginSetUp, callerOf, codeOf, enrol, notices, type Ports, ports, wrongCode } from './people.js'
import { rejection } from './rejection.js'

const MINUTE = 60_000

describe('verifyCode', () => {
  let given: Ports
  let caller: Caller
  let secret: string
  let wrong: string

  beforeEach(async () => {
    given = ports()
    caller = callerOf(given)
    secret = await enrol(given, caller)
    wrong = wrongCode(given, secret)
  })

  it('accepts the right code and earns a mark and a verified session of this very login', async () => {
    const answer = await verifyCode(given)(caller, codeOf(given, secret))
    const { issuer, userId, sessionId, authenticatedAt } = caller.login
    expect(answer).to.deep.equal({
      verdict: { outcome: 'accepted' },
      mark: {
        ...{ issuer, userId, sessionId, authenticatedAt },
        subjectKey: caller.subject.key,
        proof: 'totp',
        judgedAt: NOON,
        epoch: 1,
      },
    })
    const { verifiedSession } = await given.store.load(caller.subject.key, given.identities.session(caller.login))
    expect(verifiedSession).to.include({ proof: 'totp', judgedAt: NOON, endsAt: NOON + 24 * 60 * MINUTE })
  })

  it('refuses a code whose time step was already spent, and any earlier one', async () => {
    await verifyCode(given)(caller, codeOf(given, secret))
    for (const steps of [0, -1]) {
      const { verdict } = await verifyCode(given)(caller, codeOf(given, secret, steps))
      expect(verdict.outcome).to.equal('replayed')
    }
    expect((await verifyCode(given)(caller, codeOf(given, secret, 1))).verdict.outcome).to.equal('accepted')
  })

  it('refuses the code that confirmed the set-up', async () => {
    const { verdict } = await verifyCode(given)(caller, codeOf(given, secret, -1))
    expect(verdict).to.deep.equal({ outcome: 'replayed', triesLeft: 4, lockedUntil: null })
  })

  it('gives no answer before it is counted: a commit that fails leaves nothing but its error', async () => {
    const store: Store = {
      ...given.store,
      settle: async () => {
        throw new Error('the database went away')
      },
    }
    for (const code of [codeOf(given, secret), wrong]) {
      const error = await rejection(verifyCode({ ...given, store })(caller, code))
      expect(error.message).to.equal('the database went away')
    }
  })

  it('waits for the commit before it answers', async () => {
    const order: string[] = []
    const store: Store = {
      ...given.store,
      settle: async (expected, writes) => {
        await new Promise((resolve) => setTimeout(resolve, 20))
        const settlement = await given.store.settle(expected, writes)
        order.push('committed')
        return settlement
      },
    }
    await verifyCode({ ...given, store })(caller, wrong)
    order.push('answered')
    expect(order).to.deep.equal(['committed', 'answered'])
  })

  it('judges again where somebody was faster, by what is so then', async () => {
    const code = codeOf(given, secret)
    given.store.moved.push(async () => {
      await verifyCode(given)(caller, code)
    })
    const { verdict } = await verifyCode(given)(caller, code)
    expect(verdict.outcome).to.equal('replayed')
  })

  it('judges again by the second factor that there is then', async () => {
    given.store.moved.push(async () => {
      const state = await given.store.load(caller.subject.key, '')
      const expected = { subjectKey: caller.subject.key, version: state.attempts.version, epoch: state.epoch }
      await given.store.turnOff(expected, { revokedAt: NOON, effects: { audit: [], messages: [] } })
    })
    const { verdict } = await verifyCode(given)(caller, codeOf(given, secret))
    expect(verdict.outcome).to.equal('not-enrolled')
  })

  it('answers ERR_2FA_STORE after eight rounds in which others were always first', async () => {
    given.store.moved.push(...Array.from({ length: 20 }, () => () => {}))
    const error = await rejection(verifyCode(given)(caller, codeOf(given, secret)))
    expect(error).to.include({ code: 'ERR_2FA_STORE', status: 503 })
    expect(given.store.moved).to.have.length(12)
    given.store.moved.length = 0
    expect((await verifyCode(given)(caller, codeOf(given, secret))).verdict.outcome).to.equal('accepted')
  })

  it('counts every one of parallel wrong answers, and lets one of parallel right ones in', async () => {
    const wrongs = await Promise.all(Array.from({ length: 4 }, () => verifyCode(given)(caller, wrong)))
    const left = wrongs.map(({ verdict }) => ('triesLeft' in verdict ? verdict.triesLeft : -1))
    expect(left.sort()).to.deep.equal([1, 2, 3, 4])
    const code = codeOf(given, secret)
    const rights = await Promise.all(Array.from({ length: 4 }, () => verifyCode(given)(caller, code)))
    expect(rights.filter(({ verdict }) => verdict.outcome === 'accepted')).to.have.length(1)
  })

  it('mails the fifth wrong answer in a row, once, and again only after a right one', async () => {
    const told = async () => (await notices(given, caller)).filter(({ kind }) => kind === 'five-wrong-codes').length
    for (const expected of [0, 0, 0, 0, 1]) {
      await verifyCode(given)(caller, wrong)
      expect(await told()).to.equal(expected)
    }
    for (let more = 0; more < 5; more++) {
      given.store.time = (given.store.time ?? 0) + 61 * MINUTE
      await verifyCode(given)(caller, wrongCode(given, secret))
    }
    expect(await told()).to.equal(1)
    given.store.time = (given.store.time ?? 0) + 61 * MINUTE
    expect((await verifyCode(given)(caller, codeOf(given, secret))).verdict.outcome).to.equal('accepted')
    for (let more = 0; more < 5; more++) await verifyCode(given)(caller, wrongCode(given, secret))
    expect(await told()).to.equal(2)
  })

  it('mails five wrong answers once, also when they come in parallel and meet', async () => {
    await Promise.all(Array.from({ length: 5 }, () => verifyCode(given)(caller, wrong)))
    expect((await notices(given, caller)).filter(({ kind }) => kind === 'five-wrong-codes')).to.have.length(1)
  })

  it('tells nothing about a code while the side is locked, neither opens the secret nor writes', async () => {
    for (let tried = 0; tried < 5; tried++) await verifyCode(given)(caller, wrong)
    given.store.calls.length = 0
    const sealer = { ...given.sealer, open: () => expect.fail('the secret was opened') }
    for (const code of [codeOf(given, secret), wrong]) {
      const answer = await verifyCode({ ...given, sealer })(caller, code)
      expect(answer).to.deep.equal({ verdict: { outcome: 'locked', until: NOON + MINUTE } })
    }
    expect(given.store.calls).to.deep.equal(['load', 'load'])
    given.store.time = NOON + MINUTE
    expect((await verifyCode(given)(caller, codeOf(given, secret))).verdict.outcome).to.equal('accepted')
  })

  it('is one read and one write', async () => {
    given.store.calls.length = 0
    await verifyCode(given)(caller, codeOf(given, secret))
    expect(given.store.calls).to.deep.equal(['load', 'settle'])
  })

  it('never counts malformed input as a try', async () => {
    for (const input of [undefined, '', '12345', [], {}, '1'.repeat(10_000)]) {
      expect(await rejection(verifyCode(given)(caller, input))).to.include({ code: 'ERR_2FA_MALFORMED' })
    }
    const { attempts } = await given.store.load(caller.subject.key, '')
    expect(attempts.codes).to.deep.equal({ wrong: 0, lockedUntil: 0 })
  })

  it('judges a code against its owner’s secret alone', async () => {
    const other = callerOf(given, { userId: 'another-person' })
    await enrol(given, other)
    const { verdict } = await verifyCode(given)(other, codeOf(given, secret))
    expect(verdict.outcome).to.equal('wrong')
  })

  it('says of somebody without a second factor that there is nothing to answer, and counts nothing', async () => {
    const other = callerOf(given, { userId: 'another-person' })
    given.store.calls.length = 0
    expect(await verifyCode(given)(other, '123456')).to.deep.equal({ verdict: { outcome: 'not-enrolled' } })
    expect(given.store.calls).to.deep.equal(['load'])
  })

  it('writes an audit event for each answer, without the code', async () => {
    given.store.audit.length = 0
    const code = codeOf(given, secret)
    await verifyCode(given)(caller, wrong)
    await verifyCode(given)(caller, code)
    const lines = given.store.audit.map(({ kind, details }) => [kind, details.outcome])
    expect(lines).to.deep.equal([
      ['code-refused', 'wrong'],
      ['code-accepted', 'accepted'],
    ])
    const text = JSON.stringify(given.store.audit.map(({ id: _, ...event }) => event))
    for (const canary of [code, wrong, secret]) expect(text).not.to.contain(`"${canary}"`)
  })

  it('passes on that the secret cannot be opened, and counts no try for it', async () => {
    const rotated = { ...given, sealer: ports().sealer }
    const error = await rejection(verifyCode(rotated)(caller, codeOf(given, secret)))
    expect(error).to.include({ code: 'ERR_2FA_SECRET_UNREADABLE' })
    expect((await given.store.load(caller.subject.key, '')).attempts.codes.wrong).to.equal(0)
  })

  it('keeps two counts: a locked code side leaves backup codes open, and one of them opens it', async () => {
    for (let tried = 0; tried < 5; tried++) await verifyCode(given)(caller, wrong)
    const [first] = await given.store.backupCodes(caller.subject.key)
    const context = { subjectKey: caller.subject.key, purpose: 'backup-code' } as const
    const code = await given.sealer.open(first?.sealedCode ?? '', context)
    expect((await verifyBackupCode(given)(caller, code)).verdict.outcome).to.equal('accepted')
    expect((await verifyCode(given)(caller, codeOf(given, secret))).verdict.outcome).to.equal('accepted')
  })

  it('keeps one count for set-up and sign-in: neither gives tries back to the other', async () => {
    await beginSetUp(given, caller)
    for (let tried = 0; tried < 3; tried++) await verifyCode(given)(caller, wrong)
    const { verdict } = await confirmSetUp(given)(caller, wrong)
    expect(verdict).to.deep.include({ outcome: 'wrong', triesLeft: 1 })
  })
})
