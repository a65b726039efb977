import { expect } from 'chai'
import { deliverMessages } from '../../src/actions/messages/deliver-messages.js'
import { outboxMessage, sealedMessage } from '../../src/actions/record.js'
import { DEFAULT_TOTP, type Enrolment } from '../../src/domain/enrolment/enrolment.js'
import { TwoFactorError } from '../../src/errors.js'
import type { Person } from '../../src/ports/directory.js'
import type { TwoFactorEvent } from '../../src/ports/events.js'
import type { Mail, SmsMessage } from '../../src/ports/mailer.js'
import { NOON } from '../domain/sample-login.js'
import { callerOf, ports } from './people.js'
import { rejection } from './rejection.js'

const SECOND = 1000
const DAY = 24 * 60 * 60 * SECOND

const FRED: Person = {
  userId: 'fred',
  username: 'fred',
  displayName: 'Fred Example',
  email: 'fred@acme.example',
  emailVerified: true,
  locale: 'ja',
  enabled: true,
}

const REFUSED = new TwoFactorError('ERR_2FA_MAIL', 'Nobody of that name.', { recipientRefused: true })

const SOME_ENROLMENT = {
  id: 'enrolment',
  totp: DEFAULT_TOTP,
  confirmedAt: NOON,
  activeSince: NOON,
  backupCodesSavedAt: null,
}

function outbox() {
  const given = ports()
  const caller = callerOf(given)
  const mails: Mail[] = []
  const messages: SmsMessage[] = []
  const events: TwoFactorEvent[] = []
  const person: { current: Person | null | Error } = { current: FRED }
  const refusal: { current: Error | null } = { current: null }
  const enrolled: { current: Enrolment | null } = { current: null }
  const load = given.store.load.bind(given.store)
  const all = {
    ...given,
    store: {
      ...given.store,
      load: async (key: string, session: string) => ({ ...(await load(key, session)), enrolment: enrolled.current }),
    },
    events: { emit: (event: TwoFactorEvent) => void events.push(event) },
    directory: {
      async person() {
        if (person.current instanceof Error) throw person.current
        return person.current
      },
    },
    messages: {
      notice: ({ kind }: { kind: string }, { name, locale }: { name: string; locale: string | null }) => {
        return { subject: kind, text: `${name} ${locale}`, html: '' }
      },
      code: ({ code }: { code: string }) => ({ subject: 'code', text: code, html: '' }),
      smsCode: ({ code }: { code: string }) => code,
      test: () => ({ subject: 'test', text: '', html: '' }),
      smsTest: () => 'test',
    },
    mailer: {
      async send(mail: Mail) {
        if (refusal.current) throw refusal.current
        mails.push(mail)
      },
    },
    sms: {
      async send(message: SmsMessage) {
        if (refusal.current) throw refusal.current
        messages.push(message)
      },
    },
  }
  return {
    userId: caller.subject.userId,
    ...{ store: given.store, mails, messages, events, person, refusal, ports: all },
    deliver: deliverMessages(all),
    /** Makes codes go there, and gives the enrolment. */
    async enrolBy(method: 'email' | 'sms', secret: string): Promise<Enrolment> {
      const context = { subjectKey: caller.subject.key, purpose: 'enrolment-secret' } as const
      const sealedSecret = await given.sealer.seal(secret, context)
      enrolled.current = { ...SOME_ENROLMENT, method, sealedSecret }
      return enrolled.current
    },
    forget() {
      enrolled.current = null
    },
    async postCode(channel: 'email' | 'sms', to: string) {
      const body = { userId: caller.subject.userId, code: '042917', channel, to, endsAt: NOON + 600 * SECOND }
      const message = await sealedMessage(given, caller, NOON, body)
      given.store.outbox.set(message.id, { message, closed: null, closedAt: 0 })
    },
    async post(count = 1, gone: Enrolment | null = null) {
      for (let posted = 0; posted < count; posted++) {
        const message = await outboxMessage(given, caller, { kind: 'enabled', at: NOON }, gone)
        given.store.outbox.set(message.id, { message, closed: null, closedAt: 0 })
      }
    },
    ends: () => [...given.store.outbox.values()].map(({ closed }) => closed),
  }
}

