import type { Mail, Mailer } from '../ports/mailer.js'

/** A mailer for an application's own tests: it sends nothing and keeps what it gets. */
export interface TestMailer extends Mailer {
  /** The oldest first. Mails are sent by what `start()` starts; without it none comes. */
  readonly mails: readonly Mail[]
  /** The code in the newest mail to that address that has one; null where there is none. */
  codeFor(to: string): string | null
}

/** Makes one, in place of `smtpMailer()`. */
export function testMailer(): TestMailer {
  const mails: Mail[] = []
  return {
    mails,
    async send(mail) {
      mails.push(mail)
    },
    codeFor(to) {
      const codes = mails.filter((mail) => mail.to === to).map(({ text }) => /^\d{6}$/m.exec(text)?.[0])
      return codes.filter((code) => code !== undefined).at(-1) ?? null
    },
  }
}
