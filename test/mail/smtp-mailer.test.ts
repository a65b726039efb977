import { createServer } from 'node:net'
import { expect } from 'chai'
import { isTwoFactorError } from '../../src/errors.js'
import { type SmtpMailerOptions, smtpMailer } from '../../src/mail/index.js'
import { mailMessages } from '../../src/mail/mail-messages.js'
import { startMailbox } from './mailbox.js'

const PORT = 19_525
const NOBODY_LISTENS = 19_526
const options = { host: '127.0.0.1', port: PORT, from: 'Acme, Inc. <no-reply@acme.example>' }
const mail = {
  to: 'fred@acme.example',
  subject: 'A subject',
  text: 'Some text',
  html: '<p>Some text</p>',
  userId: null,
}

async function failure(sending: Promise<void>) {
  const error = await sending.then(
    () => expect.fail('the mail was sent'),
    (error: unknown) => error,
  )
  return isTwoFactorError(error) ? error : expect.fail(String(error))
}

describe('smtpMailer', () => {
  let mailbox: Awaited<ReturnType<typeof startMailbox>>
  before(async () => {
    mailbox = await startMailbox(PORT)
  })
  after(() => mailbox.stop())

  it('delivers subject, text and HTML in both languages', async () => {
    const messages = mailMessages({ application: 'Acme', url: 'https://acme.example/two-factor' })
    const origin = { browser: 'Firefox', system: 'Windows', address: '192.0.2.1' }
    for (const locale of ['en', 'ja']) {
      const message = messages.notice({ kind: 'enabled', at: 0, origin }, { name: '山田 <太郎>', locale })
      const arrival = mailbox.next()
      await smtpMailer(options).send({ to: 'fred@acme.example', userId: 'fred', ...message })
      const received = await arrival
      expect(received.subject).to.equal(message.subject)
      expect(received.text.trim()).to.equal(message.text.trim())
      expect(received.html.trim()).to.equal(message.html.trim())
      expect(received.from).to.deep.equal([{ name: 'Acme, Inc.', address: 'no-reply@acme.example' }])
      expect(received.to).to.deep.equal([{ name: '', address: 'fred@acme.example' }])
      expect(received.headers).to.include({ 'auto-submitted': 'auto-generated' })
    }
  })

  it('lets no line break in a subject begin a header', async () => {
    const arrival = mailbox.next()
    await smtpMailer(options).send({ ...mail, subject: 'Hello\r\nBcc: eve@evil.example\r\n\r\nBody' })
    const received = await arrival
    expect(received.headers).not.to.have.property('bcc')
    expect(received.envelope.to.map(({ address }) => address)).to.deep.equal(['fred@acme.example'])
    expect(received.text.trim()).to.equal('Some text')
  })

  it('refuses a recipient that is more than one address', async () => {
    for (const to of [
      'fred@acme.example, eve@evil.example',
      'fred@acme.example\r\nBcc: eve@evil.example',
      '"eve@evil.example" <fred@acme.example>',
      'fred@acme.example>\r\nRCPT TO:<eve@evil.example',
      'group: eve@evil.example;',
      'no address',
      '',
    ]) {
      const error = await failure(smtpMailer(options).send({ ...mail, to }))
      expect(error.code, to).to.equal('ERR_2FA_MAIL')
      expect(error.message, to).not.to.contain('evil')
    }
  })

  it('throws ERR_2FA_MAIL with the cure where no server listens', async () => {
    const error = await failure(smtpMailer({ ...options, port: NOBODY_LISTENS }).send(mail))
    expect(error).to.include({ code: 'ERR_2FA_MAIL', status: 502, expose: false })
    expect(error.message)
      .to.match(/host.*port.*mail server is up/)
      .and.not.contain('fred@')
  })

  it('tells no password to a server that does not encrypt', async () => {
    const heard: string[] = []
    const plain = createServer((socket) => {
      socket.write('220 plain.example ESMTP\r\n')
      socket.on('data', (data) => {
        heard.push(String(data))
        socket.write(/^EHLO/i.test(String(data)) ? '250-plain.example\r\n250 AUTH PLAIN LOGIN\r\n' : '502 no\r\n')
      })
      socket.on('error', () => {})
    }).listen(NOBODY_LISTENS, '127.0.0.1')
    try {
      const auth = { user: 'portal', pass: 'secret' }
      const error = await failure(smtpMailer({ ...options, port: NOBODY_LISTENS, auth }).send(mail))
      expect(error.code).to.equal('ERR_2FA_MAIL')
      expect(error.message).not.to.contain('secret')
      expect(heard.join('')).to.contain('STARTTLS').and.not.contain('AUTH')
    } finally {
      plain.close()
    }
  })

  it('gives up on a server that takes the connection and says nothing', async function () {
    this.timeout(15_000)
    const silent = createServer(() => {}).listen(NOBODY_LISTENS, '127.0.0.1')
    try {
      const error = await failure(smtpMailer({ ...options, port: NOBODY_LISTENS }).send(mail))
      expect(error.code).to.equal('ERR_2FA_MAIL')
    } finally {
      silent.close()
    }
  })

  const FAULTS: readonly [title: string, change: object, says: string][] = [
    ['a misspelt option', { hots: 'x' }, '"hots" is not known'],
    ['no host', { host: undefined }, '"host" is missing'],
    ['a host that is an address of the web', { host: 'smtp://mail' }, '"host" must'],
    ['a port that is no port', { port: 0 }, '"port" must'],
    ['credentials without a password', { auth: { user: 'a' } }, '"auth" must'],
    ['a sender without an address', { from: 'Acme' }, '"from" must'],
    ['two senders', { from: 'a@acme.example, b@acme.example' }, '"from" must'],
    ['a sender with a line break', { from: 'Acme\r\nBcc: x <a@acme.example>' }, '"from" must'],
    ['text where true or false belongs', { secure: 'yes' }, '"secure" must'],
  ]
  for (const [title, change, says] of FAULTS) {
    it(`refuses ${title} when it is made, and says so`, () => {
      const make = () => smtpMailer({ ...options, ...change } as SmtpMailerOptions)
      expect(make).to.throw(says).with.property('code', 'ERR_2FA_CONFIGURATION')
    })
  }

  it('takes a sender with a quoted name, a plain name and none', () => {
    for (const from of [
      '"Acme, Inc." <a@acme.example>',
      'Acme <a@acme.example>',
      '<a@acme.example>',
      'a@acme.example',
    ]) {
      expect(() => smtpMailer({ ...options, from }), from).not.to.throw()
    }
  })
})
