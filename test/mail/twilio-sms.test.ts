import { expect } from 'chai'
import twilio from 'twilio'
import { isTwoFactorError } from '../../src/errors.js'
import { type TwilioSmsOptions, twilioSms } from '../../src/mail/index.js'
import { type TwilioLibrary, twilioSmsBy } from '../../src/mail/twilio-sms.js'

const OPTIONS = { accountSid: 'AC00000000000000000000000000000000', authToken: 'hush', from: '+12025550123' }
const message = { to: '+819012345678', text: '042917 is your code', userId: 'fred' }

interface Asked {
  readonly method: string
  readonly uri: string
  readonly data?: Readonly<Record<string, unknown>>
  readonly username?: string
  readonly password?: string
}

/** Twilio's own library, whose requests are answered here; the timeout it was given is kept. */
function answering(status: number, body: object) {
  const asked: Asked[] = []
  const timeouts: number[] = []
  class RequestClient {
    constructor({ timeout }: { timeout: number }) {
      timeouts.push(timeout)
    }
    async request(options: Asked) {
      asked.push(options)
      return { statusCode: status, body: JSON.stringify(body), headers: {} }
    }
  }
  let loads = 0
  const load = async () => {
    loads++
    return Object.assign((...given: Parameters<typeof twilio>) => twilio(...given), {
      RequestClient,
    }) as unknown as TwilioLibrary
  }
  return { asked, timeouts, load, loads: () => loads }
}

async function failure(sending: Promise<unknown>) {
  const error = await sending.then(
    () => expect.fail('it was sent'),
    (error: unknown) => error,
  )
  return isTwoFactorError(error) ? error : expect.fail(String(error))
}

describe('twilioSms', () => {
  it('sends through Twilio’s own library, loaded once and not before the first message', async () => {
    const library = answering(201, { sid: 'SM1', status: 'queued' })
    const sms = twilioSmsBy(OPTIONS, library.load)
    expect(library.loads()).to.equal(0)
    await sms.send(message)
    await sms.send(message)
    expect(library.loads()).to.equal(1)
    expect(library.timeouts).to.deep.equal([10_000])
    const [first] = library.asked
    expect(first?.method).to.equal('post')
    expect(first?.uri).to.match(/^https:\/\/api\.twilio\.com\/2010-04-01\/Accounts\/AC0+\/Messages\.json$/)
    expect(first?.data).to.deep.equal({ To: message.to, Body: message.text, From: '+12025550123' })
    expect([first?.username, first?.password]).to.deep.equal([OPTIONS.accountSid, 'hush'])
  })

  it('signs in with an API key, and lets a messaging service choose the number', async () => {
    const library = answering(201, { sid: 'SM1' })
    const { accountSid } = OPTIONS
    const apiKey = { sid: 'SK1', secret: 'quiet' }
    await twilioSmsBy({ accountSid, apiKey, messagingServiceSid: 'MG1' }, library.load).send(message)
    expect(library.asked[0]?.data).to.deep.equal({ To: message.to, Body: message.text, MessagingServiceSid: 'MG1' })
    expect([library.asked[0]?.username, library.asked[0]?.password]).to.deep.equal(['SK1', 'quiet'])
    expect(library.asked[0]?.uri).to.contain(accountSid)
  })

  it('can be asked without sending', async () => {
    const library = answering(200, { sid: OPTIONS.accountSid, status: 'active' })
    await twilioSmsBy(OPTIONS, library.load).check?.()
    expect(library.asked.map(({ method, uri }) => [method, uri])).to.deep.equal([
      ['get', `https://api.twilio.com/2010-04-01/Accounts/${OPTIONS.accountSid}.json`],
    ])
  })

  for (const [code, status, isRecipients] of [
    [21211, 400, true],
    [21610, 400, true],
    [21408, 400, true],
    [20003, 401, false],
    [21606, 400, false],
    [20429, 429, false],
  ] as const) {
    it(`tells error ${code}, with ${isRecipients ? 'the recipient' : 'the account'} to blame, and no number`, async () => {
      const library = answering(status, { code, message: `'${message.to}' ${message.text}`, status })
      const error = await failure(twilioSmsBy(OPTIONS, library.load).send(message))
      expect(error).to.include({ code: 'ERR_2FA_SMS', recipientRefused: isRecipients })
      expect(error.message).to.contain(String(code))
      expect(`${error.message} ${String(error.cause)}`).not.to.match(/9012345678|042917|hush/)
    })
  }

  it('says what to install where the library is missing, and looks again the next time', async () => {
    const library = answering(201, { sid: 'SM1' })
    let isThere = false
    const sms = twilioSmsBy(OPTIONS, async () => (isThere ? library.load() : Promise.reject(new Error('not there'))))
    await sms.send(message).catch(() => {})
    isThere = true
    await sms.send(message)
    expect(library.asked).to.have.length(1)
  })

  for (const [what, change, says] of [
    ['a misspelt option', { form: '+1' }, '"form" is not known'],
    ['no account', { accountSid: undefined }, '"accountSid" is missing'],
    ['an account that is none', { accountSid: 'SK1' }, '"accountSid" must'],
    ['neither token nor key', { authToken: undefined }, 'either "authToken" or "apiKey"'],
    ['token and key', { apiKey: { sid: 'SK1', secret: 's' } }, 'either "authToken" or "apiKey"'],
    ['half a key', { authToken: undefined, apiKey: { sid: 'SK1' } }, '"apiKey" must'],
    ['no sender', { from: undefined }, 'either "from" or "messagingServiceSid"'],
    ['a messaging service that is none', { from: undefined, messagingServiceSid: 'x' }, '"messagingServiceSid" must'],
  ] as const) {
    it(`refuses ${what} when it is made, and says so without the token`, () => {
      const make = () => twilioSms({ ...OPTIONS, ...change } as TwilioSmsOptions)
      expect(make).to.throw(says).with.property('code', 'ERR_2FA_CONFIGURATION')
      expect(make).to.throw().with.property('message').that.does.not.contain('hush')
    })
  }
})
