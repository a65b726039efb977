import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect } from 'chai'
import { isTwoFactorError } from '../../src/errors.js'
import { type HttpSmsOptions, httpSms } from '../../src/mail/index.js'

const message = { to: '+819012345678', text: '042917 is your "code" {to}\n\n@acme.example #042917', userId: 'fred' }

async function failure(sending: Promise<void>) {
  const error = await sending.then(
    () => expect.fail('it was sent'),
    (error: unknown) => error,
  )
  return isTwoFactorError(error) ? error : expect.fail(String(error))
}

describe('httpSms', () => {
  const received: { headers: IncomingMessage['headers']; body: string }[] = []
  let answer: (res: ServerResponse) => void
  let url: string
  const server = createServer(async (req, res) => {
    let body = ''
    for await (const part of req) body += part
    received.push({ headers: req.headers, body })
    answer(res)
  })
  before(async () => {
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/messages`
  })
  after(() => void server.close())
  beforeEach(() => {
    received.length = 0
    answer = (res) => res.writeHead(202).end('{"queued": true}')
  })

  it('posts number and text as JSON', async () => {
    await httpSms({ url, headers: { authorization: 'Bearer secret' } }).send(message)
    expect(received[0]?.headers).to.include({ authorization: 'Bearer secret', 'content-type': 'application/json' })
    expect(JSON.parse(received[0]?.body ?? '')).to.deep.equal({ to: message.to, text: message.text })
  })

  it('fills in a body of any form, and nothing in a message changes that form', async () => {
    const body = {
      from: 'Acme',
      ttl: 600,
      to: [{ number: '{digits}' }],
      content: { body: 'Hello: {text}' },
      flash: false,
    }
    await httpSms({ url, body }).send(message)
    expect(JSON.parse(received[0]?.body ?? '')).to.deep.equal({
      ...body,
      to: [{ number: '819012345678' }],
      content: { body: `Hello: ${message.text}` },
    })
  })

  it('posts a form', async () => {
    await httpSms({ url, format: 'form', body: { To: '{to}', Body: '{text}', From: 'Acme&Co' } }).send(message)
    expect(received[0]?.headers['content-type']).to.match(/^application\/x-www-form-urlencoded/)
    expect(Object.fromEntries(new URLSearchParams(received[0]?.body))).to.deep.equal({
      To: message.to,
      Body: message.text,
      From: 'Acme&Co',
    })
  })

  for (const [status, isRecipients] of [
    [400, true],
    [422, true],
    [401, false],
    [404, false],
    [429, false],
    [500, false],
  ] as const) {
    it(`throws at ${status}, with ${isRecipients ? 'the recipient' : 'the gateway'} to blame`, async () => {
      answer = (res) => res.writeHead(status).end(`no ${message.to} ${message.text}`)
      const error = await failure(httpSms({ url }).send(message))
      expect(error).to.include({ code: 'ERR_2FA_SMS', status: 502, expose: false, recipientRefused: isRecipients })
      expect(error.message).to.contain(String(status)).and.to.contain('url')
      expect(JSON.stringify([error.message, error.cause])).not.to.match(/042917|9012345678/)
    })
  }

  it('follows no redirect with the message', async () => {
    answer = (res) => res.writeHead(307, { location: 'http://127.0.0.1:1/evil' }).end()
    expect((await failure(httpSms({ url }).send(message))).code).to.equal('ERR_2FA_SMS')
    expect(received).to.have.length(1)
  })

  it('throws where no gateway listens, without the address and what may be secret in it', async () => {
    const error = await failure(httpSms({ url: 'http://127.0.0.1:1/send?key=hush' }).send(message))
    expect(error.message).to.contain('does not answer').and.not.to.contain('hush')
    expect(String((error.cause as Error).message)).not.to.contain('hush')
  })

  it('gives up on a gateway that takes the message and says nothing', async function () {
    this.timeout(15_000)
    answer = () => {}
    const begun = Date.now()
    await failure(httpSms({ url }).send(message))
    expect(Date.now() - begun).to.be.within(9_000, 12_000)
    server.closeAllConnections()
  })

  for (const [what, change, says] of [
    ['a misspelt option', { headrs: {} }, '"headrs" is not known'],
    ['no address', { url: undefined }, '"url" is missing'],
    ['http to another machine', { url: 'http://sms.acme.example/' }, '"url" must'],
    ['no address at all', { url: 'sms.acme.example' }, '"url" must'],
    ['a header with a line break', { headers: { a: 'b\r\nc: d' } }, '"headers" must'],
    ['a body without the number', { body: { text: '{text}' } }, '"body" must'],
    ['a body without the text', { body: { to: '{to}' } }, '"body" must'],
    ['a form with parts inside', { format: 'form', body: { to: ['{to}'], text: '{text}' } }, '"body" must hold texts'],
    ['another format', { format: 'xml' }, '"format" must'],
  ] as const) {
    it(`refuses ${what} when it is made, and says so`, () => {
      const make = () => httpSms({ url: 'https://sms.acme.example/', ...change } as HttpSmsOptions)
      expect(make).to.throw(says).with.property('code', 'ERR_2FA_CONFIGURATION')
    })
  }
})
