import { TwoFactorError } from '../errors.js'
import type { Sms } from '../ports/mailer.js'
import { checkSmsOptions, isText, type OptionCheck } from './sms-options.js'

/** Options of `twilioSms`. */
export interface TwilioSmsOptions {
  /** The account's id, `AC…`. */
  readonly accountSid: string
  /** The account's token; or instead of it an API key. */
  readonly authToken?: string
  /** An API key, which can be taken back alone: its id, `SK…`, and its secret. */
  readonly apiKey?: { readonly sid: string; readonly secret: string }
  /** The number or name that messages come from; or instead of it a messaging service. */
  readonly from?: string
  /** A messaging service, `MG…`, which chooses the number. */
  readonly messagingServiceSid?: string
}

/** As much of Twilio's client as is used here. */
interface Client {
  readonly messages: {
    create(message: { to: string; body: string; from?: string; messagingServiceSid?: string }): Promise<unknown>
  }
  readonly api: { readonly v2010: { accounts(sid: string): { fetch(): Promise<unknown> } } }
}

/** As much of Twilio's library as is used here. */
export interface TwilioLibrary {
  (username: string, password: string, options: object): Client
  readonly RequestClient: new (options: { timeout: number }) => object
}

const TIMEOUT_MS = 10_000

/**
 * Twilio's error codes that are about the number alone: invalid, unreachable, not for SMS, in a region that is not
 * allowed, or whose owner has said STOP (https://www.twilio.com/docs/api/errors).
 */
const RECIPIENT_REFUSED = new Set([21211, 21217, 21407, 21408, 21421, 21610, 21612, 21614])

const CHECKS: Readonly<Record<keyof TwilioSmsOptions, OptionCheck>> = {
  accountSid: [(value) => isText(value) && value.startsWith('AC'), 'must be the account’s id, which begins with "AC"'],
  authToken: [isText, 'must be a text, or be left out where there is "apiKey"'],
  apiKey: [isApiKey, 'must be { sid, secret }, two texts, or be left out where there is "authToken"'],
  from: [isText, 'must be a number such as "+12025550123" or a name'],
  messagingServiceSid: [
    (value) => isText(value) && value.startsWith('MG'),
    'must be a messaging service’s id, which begins with "MG"',
  ],
}

/**
 * Sends SMS through Twilio, by Twilio's own library (package `twilio`, which the application installs); it is loaded when
 * the first message is sent.
 *
 * Throws `ERR_2FA_CONFIGURATION` for options that can't work; `send` throws `ERR_2FA_SMS` with Twilio's error code, and
 * never with the number or the text.
 */
export function twilioSms(options: TwilioSmsOptions): Sms {
  return twilioSmsBy(options, loadTwilio)
}

/** `twilioSms`, with the library from `load`. */
export function twilioSmsBy(options: TwilioSmsOptions, load: () => Promise<TwilioLibrary>): Sms {
  checkSmsOptions('twilioSms', CHECKS, ['accountSid'], options)
  oneOf(options, 'authToken', 'apiKey')
  oneOf(options, 'from', 'messagingServiceSid')
  const { accountSid, authToken, apiKey, from, messagingServiceSid } = options
  const sender = {
    ...(from !== undefined && { from }),
    ...(messagingServiceSid !== undefined && { messagingServiceSid }),
  }
  let made: Promise<Client> | undefined
  async function client(): Promise<Client> {
    const twilio = await load()
    const httpClient = new twilio.RequestClient({ timeout: TIMEOUT_MS })
    return twilio(apiKey?.sid ?? accountSid, apiKey?.secret ?? authToken ?? '', { accountSid, httpClient })
  }
  async function ask(what: (client: Client) => Promise<unknown>): Promise<void> {
    made ??= client()
    // One that could not be made is made anew the next time.
    const ready = await made.catch((error: unknown) => {
      made = undefined
      throw error
    })
    await what(ready).catch((cause: unknown) => {
      throw refusal(cause)
    })
  }
  return {
    send: ({ to, text }) => ask(({ messages }) => messages.create({ to, body: text, ...sender })),
    check: () => ask(({ api }) => api.v2010.accounts(accountSid).fetch()),
  }
}

async function loadTwilio(): Promise<TwilioLibrary> {
  try {
    return (await import('twilio')).default as unknown as TwilioLibrary
  } catch (cause) {
    const message = 'twilioSms() needs the package "twilio"; install it with npm install twilio.'
    throw new TwoFactorError('ERR_2FA_CONFIGURATION', message, { cause })
  }
}

function oneOf(options: TwilioSmsOptions, one: keyof TwilioSmsOptions, other: keyof TwilioSmsOptions): void {
  if ((options[one] === undefined) !== (options[other] === undefined)) return
  throw new TwoFactorError('ERR_2FA_CONFIGURATION', `twilioSms(): give either "${one}" or "${other}".`)
}

/** Twilio's code and status say what failed; its message holds the number. */
function refusal(cause: unknown): TwoFactorError {
  const { code, status } = (cause ?? {}) as { code?: unknown; status?: unknown }
  const known = typeof code === 'number' || typeof code === 'string' ? String(code) : 'no code'
  const answer = typeof status === 'number' ? `, status ${status}` : ''
  const cure = 'Check the options of twilioSms(), and https://www.twilio.com/docs/api/errors.'
  return new TwoFactorError('ERR_2FA_SMS', `Twilio did not take the SMS (${known}${answer}). ${cure}`, {
    cause: Object.assign(new Error('Twilio failed'), { code, status }),
    recipientRefused: typeof code === 'number' && RECIPIENT_REFUSED.has(code),
  })
}

function isApiKey(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  const { sid, secret, ...rest } = value as Record<string, unknown>
  return isText(sid) && isText(secret) && Object.keys(rest).length === 0
}
