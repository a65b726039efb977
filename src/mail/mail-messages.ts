import type { Notice, RequestOrigin } from '../domain/messages/notice.js'
import type { Messages, Recipient } from '../ports/mailer.js'
import { pickLocale, type Texts, textsFor } from '../texts/index.js'
import type { MailView } from '../views/mail.js'
import { mailHtml } from './mail-html.js'
import { mailText } from './mail-text.js'
import { oneLine } from './one-line.js'

/** Options of `mailMessages`. */
export interface MailMessagesOptions {
  /** The application's name. */
  readonly application: string
  /** Where `router()` is mounted, absolute; the link to the settings. */
  readonly url: string
  /** IANA name of the zone that times are shown in. Default: UTC. The mail names it either way. */
  readonly timeZone?: string
}

/** Puts notices and codes into words: in the person's language, as text and as HTML. */
export function mailMessages(options: MailMessagesOptions): Messages {
  const written = (view: MailView) => ({ subject: view.subject, text: mailText(view), html: mailHtml(view) })
  return {
    notice: (notice, recipient) => written(noticeView(options, notice, recipient)),
    code: (code, recipient) => written(codeView(options, code, recipient)),
  }
}

/** What every mail has around its own content, and the texts that the content is in. */
function around({ application }: MailMessagesOptions, { name, locale: wanted }: Recipient) {
  const locale = pickLocale([wanted])
  const { messages } = textsFor(locale)
  const greeting = messages.greeting({ name: oneLine(name) })
  return { messages, frame: { locale, greeting, footer: messages.footer({ application }) } }
}

function codeView(
  options: MailMessagesOptions,
  { code, endsAt }: Parameters<Messages['code']>[0],
  recipient: Recipient,
): MailView {
  const { application, timeZone = 'UTC' } = options
  const { messages, frame } = around(options, recipient)
  return {
    ...frame,
    subject: messages.sentCode.subject,
    text: messages.sentCode.code({ application, until: { at: endsAt, timeZone } }),
    code,
    facts: [],
    advice: [messages.sentCode.advice],
    link: null,
  }
}

function noticeView(
  options: MailMessagesOptions,
  { kind, at, origin, left = 0 }: Notice,
  recipient: Recipient,
): MailView {
  const { application, url, timeZone = 'UTC' } = options
  const { messages, frame } = around(options, recipient)
  return {
    ...frame,
    subject: messages.notice[kind].subject,
    text: messages.notice[kind].text({ application, left }),
    code: null,
    facts: [
      { label: messages.facts.time, value: messages.time({ at, timeZone }) },
      { label: messages.facts.browser, value: browserName(origin, messages) },
      { label: messages.facts.address, value: oneLine(origin.address ?? '') || messages.unknown },
    ],
    advice: [messages.wasYou, messages.wasNotYou],
    link: { label: messages.settings, address: `${url}/` },
  }
}

/** The browser and its system, as far as they are known. */
function browserName({ browser, system }: RequestOrigin, messages: Texts['messages']): string {
  if (browser && system) return messages.browser({ browser: oneLine(browser), system: oneLine(system) })
  return oneLine(browser ?? system ?? '') || messages.unknown
}
