import { createTransport } from 'nodemailer'
import { TwoFactorError } from '../errors.js'
import type { Mailer } from '../ports/mailer.js'
import { checkSmtpOptions, isAddress, type SmtpMailerOptions } from './smtp-options.js'

/** A person may be waiting for the code in the mail, so a server that hangs is given up soon. */
const TIMEOUT_MS = 10_000

/** A connection waits this long for the next mail, and then no longer keeps the process alive. */
const IDLE_MS = 5_000

/**
 * Sends mails over SMTP, with a few connections kept open.
 *
 * Throws `ERR_2FA_CONFIGURATION` for options that can't work; `send` throws `ERR_2FA_MAIL` where the server can't be
 * reached or does not take the mail. Nothing is connected before the first mail.
 */
export function smtpMailer(options: SmtpMailerOptions): Mailer {
  const { host, port, secure = false, auth, requireTls = auth !== undefined, sender } = checkSmtpOptions(options)
  const transport = createTransport({
    pool: true,
    host,
    port: port ?? (secure ? 465 : 587),
    secure,
    requireTLS: requireTls && !secure,
    ...(auth ? { auth: { ...auth } } : {}),
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    dnsTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
    idleTimeout: IDLE_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return {
    send: async ({ to, subject, text, html }) => {
      if (!isAddress(to)) {
        throw new TwoFactorError(
          'ERR_2FA_MAIL',
          'The recipient’s e-mail address is not valid. Correct it in Keycloak.',
          {
            recipientRefused: true,
          },
        )
      }
      try {
        await transport.sendMail({
          from: sender,
          to: { name: '', address: to },
          subject,
          text,
          html,
          // RFC 3834: no out-of-office answers to a mail that no person wrote.
          headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
        })
      } catch (cause) {
        throw refusal(cause)
      }
    },
    check: async () => {
      await transport.verify().catch((cause: unknown) => {
        throw refusal(cause)
      })
    },
  }
}

const CURE = 'Check "host", "port", "secure" and "auth" of smtpMailer(), and that the mail server is up.'

function refusal(cause: unknown): TwoFactorError {
  const options = { cause: withoutAddress(cause), recipientRefused: isRecipients(cause) }
  return new TwoFactorError('ERR_2FA_MAIL', `${describe(cause)} ${CURE}`, options)
}

/** True where the server took our sender and refused the recipient, for good or for a while (RFC 5321 section 3.3). */
function isRecipients(cause: unknown): boolean {
  const { code, command } = (cause ?? {}) as { code?: unknown; command?: unknown }
  return code === 'EENVELOPE' && command === 'RCPT TO'
}

/** What failed, for the log: nodemailer's message, and the server's own words, may hold the recipient's address. */
function withoutAddress(cause: unknown): Error {
  const { code, responseCode, command } = (cause ?? {}) as Record<string, unknown>
  return Object.assign(new Error('SMTP failed'), { code, responseCode, command })
}

/** nodemailer's own code and the server's number say what failed; its message may hold an address, so it stays the cause. */
function describe(cause: unknown): string {
  const { code, responseCode } = (cause ?? {}) as { code?: unknown; responseCode?: unknown }
  const reply = typeof responseCode === 'number' ? `, reply ${responseCode}` : ''
  return `The mail server did not take the mail (${typeof code === 'string' ? code : 'no code'}${reply}).`
}
