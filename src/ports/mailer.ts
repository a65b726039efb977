import type { Notice } from '../domain/messages/notice.js'

/** A mail ready to be sent. */
export interface Mail {
  readonly to: string
  readonly subject: string
  readonly text: string
  readonly html: string
  /** Keycloak's id of the person it is for, so that a mailer can choose the server of their tenant; null in a test. */
  readonly userId: string | null
}

/** Sends mails. */
export interface Mailer {
  /**
   * Throws `ERR_2FA_MAIL` where the server does not take the mail, with `recipientRefused` where that is because of the
   * recipient alone. Any other error counts as trouble with the server.
   */
  send(mail: Mail): Promise<void>
  /** Throws where the server cannot be reached, or refuses to be used; sends nothing. Without it trouble ends by trying. */
  check?(): Promise<void>
}

/** An SMS ready to be sent. */
export interface SmsMessage {
  /** In the form of E.164: `+819012345678`. */
  readonly to: string
  readonly text: string
  /** Keycloak's id of the person it is for; null in a test. */
  readonly userId: string | null
}

/** Sends SMS. */
export interface Sms {
  /** Throws `ERR_2FA_SMS` where the gateway does not take it, with `recipientRefused` as `Mailer`. */
  send(message: SmsMessage): Promise<void>
  /** As `Mailer.check`. */
  check?(): Promise<void>
}

/** Whom a message is for. */
export interface Recipient {
  readonly name: string
  readonly locale: string | null
}

/** A code that can be entered until `endsAt`. */
export interface CodeMessage {
  readonly code: string
  readonly endsAt: number
  /** When the password was set, where that is so recent that the mail tells of it. */
  readonly passwordSetAt?: number | null
}

/** A mail without its recipient. */
export type WrittenMail = Omit<Mail, 'to' | 'userId'>

/** Puts messages into words. */
export interface Messages {
  notice(notice: Notice, recipient: Recipient): WrittenMail
  /** The mail with a code. */
  code(code: CodeMessage, recipient: Recipient): WrittenMail
  /** The SMS with a code. */
  smsCode(code: CodeMessage, recipient: Recipient): string
  /** The mail that shows an administrator that mails arrive. */
  test(recipient: Recipient): WrittenMail
  /** The same as SMS. */
  smsTest(recipient: Recipient): string
}
