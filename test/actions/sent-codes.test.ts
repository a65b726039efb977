import { expect } from 'chai'
import { type SendOptions, type SendPorts, sendCode } from '../../src/actions/challenge/send-code.js'
import { verifyCode } from '../../src/actions/challenge/verify-code.js'
import type { Caller } from '../../src/actions/context.js'
import { confirmSetUp } from '../../src/actions/enrolment/confirm-set-up.js'
import { readDestination } from '../../src/actions/enrolment/read-destination.js'
import { showSetUp } from '../../src/actions/enrolment/show-set-up.js'
import { startSetUp } from '../../src/actions/enrolment/start-set-up.js'
import type { ChannelStates } from '../../src/actions/messages/read-channels.js'
import { NOON } from '../domain/sample-login.js'
import { callerOf, type Ports, ports } from './people.js'

const NUMBER = '+819012345678'
const OTHER = '+819087654321'
const ADDRESS = 'fred@example.example'
const MINUTE = 60_000

const FAILING = { state: 'failing', since: NOON, reason: 'It does not answer.' } as const

/** Sends by the destination of the pending or the active enrolment, as the pages do. */
function sender(given: Ports, channels: Partial<ChannelStates> = {}) {
  const states: ChannelStates = { email: { state: 'working' }, sms: { state: 'working' }, ...channels }
  const all: SendPorts = { ...given, readChannels: async () => states }
  return {
    async toSetUp(caller: Caller, options?: SendOptions) {
      const destination = (await showSetUp(given)(caller))?.destination
      if (destination === undefined || destination === null) throw new Error('Nothing is pending that is sent')
      return sendCode(all)(caller, 'set-up', { ...destination, fallback: null }, options)
    },
    async atSignIn(caller: Caller, options?: SendOptions) {
      const { enrolment } = await given.store.load(caller.subject.key, '')
      const destination = enrolment && (await readDestination(given)(caller, enrolment))
      if (!destination) throw new Error('No method is active that is sent')
      return sendCode(all)(caller, 'sign-in', destination, options)
    },
  }
}

/** Every code in the outbox, with where it goes, the oldest first. */
async function codes({ store, sealer }: Ports, { subject }: Caller) {
  const opened = [...store.outbox.values()].map(({ message }) =>
    sealer.open(message.sealedBody, { subjectKey: subject.key, purpose: 'message' }),
  )
  return (await Promise.all(opened))
    .map((text) => JSON.parse(text) as { code?: string; channel: string; to: string })
    .filter(({ code }) => code !== undefined)
}

const lastCode = async (given: Ports, caller: Caller) => (await codes(given, caller)).at(-1)?.code ?? ''

/** Six digits that are none of those. */
const otherThan = (...known: string[]) => ['000000', '111111', '222222'].find((code) => !known.includes(code)) ?? ''

async function enrolBySms(given: Ports, caller: Caller, number = NUMBER): Promise<void> {
  await startSetUp(given)(caller, 'sms', number)
  await sender(given).toSetUp(caller)
  const { verdict } = await confirmSetUp(given)(caller, await lastCode(given, caller))
  if (verdict.outcome !== 'accepted') throw new Error(`Set-up ended as ${verdict.outcome}`)
  // A new login: the code of the set-up counts for the old one.
  if (given.store.time !== undefined) given.store.time += 2 * MINUTE
}

