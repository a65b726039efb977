import { expect } from 'chai'
import { issueBypassCode } from '../../src/actions/administration/issue-bypass-code.js'
import { recentEvents } from '../../src/actions/administration/recent-events.js'
import { resetPerson } from '../../src/actions/administration/reset-person.js'
import { revokeSessions } from '../../src/actions/administration/revoke-sessions.js'
import { unlockPerson } from '../../src/actions/administration/unlock-person.js'
import { verifyCode } from '../../src/actions/challenge/verify-code.js'
import { verifyRecoveryCode } from '../../src/actions/challenge/verify-recovery-code.js'
import type { Actor, Caller } from '../../src/actions/context.js'
import { NOON } from '../domain/sample-login.js'
import { callerOf, codeOf, enrol, notices, type Ports, ports, wrongCode } from './people.js'
import { rejection } from './rejection.js'

const HOUR_MS = 3_600_000
const opal: Actor = { by: 'opal-id', origin: { browser: 'Firefox', system: 'Linux', address: '203.0.113.9' } }
const WHY = { reason: 'Phone lost', lastsMs: HOUR_MS }

describe('an administrator', () => {
  let given: Ports
  let person: Caller
  let secret: string
  beforeEach(async () => {
    given = ports()
    person = callerOf(given)
    secret = await enrol(given, person)
    given.store.time = NOON + 60_000
  })
  const answer = (code: string) => verifyRecoveryCode(given)(person, code)
  const outcome = async (code: string) => (await answer(code)).verdict.outcome
  const told = async () => (await notices(given, person)).slice(1).map(({ kind }) => kind)
  const lastEvent = () => given.store.audit.at(-1)
  const lockRecovery = async () => {
    for (let tried = 0; tried < 5; tried++) await answer('aaaa-aaaa-aaaa-aaaa')
  }

  describe('issues a bypass code', () => {
    it('that lets in once, and proves no more than it is', async () => {
      const { code, endsAt } = await issueBypassCode(given)(opal, person.subject, WHY)
      expect(code).to.match(/^[0-9]{8}$/)
      expect(endsAt).to.equal(NOON + 60_000 + HOUR_MS)
      const accepted = await answer(`${code.slice(0, 4)} ${code.slice(4)}`)
      expect('mark' in accepted && accepted.mark.proof).to.equal('bypass-code')
      expect(await outcome(code)).to.equal('replayed')
      expect(await told()).to.deep.equal(['bypass-code-issued', 'bypass-code-used'])
    })

    it('exactly once for 50 at the same time', async () => {
      const { code } = await issueBypassCode(given)(opal, person.subject, WHY)
      const settled = await Promise.allSettled(Array.from({ length: 50 }, () => outcome(code)))
      const outcomes = settled.map((each) => (each.status === 'fulfilled' ? each.value : 'failed'))
      expect(outcomes.filter((each) => each === 'accepted')).to.have.length(1)
    })

    it('and the one before is dead', async () => {
      const first = await issueBypassCode(given)(opal, person.subject, WHY)
      const second = await issueBypassCode(given)(opal, person.subject, WHY)
      if (first.code !== second.code) expect(await outcome(first.code)).to.equal('wrong')
      expect(await outcome(second.code)).to.equal('accepted')
    })

    it('for that person alone', async () => {
      const other = callerOf(given, { userId: 'another-person' })
      await enrol(given, other)
      await issueBypassCode(given)(opal, other.subject, WHY)
      const { code } = await issueBypassCode(given)(opal, person.subject, WHY)
      expect((await verifyRecoveryCode(given)(other, code)).verdict.outcome).to.equal('wrong')
    })

    it('that ends, and costs no try when it comes too late', async () => {
      const { code } = await issueBypassCode(given)(opal, person.subject, WHY)
      given.store.time = NOON + 60_000 + HOUR_MS
      expect(await outcome(code)).to.equal('expired')
      expect((await given.store.load(person.subject.key, '')).attempts.recovery.wrong).to.equal(0)
    })

    it('to somebody whose backup codes are locked, and opens them for it', async () => {
      await lockRecovery()
      expect(await outcome('12345678')).to.equal('locked')
      const { code } = await issueBypassCode(given)(opal, person.subject, WHY)
      expect(await outcome(code)).to.equal('accepted')
    })

    it('that is guessed as often as the limit says', async () => {
      const { code } = await issueBypassCode(given)(opal, person.subject, WHY)
      const wrong = code === '00000000' ? '00000001' : '00000000'
      for (let tried = 0; tried < 5; tried++) expect(await outcome(wrong)).to.equal('wrong')
      expect(await outcome(code)).to.equal('locked')
    })

    it('only with a reason, for a time that is allowed, to somebody who has something to bypass', async () => {
      const issue = issueBypassCode(given)
      expect(await rejection(issue(opal, person.subject, { ...WHY, reason: ' ' }))).to.include({ status: 400 })
      expect(await rejection(issue(opal, person.subject, { ...WHY, lastsMs: 599_999 }))).to.include({ status: 400 })
      const nobody = callerOf(given, { userId: 'nobody' })
      expect(await rejection(issue(opal, nobody.subject, WHY))).to.include({ status: 409 })
      expect(given.store.audit.some(({ kind }) => kind === 'bypass-code-issued')).to.equal(false)
    })

    it('and the log says who and why, and never the code', async () => {
      const { code } = await issueBypassCode(given)(opal, person.subject, WHY)
      expect(lastEvent()).to.deep.include({
        kind: 'bypass-code-issued',
        subjectKey: person.subject.key,
        origin: opal.origin,
        details: { reason: 'Phone lost', minutes: 60, by: 'opal-id' },
      })
      const everything = JSON.stringify([given.store.audit, await notices(given, person)])
      expect(everything).not.to.contain(code)
    })
  })

  it('resets a person: nothing of it is left, and the count stays', async () => {
    await answer('aaaa-aaaa-aaaa-aaaa')
    const { code } = await issueBypassCode(given)(opal, person.subject, WHY)
    await answer(code)
    await verifyCode(given)(person, wrongCode(given, secret))
    const { epoch } = await given.store.load(person.subject.key, '')
    await resetPerson(given)(opal, person.subject)
    const state = await given.store.load(person.subject.key, given.identities.session(person.login))
    expect(state).to.deep.include({ enrolment: null, verifiedSession: null, epoch: epoch + 1 })
    expect(state.attempts.codes.wrong).to.equal(1)
    expect(await given.store.backupCodes(person.subject.key)).to.deep.equal([])
    expect(await given.store.bypassCode(person.subject.key)).to.equal(null)
    expect(await outcome(code)).to.equal('not-enrolled')
    expect((await told()).at(-1)).to.equal('reset')
    expect(lastEvent()).to.deep.include({ kind: 'reset', details: { method: 'totp', by: 'opal-id' } })
    expect(await rejection(resetPerson(given)(opal, person.subject))).to.include({ status: 409 })
  })

  it('unlocks both sides, once', async () => {
    for (let tried = 0; tried < 5; tried++) await verifyCode(given)(person, wrongCode(given, secret))
    await lockRecovery()
    await unlockPerson(given)(opal, person.subject)
    expect((await verifyCode(given)(person, codeOf(given, secret))).verdict.outcome).to.equal('accepted')
    const before = given.store.audit.length
    await unlockPerson(given)(opal, person.subject)
    expect(given.store.audit).to.have.length(before)
    expect((await told()).filter((kind) => kind === 'unlocked')).to.have.length(1)
  })

  it('has every session asked again', async () => {
    const session = given.identities.session(person.login)
    expect((await given.store.load(person.subject.key, session)).verifiedSession).not.to.equal(null)
    await revokeSessions(given)(opal, person.subject)
    const state = await given.store.load(person.subject.key, session)
    expect(state.verifiedSession).to.equal(null)
    expect(state.enrolment).not.to.equal(null)
    expect(state.revokedAt).to.equal(NOON + 60_000)
    expect((await told()).at(-1)).to.equal('sessions-revoked')
  })

  it('is shown to the person without the place they sit at', async () => {
    await revokeSessions(given)(opal, person.subject)
    const [event] = await recentEvents(given)(person)
    expect(event?.kind).to.equal('sessions-revoked')
    expect(event?.origin).to.deep.equal({ browser: null, system: null, address: null })
  })
})
