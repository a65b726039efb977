import { expect } from 'chai'
import { readChannels } from '../../src/actions/messages/read-channels.js'
import { sendTestMessage } from '../../src/actions/messages/send-test-message.js'
import { watchChannels } from '../../src/actions/messages/watch-channels.js'
import { TwoFactorError } from '../../src/errors.js'
import { mailMessages } from '../../src/mail/mail-messages.js'
import type { TwoFactorEvent } from '../../src/ports/events.js'
import type { Mail, SmsMessage } from '../../src/ports/mailer.js'
import { NOON } from '../domain/sample-login.js'
import { callerOf, ports } from './people.js'
import { rejection } from './rejection.js'

const SECOND = 1000
const DOWN = new TwoFactorError('ERR_2FA_MAIL', 'The server is down.')
const REFUSED = new TwoFactorError('ERR_2FA_MAIL', 'Nobody of that name.', { recipientRefused: true })

function setting() {
  const given = ports()
  const events: TwoFactorEvent[] = []
  const checks: { current: Error | null; count: number } = { current: DOWN, count: 0 }
  const mailer = {
    send: async () => {},
    async check() {
      checks.count++
      if (checks.current) throw checks.current
    },
  }
  const sms = { send: async () => {} }
  const all = { ...given, mailer, sms, events: { emit: (event: TwoFactorEvent) => void events.push(event) } }
  return {
    events,
    checks,
    store: given.store,
    watch: watchChannels(all),
    states: readChannels(all),
    kinds: () => events.map(({ kind }) => kind),
  }
}

describe('watchChannels', () => {
  it('takes a channel for broken after one message that failed, and for working after one that went out', async () => {
    const { watch, states, kinds, store } = setting()
    await watch.noted([{ channel: 'email', error: DOWN }], NOON)
    expect(await states()).to.deep.equal({
      email: { state: 'failing', since: NOON, reason: DOWN.message },
      sms: { state: 'working' },
    })
    store.time = NOON + 30 * SECOND
    await watch.noted([{ channel: 'email', error: DOWN }], store.time)
    await watch.noted([{ channel: 'email', error: null }], store.time)
    expect(await states()).to.deep.equal({ email: { state: 'working' }, sms: { state: 'working' } })
    expect(kinds()).to.deep.equal(['channel-failing', 'channel-working'])
  })

  it('takes no refused recipient for a broken channel, and no failure beside a success', async () => {
    const { watch, kinds } = setting()
    await watch.noted([{ channel: 'email', error: REFUSED }], NOON)
    await watch.noted(
      [
        { channel: 'sms', error: DOWN },
        { channel: 'sms', error: null },
      ],
      NOON,
    )
    expect(kinds()).to.deep.equal([])
  })

  it('keeps since when it is, and writes that it goes on once a minute', async () => {
    const { watch, states, store, kinds } = setting()
    for (let second = 0; second <= 600; second += 30) {
      store.time = NOON + second * SECOND
      await watch.noted([{ channel: 'sms', error: DOWN }], store.time)
      expect(await states()).to.have.nested.property('sms.since', NOON)
    }
    expect(store.calls.filter((name) => name === 'putChannelTrouble')).to.have.length(11)
    expect(kinds()).to.deep.equal(['channel-failing'])
  })

  it('asks a broken channel every 15 s whether it works, where it can be asked, and one that works never', async () => {
    const { watch, states, store, checks, kinds } = setting()
    await watch.checked(NOON)
    expect(checks.count).to.equal(0)
    await watch.noted(
      [
        { channel: 'email', error: DOWN },
        { channel: 'sms', error: DOWN },
      ],
      NOON,
    )
    for (let second = 0; second < 60; second += 5) await watch.checked(NOON + second * SECOND)
    expect(checks.count).to.equal(4)
    checks.current = null
    store.time = NOON + 60 * SECOND
    await watch.checked(store.time)
    expect((await states()).email).to.deep.equal({ state: 'working' })
    expect((await states()).sms).to.include({ state: 'failing' })
    expect(kinds()).to.deep.equal(['channel-failing', 'channel-failing', 'channel-working'])
  })

  it('keeps of an error that is not ours nothing that may hold an address', async () => {
    const { watch, states } = setting()
    await watch.noted([{ channel: 'email', error: new Error('550 fred@acme.example unknown') }], NOON)
    expect(JSON.stringify(await states())).not.to.contain('fred')
  })
})

describe('sendTestMessage', () => {
  function testing(changes: object = {}) {
    const given = ports()
    const mails: Mail[] = []
    const messages: SmsMessage[] = []
    const all = {
      ...given,
      messages: mailMessages({ application: 'Acme', url: 'https://acme.example/two-factor' }),
      mailer: { send: async (mail: Mail) => void mails.push(mail) },
      sms: { send: async (message: SmsMessage) => void messages.push(message) },
      ...changes,
    }
    return { given, mails, messages, send: sendTestMessage(all) }
  }

  it('sends at once, in the language asked for, and notes who did', async () => {
    const { given, mails, messages, send } = testing()
    const caller = callerOf(given)
    await send({ channel: 'email', to: 'admin@acme.example', locale: 'ja' }, caller)
    await send({ channel: 'sms', to: '+819012345678', locale: null }, null)
    expect(mails.map(({ to, subject }) => [to, subject])).to.deep.equal([['admin@acme.example', 'テストメッセージ']])
    expect(messages[0]).to.include({ to: '+819012345678', text: 'A test message from Acme: SMS are working.' })
    expect(given.store.audit.map(({ kind, details }) => [kind, details])).to.deep.equal([
      ['test-message-sent', { channel: 'email' }],
    ])
    expect(given.store.outbox.size).to.equal(0)
  })

  it('passes on what is wrong, and names the option that is missing', async () => {
    const failing = testing({ mailer: { send: () => Promise.reject(DOWN) }, sms: null })
    const to = { to: 'admin@acme.example', locale: null }
    expect(await rejection(failing.send({ channel: 'email', ...to }, null))).to.equal(DOWN)
    const error = await rejection(failing.send({ channel: 'sms', ...to }, null))
    expect(error).to.include({ code: 'ERR_2FA_CONFIGURATION' })
    expect(error.message).to.contain('"sms"')
  })

  it('shows that a channel works again', async () => {
    const { given, send } = testing()
    await given.store.putChannelTrouble({ channel: 'email', since: NOON, lastAt: NOON, reason: 'down' })
    await send({ channel: 'email', to: 'admin@acme.example', locale: null }, null)
    expect(await given.store.channelTroubles()).to.deep.equal([])
  })
})