describe('codes by SMS', () => {
  it('go to the number that was typed, and their first one makes it the active method', async () => {
    const given = ports()
    const caller = callerOf(given)
    expect(await startSetUp(given)(caller, 'sms', '090-1234-5678')).to.deep.equal({ outcome: 'started' })
    const sending = await sender(given).toSetUp(caller)
    expect(sending).to.deep.equal({ channel: 'sms', to: NUMBER, outcome: 'sent', resendAt: NOON + MINUTE, works: true })
    const answer = await confirmSetUp(given)(caller, await lastCode(given, caller))
    expect(answer).to.have.nested.property('mark.proof', 'sms')
    const { enrolment } = await given.store.load(caller.subject.key, '')
    expect(enrolment?.method).to.equal('sms')
    expect(enrolment && (await readDestination(given)(caller, enrolment))).to.deep.equal({
      channel: 'sms',
      to: NUMBER,
      fallback: ADDRESS,
    })
    expect(JSON.stringify([...given.store.outbox.values(), given.store.audit])).not.to.contain(NUMBER)
  })

  for (const [number, why] of [
    ['my phone', 'malformed'],
    ['+447911123456', 'not-allowed'],
  ] as const) {
    it(`begin no set-up with a number that is ${why}`, async () => {
      const given = ports()
      expect(await startSetUp(given)(callerOf(given), 'sms', number)).to.deep.equal({ outcome: 'number-refused', why })
      expect(await showSetUp(given)(callerOf(given))).to.equal(null)
    })
  }

  it('confirm no other number than the one they went to', async () => {
    const given = ports()
    const caller = callerOf(given)
    await startSetUp(given)(caller, 'sms', NUMBER)
    await sender(given).toSetUp(caller)
    const mine = await lastCode(given, caller)
    await startSetUp(given)(caller, 'sms', OTHER)
    expect((await confirmSetUp(given)(caller, mine)).verdict.outcome).to.equal('expired')
    const sending = await sender(given).toSetUp(caller)
    expect(sending).to.include({ outcome: 'sent', to: OTHER })
    const theirs = await lastCode(given, caller)
    if (mine !== theirs) expect((await confirmSetUp(given)(caller, mine)).verdict.outcome).to.equal('wrong')
    expect((await confirmSetUp(given)(caller, theirs)).verdict.outcome).to.equal('accepted')
  })

  it('keep what is pending for the same number, so that a reload sends nothing', async () => {
    const given = ports()
    const caller = callerOf(given)
    await startSetUp(given)(caller, 'sms', NUMBER)
    const [first] = [await given.store.pendingEnrolment(caller.subject.key)]
    await startSetUp(given)(caller, 'sms', '090 1234 5678')
    expect((await given.store.pendingEnrolment(caller.subject.key))?.id).to.equal(first?.id)
    await sender(given).toSetUp(caller)
    expect((await sender(given).toSetUp(caller)).outcome).to.equal('alive')
    expect(await codes(given, caller)).to.have.length(1)
  })

  it('say by which channel the code came that was accepted', async () => {
    const given = ports()
    const caller = callerOf(given)
    await enrolBySms(given, caller)
    await sender(given).atSignIn(caller)
    const bySms = await verifyCode(given)(caller, await lastCode(given, caller))
    expect(bySms).to.have.nested.property('mark.proof', 'sms')
    given.store.time = (given.store.time ?? 0) + 2 * MINUTE
    await sender(given).atSignIn(caller, { byEmail: true, again: true })
    const byEmail = await verifyCode(given)(caller, await lastCode(given, caller))
    expect(byEmail).to.have.nested.property('mark.proof', 'email')
  })
})

