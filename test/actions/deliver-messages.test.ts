import { expect } from 'chai'
import { deliverMessages } from '../../src/actions/messages/deliver-messages.js'
import { outboxMessage } from '../../src/actions/record.js'
import type { Person } from '../../src/ports/directory.js'
import type { TwoFactorEvent } from '../../src/ports/events.js'
import type { Mail } from '../../src/ports/mailer.js'
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

function outbox() {
  const given = ports()
  const caller = callerOf(given)
  const mails: Mail[] = []
  const events: TwoFactorEvent[] = []
  const person: { current: Person | null | Error } = { current: FRED }
  const refusal: { current: Error | null } = { current: null }
  const all = {
    ...given,
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
    },
    mailer: {
      async send(mail: Mail) {
        if (refusal.current) throw refusal.current
        mails.push(mail)
      },
    },
  }
  return {
    ...{ store: given.store, mails, events, person, refusal, ports: all },
    deliver: deliverMessages(all),
    async post(count = 1) {
      for (let posted = 0; posted < count; posted++) {
        const message = await outboxMessage(given, caller, { kind: 'enabled', at: NOON })
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
    expect(box.mails).to.deep.equal([{ to: FRED.email, subject: 'enabled', text: 'Fred Example ja', html: '' }])
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
    expect(box.events.map((event) => event.kind)).to.deep.equal(Array(4).fill('mail-failed'))
    expect(box.events.map((event) => 'tries' in event && event.tries)).to.deep.equal([1, 2, 3, 4])
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
    expect(box.events.map(({ kind }) => kind)).to.deep.equal(['mail-failed', 'mail-given-up'])
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

  it('puts no address and no name into the outbox or the events', async () => {
    const box = outbox()
    await box.post()
    box.refusal.current = new Error('the mail server is down')
    await box.deliver()
    const text = JSON.stringify([...box.store.outbox.values(), ...box.events.map(({ ...event }) => event)])
    expect(text).not.to.contain(FRED.email).and.not.to.contain(FRED.displayName)
  })
})
