import { TwoFactorError } from '../errors.js'

/** Options of `smtpMailer`. */
export interface SmtpMailerOptions {
  /** Name or address of the mail server. */
  readonly host: string
  /** Default: 465 with `secure`, else 587. */
  readonly port?: number
  /** True: encrypted from the first byte on. False, the default: STARTTLS, where the server offers it. */
  readonly secure?: boolean
  /** True: refuse a server that does not offer encryption. Default: true where there is a password to protect. */
  readonly requireTls?: boolean
  /** How to sign in to the mail server. Default: not at all. */
  readonly auth?: { readonly user: string; readonly pass: string }
  /** The sender: `no-reply@acme.example` or `Acme Portal <no-reply@acme.example>`. */
  readonly from: string
}

/** A name and an address that belong together. */
export interface Sender {
  readonly name: string
  readonly address: string
}

const CHECKS: { readonly [Name in keyof Required<SmtpMailerOptions>]: readonly [(value: unknown) => boolean, string] } =
  {
    host: [
      (value) => isText(value) && !/[\s/]/.test(value),
      'must be the name of the mail server, "smtp.acme.example"',
    ],
    port: [(value) => Number.isInteger(value) && Number(value) > 0 && Number(value) < 65536, 'must be 1 to 65535'],
    secure: [(value) => typeof value === 'boolean', 'must be true (usually port 465) or false'],
    requireTls: [(value) => typeof value === 'boolean', 'must be true or false'],
    auth: [isCredentials, 'must be { user, pass } with two non-empty strings, or be left out'],
    from: [
      (value) => isText(value) && senderOf(value) !== null,
      'must be one address, "no-reply@acme.example" or "Acme Portal <no-reply@acme.example>"',
    ],
  }

const REQUIRED: readonly string[] = ['host', 'from'] satisfies (keyof SmtpMailerOptions)[]

/** Checks the options once. Throws `ERR_2FA_CONFIGURATION` that names each option that is unknown, missing or wrong. */
export function checkSmtpOptions(options: SmtpMailerOptions): SmtpMailerOptions & { readonly sender: Sender } {
  const given: Record<string, unknown> = { ...options }
  const unknown = Object.keys(given).filter((name) => !Object.hasOwn(CHECKS, name))
  const faults = [
    ...unknown.map((name) => `"${name}" is not known; options are ${Object.keys(CHECKS).join(', ')}.`),
    ...Object.entries(CHECKS).flatMap(([name, [accepts, rule]]) => {
      if (given[name] === undefined) return REQUIRED.includes(name) ? [`"${name}" is missing; it ${rule}.`] : []
      return accepts(given[name]) ? [] : [`"${name}" ${rule}.`]
    }),
  ]
  const sender = isText(given.from) ? senderOf(given.from) : null
  if (faults.length > 0 || sender === null) {
    throw new TwoFactorError('ERR_2FA_CONFIGURATION', `smtpMailer(): option ${faults.join(' Option ')}`)
  }
  return { ...options, sender }
}

/** True for a plain mail address: one `@`, and nothing that could begin a second address, a name or a header. */
export function isAddress(text: string): boolean {
  return /^[^\s<>()[\],;:"\\@\p{Cc}]+@[^\s<>()[\],;:"\\@\p{Cc}]+$/u.test(text)
}

function senderOf(from: string): Sender | null {
  const [, quoted, plain, address = from] = /^(?:"([^"]*)"|([^"<>]*?))\s*<([^<>]*)>$/.exec(from) ?? []
  const name = quoted ?? plain ?? ''
  return isAddress(address) && !/\p{Cc}/u.test(name) ? { name, address } : null
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}

function isCredentials(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  const { user, pass, ...rest } = value as Record<string, unknown>
  return isText(user) && isText(pass) && Object.keys(rest).length === 0
}
