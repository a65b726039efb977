import type { Notice } from '../domain/messages/notice.js'

/** A mail ready to be sent. */
export interface Mail {
  readonly to: string
  readonly subject: string
  readonly text: string
  readonly html: string
}

/** Sends mails. Throws `ERR_2FA_MAIL` where the server does not take it. */
export interface Mailer {
  send(mail: Mail): Promise<void>
}

/** Whom a message is for. */
export interface Recipient {
  readonly name: string
  readonly locale: string | null
}

/** Puts messages into words. */
export interface Messages {
  notice(notice: Notice, recipient: Recipient): Omit<Mail, 'to'>
  /** The mail with a code; it can be entered until `endsAt`. */
  code(code: { readonly code: string; readonly endsAt: number }, recipient: Recipient): Omit<Mail, 'to'>
}