describe('deliverMessages', () => {
  it('sends what is due to the person’s address of now, in their language, and empties it', async () => {
    const box = outbox()
    await box.post()
    expect(await box.deliver()).to.equal(1)
    expect(box.mails).to.deep.equal([
      { to: FRED.email, userId: box.userId, subject: 'enabled', text: 'Fred Example ja', html: '' },
    ])
    expect(box.ends()).to.deep.equal(['sent'])
    expect([...box.store.outbox.values()][0]?.message.sealedBody).to.equal('')
    expect(await box.deliver()).to.equal(0)
    expect(box.mails).to.have.length(1)
  })

  it('sends each once for several processes at once', async () => {
    const box = outbox()
    await box.post(30)
    const rounds = await Promise.all([box.deliver(), box.deliver(), box.deliver()])
    expect(rounds.reduce((sum, claimed) => sum + claimed)).to.equal(30)
    expect(box.mails).to.have.length(30)
  })

  it('claims no more at once than it can send before the claim runs out', async () => {
    const box = outbox()
    await box.post(25)
    expect([await box.deliver(), await box.deliver(), await box.deliver()]).to.deep.equal([20, 5, 0])
  })

  it('tries again later each time, and tells each failure', async () => {
    const box = outbox()
    await box.post()
    box.refusal.current = new Error('the mail server is down')
    for (const wait of [15, 30, 60, 120]) {
      const now = box.store.time ?? 0
      expect(await box.deliver()).to.equal(1)
      box.store.time = now + wait * SECOND - 1
      expect(await box.deliver(), `after ${wait} s`).to.equal(0)
      box.store.time = now + wait * SECOND
    }
    const failures = box.events.filter(({ kind }) => kind === 'mail-failed')
    expect(failures.map((event) => 'tries' in event && event.tries)).to.deep.equal([1, 2, 3, 4])
    box.refusal.current = null
    await box.deliver()
    expect(box.mails).to.have.length(1)
  })

  it('gives up after three days, says so, and empties it', async () => {
    const box = outbox()
    await box.post()
    box.refusal.current = new Error('the mail server is down')
    box.store.time = NOON + 3 * DAY
    await box.deliver()
    expect(box.events.map(({ kind }) => kind)).to.deep.equal(['mail-failed', 'mail-given-up', 'channel-failing'])
    expect(box.ends()).to.deep.equal(['given-up'])
    expect([...box.store.outbox.values()][0]?.message.sealedBody).to.equal('')
  })

  for (const [who, person] of [
    ['somebody whom Keycloak does not know any more', null],
    ['somebody without an address', { ...FRED, email: null }],
    ['somebody with an empty address', { ...FRED, email: '' }],
  ] as const) {
    it(`closes what is for ${who}, without a mail or a failure`, async () => {
      const box = outbox()
      await box.post()
      box.person.current = person
      await box.deliver()
      expect(box.mails).to.deep.equal([])
      expect(box.events).to.deep.equal([])
      expect(box.ends()).to.deep.equal(['given-up'])
    })
  }

  it('keeps what it cannot address while Keycloak is down', async () => {
    const box = outbox()
    await box.post()
    box.person.current = new Error('Keycloak is down')
    await box.deliver()
    expect(box.ends()).to.deep.equal([null])
    box.person.current = FRED
    box.store.time = NOON + 15 * SECOND
    await box.deliver()
    expect(box.ends()).to.deep.equal(['sent'])
  })

  it('lets one that cannot be opened or sent hold back no other', async () => {
    const box = outbox()
    await box.post(3)
    const [first] = [...box.store.outbox.values()]
    if (first) first.message = { ...first.message, sealedBody: 'rubbish' }
    await box.deliver()
    expect(box.mails).to.have.length(2)
    expect(box.ends()).to.deep.equal([null, 'sent', 'sent'])
    expect(box.events.map(({ kind }) => kind)).to.deep.equal(['mail-failed'])
  })

  it('does not report a mail as failed that was sent and could not be ticked off', async () => {
    const box = outbox()
    await box.post()
    const store = { ...box.store, closeMessage: () => Promise.reject(new Error('the database went away')) }
    await deliverMessages({ ...box.ports, store })().catch(() => {})
    expect(box.mails).to.have.length(1)
    expect(box.events.map(({ kind }) => kind)).not.to.include('mail-failed')
  })

  it('passes on that the database cannot be asked', async () => {
    const box = outbox()
    const store = { ...box.store, claimMessages: () => Promise.reject(new Error('the database is down')) }
    const error = await rejection(deliverMessages({ ...box.ports, store })())
    expect(error.message).to.equal('the database is down')
  })

  it('tells the address of the enrolment as well as Keycloak’s, each once', async () => {
    const box = outbox()
    await box.enrolBy('email', 'fred@old.example')
    await box.post()
    await box.deliver()
    expect(box.mails.map(({ to }) => to)).to.have.members(['fred@acme.example', 'fred@old.example'])
    const same = outbox()
    await same.enrolBy('email', 'FRED@acme.example')
    await same.post()
    await same.deliver()
    expect(same.mails).to.have.length(1)
  })

  it('tells the fallback address of somebody with codes by SMS', async () => {
    const box = outbox()
    await box.enrolBy('sms', JSON.stringify({ to: '+819012345678', fallback: 'sue@old.example' }))
    await box.post()
    await box.deliver()
    expect(box.mails.map(({ to }) => to)).to.have.members(['fred@acme.example', 'sue@old.example'])
  })

  it('tells an address that the change itself has deleted', async () => {
    const box = outbox()
    const gone = await box.enrolBy('email', 'fred@old.example')
    box.forget()
    await box.post(1, gone)
    await box.deliver()
    expect(box.mails.map(({ to }) => to)).to.have.members(['fred@acme.example', 'fred@old.example'])
  })

  it('is done once a notice has arrived somewhere and the other address is refused', async () => {
    const box = outbox()
    await box.enrolBy('email', 'fred@gone.example')
    await box.post()
    const send = async (mail: Mail) => {
      if (mail.to === 'fred@gone.example') throw REFUSED
      box.mails.push(mail)
    }
    await deliverMessages({ ...box.ports, mailer: { send } })()
    expect(box.ends()).to.deep.equal(['sent'])
    expect(box.events.map(({ kind }) => kind)).to.deep.equal([])
  })

  it('sends a code by its channel, while it can be entered and never after', async () => {
    const box = outbox()
    await box.postCode('sms', '+819012345678')
    await box.deliver()
    expect(box.messages).to.deep.equal([{ to: '+819012345678', userId: box.userId, text: '042917' }])
    await box.postCode('sms', '+819012345678')
    box.store.time = NOON + 10 * 60 * SECOND
    await box.deliver()
    expect(box.messages).to.have.length(1)
    expect(box.ends()).to.deep.equal(['sent', 'given-up'])
  })

  it('tells of SMS that failed as such', async () => {
    const box = outbox()
    await box.postCode('sms', '+819012345678')
    box.refusal.current = new Error('the gateway is down')
    await box.deliver()
    expect(box.events.map(({ kind }) => kind)).to.deep.equal(['sms-failed', 'channel-failing'])
  })

  it('closes what there is nothing to send with', async () => {
    const box = outbox()
    await box.post()
    await box.postCode('sms', '+819012345678')
    await deliverMessages({ ...box.ports, mailer: null, sms: null })()
    expect(box.ends()).to.deep.equal(['given-up', 'given-up'])
    expect(box.events).to.deep.equal([])
  })

  it('puts no address and no name into the outbox or the events', async () => {
    const box = outbox()
    await box.post()
    box.refusal.current = new Error('the mail server is down')
    await box.deliver()
    const text = JSON.stringify([...box.store.outbox.values(), ...box.events.map(({ ...event }) => event)])
    expect(text).not.to.contain(FRED.email).and.not.to.contain(FRED.displayName)
  })
})