describe('"send it by e-mail instead"', () => {
  it('mails at once to the address of the set-up; the code by SMS is dead', async () => {
    const given = ports()
    const caller = callerOf(given)
    await enrolBySms(given, caller)
    await sender(given).atSignIn(caller)
    const bySms = await lastCode(given, caller)
    const sending = await sender(given).atSignIn(caller, { byEmail: true, again: true })
    expect(sending).to.include({ channel: 'email', to: ADDRESS, outcome: 'sent' })
    const byEmail = await lastCode(given, caller)
    expect((await codes(given, caller)).slice(-2).map(({ to }) => to)).to.deep.equal([NUMBER, ADDRESS])
    if (bySms !== byEmail) expect((await verifyCode(given)(caller, bySms)).verdict.outcome).to.equal('wrong')
    expect((await verifyCode(given)(caller, byEmail)).verdict.outcome).to.equal('accepted')
  })

  it('lasts for this challenge: reloading and asking again stay with e-mail, the next code comes by SMS', async () => {
    const given = ports()
    const caller = callerOf(given)
    await enrolBySms(given, caller)
    await sender(given).atSignIn(caller)
    await sender(given).atSignIn(caller, { byEmail: true, again: true })
    expect(await sender(given).atSignIn(caller)).to.include({ channel: 'email', outcome: 'alive' })
    expect(await sender(given).atSignIn(caller, { again: true })).to.include({ channel: 'email', outcome: 'alive' })
    given.store.time = (given.store.time ?? 0) + MINUTE
    expect(await sender(given).atSignIn(caller, { again: true })).to.include({ channel: 'email', outcome: 'sent' })
    given.store.time += 10 * MINUTE
    expect(await sender(given).atSignIn(caller)).to.include({ channel: 'sms', outcome: 'sent' })
  })

  it('gives no tries back', async () => {
    const given = ports()
    const caller = callerOf(given)
    await enrolBySms(given, caller)
    await sender(given).atSignIn(caller)
    for (let wrong = 0; wrong < 4; wrong++) {
      await verifyCode(given)(caller, otherThan(await lastCode(given, caller)))
    }
    await sender(given).atSignIn(caller, { byEmail: true, again: true })
    const right = await lastCode(given, caller)
    expect((await verifyCode(given)(caller, otherThan(right))).verdict).to.include({ outcome: 'wrong', triesLeft: 0 })
    expect((await verifyCode(given)(caller, right)).verdict.outcome).to.equal('locked')
  })

  it('lets out no more in all: five an hour for a person, whatever the channel', async () => {
    const given = ports()
    const caller = callerOf(given)
    await enrolBySms(given, caller)
    await sender(given).atSignIn(caller)
    await sender(given).atSignIn(caller, { byEmail: true, again: true })
    for (let again = 0; again < 2; again++) {
      given.store.time = (given.store.time ?? 0) + MINUTE
      await sender(given).atSignIn(caller, { again: true })
    }
    given.store.time = (given.store.time ?? 0) + MINUTE
    expect(await sender(given).atSignIn(caller, { again: true })).to.include({ outcome: 'capped' })
    const next = callerOf(given, { sessionId: 'another' })
    expect(await sender(given).atSignIn(next)).to.include({ outcome: 'capped', channel: 'sms' })
    expect(await codes(given, caller)).to.have.length(5)
  })

  it('counts for a number, whoever has it: five an hour', async () => {
    const given = ports()
    for (let person = 0; person < 6; person++) {
      const caller = callerOf(given, { userId: `person-${person}`, sessionId: `session-${person}` })
      await startSetUp(given)(caller, 'sms', NUMBER)
      expect((await sender(given).toSetUp(caller)).outcome, `person ${person}`).to.equal(person < 5 ? 'sent' : 'capped')
    }
  })
})

describe('a channel that does not work', () => {
  it('is not tried by itself, and costs nothing of the hour; whoever asks has it tried', async () => {
    const given = ports()
    const caller = callerOf(given)
    await enrolBySms(given, caller)
    const broken = sender(given, { sms: FAILING })
    for (let load = 0; load < 10; load++) {
      expect(await broken.atSignIn(caller)).to.deep.equal({ outcome: 'unavailable', channel: 'sms', to: NUMBER })
    }
    expect(await broken.atSignIn(caller, { again: true })).to.include({ outcome: 'sent', works: false })
    expect(await broken.atSignIn(caller)).to.include({ outcome: 'alive', works: false })
  })

  it('is never tried where there is no option for it', async () => {
    const given = ports()
    const caller = callerOf(given)
    await enrolBySms(given, caller)
    const without = sender(given, { sms: { state: 'not-configured' } })
    expect(await without.atSignIn(caller, { again: true })).to.include({ outcome: 'unavailable' })
    expect(await without.atSignIn(caller, { again: true, byEmail: true })).to.include({
      channel: 'email',
      outcome: 'sent',
    })
  })
})
