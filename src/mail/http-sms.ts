import { TwoFactorError } from '../errors.js'
import type { Sms } from '../ports/mailer.js'
import { checkSmsOptions, isText, type OptionCheck } from './sms-options.js'

/** A part of the body that is sent: `{to}`, `{digits}` and `{text}` in its texts are filled in. */
export type SmsBody = string | number | boolean | null | readonly SmsBody[] | { readonly [name: string]: SmsBody }

/** Options of `httpSms`. */
export interface HttpSmsOptions {
  /** Where the gateway takes messages by POST; https outside of this machine. */
  readonly url: string
  /** Such as `{ authorization: 'Bearer …' }`. */
  readonly headers?: Readonly<Record<string, string>>
  /**
   * What is posted. In its texts `{to}` becomes the number as `+819012345678`, `{digits}` the same without the plus, and
   * `{text}` the message. Default: `{ to: '{to}', text: '{text}' }`.
   */
  readonly body?: Readonly<Record<string, SmsBody>>
  /** How it is posted; default `'json'`. A form has texts alone. */
  readonly format?: 'json' | 'form'
}

/** A person is waiting for the code, so a gateway that hangs is given up soon. In ms. */
const TIMEOUT_MS = 10_000

/** What gateways answer to a number that they do not take. */
const RECIPIENT_REFUSED = new Set([400, 422])

const LOCAL_HOSTS = new Set(['localhost', '127.0.0.1', '[::1]'])

const CHECKS: Readonly<Record<keyof HttpSmsOptions, OptionCheck>> = {
  url: [isGateway, 'must be an address that begins with https:// (http:// is for localhost alone)'],
  headers: [isHeaders, 'must be an object of texts, such as { authorization: "Bearer …" }'],
  body: [isBody, 'must be an object in which "{to}" or "{digits}", and "{text}", stand somewhere'],
  format: [(value) => value === 'json' || value === 'form', 'must be "json" or "form"'],
}

/**
 * Sends SMS through a gateway that takes them over HTTP. Any answer of 200 to 299 means that it was taken.
 *
 * Throws `ERR_2FA_CONFIGURATION` for options that can't work; `send` throws `ERR_2FA_SMS`, with the status and never with
 * what was sent or answered, since both may hold number and code.
 */
export function httpSms(options: HttpSmsOptions): Sms {
  checkSmsOptions('httpSms', CHECKS, ['url'], options)
  const { url, headers = {}, body = { to: '{to}', text: '{text}' }, format = 'json' } = options
  if (format === 'form' && !Object.values(body).every((value) => typeof value === 'string')) {
    throw new TwoFactorError('ERR_2FA_CONFIGURATION', 'httpSms(): option "body" must hold texts alone, as a form does.')
  }
  return {
    async send({ to, text }) {
      const filled = fill(body, { to, digits: to.replace(/^\+/, ''), text })
      const response = await fetch(url, {
        method: 'POST',
        ...(format === 'json'
          ? { headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(filled) }
          : { headers, body: new URLSearchParams(filled as Record<string, string>) }),
        // The message is for the gateway, and for nobody that it names.
        redirect: 'error',
        signal: AbortSignal.timeout(TIMEOUT_MS),
      }).catch((cause: unknown) => {
        throw new TwoFactorError('ERR_2FA_SMS', `The SMS gateway does not answer. ${CURE}`, { cause: nameOf(cause) })
      })
      await response.body?.cancel()
      if (response.ok) return
      throw new TwoFactorError('ERR_2FA_SMS', `The SMS gateway answered ${response.status}. ${CURE}`, {
        recipientRefused: RECIPIENT_REFUSED.has(response.status),
      })
    },
  }
}

const CURE = 'Check "url", "headers" and "body" of httpSms(), and that the gateway is up.'

/** Texts alone are filled in, after the whole has its form: nothing in a message can change it. */
function fill(body: SmsBody, values: Readonly<Record<string, string>>): SmsBody {
  if (typeof body === 'string') return body.replace(/\{(to|digits|text)\}/g, (_, name: string) => values[name] ?? '')
  if (Array.isArray(body)) return body.map((part: SmsBody) => fill(part, values))
  if (typeof body !== 'object' || body === null) return body
  return Object.fromEntries(Object.entries(body).map(([name, part]) => [name, fill(part, values)]))
}

/** What kind of failure it was; its message may hold the address with what is secret in it. */
function nameOf(cause: unknown): Error {
  const { name, cause: inner } = (cause ?? {}) as { name?: unknown; cause?: { code?: unknown } }
  return Object.assign(new Error('HTTP failed'), { code: inner?.code ?? name })
}

function isGateway(value: unknown): boolean {
  if (!isText(value) || !URL.canParse(value)) return false
  const { protocol, hostname } = new URL(value)
  return protocol === 'https:' || (protocol === 'http:' && LOCAL_HOSTS.has(hostname))
}

function isHeaders(value: unknown): boolean {
  return isObject(value) && Object.values(value).every((header) => isText(header) && !/[\r\n]/.test(header))
}

function isBody(value: unknown): boolean {
  const text = isObject(value) ? JSON.stringify(value) : ''
  return /\{(to|digits)\}/.test(text) && text.includes('{text}')
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
