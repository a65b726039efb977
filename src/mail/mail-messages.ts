import { type Notice, type NoticeKind, noticeCause, type RequestOrigin } from '../domain/messages/notice.js'
import type { Messages, Recipient } from '../ports/mailer.js'
import { type Languages, languages, type Texts } from '../texts/index.js'
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
  /** Default: English and Japanese. */
  readonly languages?: Languages
}

/** Puts notices and codes into words: in the person's language, as text and as HTML. */
export function mailMessages(options: MailMessagesOptions): Messages {
  const written = (view: MailView) => ({ subject: view.subject, text: mailText(view), html: mailHtml(view) })
  return {
    notice: (notice, recipient) => written(noticeView(options, notice, recipient)),
    code: (code, recipient) => written(codeView(options, code, recipient)),
    smsCode: ({ code }, { locale }) => smsCodeText(options, code, textsOf(options, locale)),
    test: (recipient) => written(testView(options, recipient)),
    smsTest: ({ locale }) => textsOf(options, locale).messages.sms.test({ application: oneLine(options.application) }),
  }
}

/** The texts of a person's language. */
function textsOf({ languages: spoken = languages() }: MailMessagesOptions, locale: string | null): Texts {
  return spoken.textsFor(spoken.pick([locale]))
}

/** What every mail has around its own content, and the texts that the content is in. */
function around(
  { application, languages: spoken = languages() }: MailMessagesOptions,
  { name, locale: wanted }: Recipient,
) {
  const locale = spoken.pick([wanted])
  const { messages } = spoken.textsFor(locale)
  const greeting = name === '' ? messages.hello : messages.greeting({ name: oneLine(name) })
  return { messages, frame: { locale, greeting, footer: messages.footer({ application }) } }
}

/**
 * The SMS with a code. Its last line binds the code to our site, so that browsers offer it there, and nowhere else
 * (WICG "Origin-bound one-time codes delivered via SMS").
 */
function smsCodeText({ application, url }: MailMessagesOptions, code: string, { messages }: Texts): string {
  return `${messages.sms.code({ application: oneLine(application), code })}\n\n@${new URL(url).hostname} #${code}`
}

function testView(options: MailMessagesOptions, recipient: Recipient): MailView {
  const { messages, frame } = around(options, recipient)
  const { subject, text } = messages.test
  return { ...frame, subject, text: text(options), code: null, facts: [], advice: [], link: null }
}

function codeView(
  options: MailMessagesOptions,
  { code, endsAt, passwordSetAt = null }: Parameters<Messages['code']>[0],
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
    advice: [
      ...(passwordSetAt === null ? [] : [messages.sentCode.passwordSet({ at: passwordSetAt, timeZone })]),
      messages.sentCode.advice,
    ],
    link: null,
  }
}

function noticeView(options: MailMessagesOptions, notice: Notice, recipient: Recipient): MailView {
  const { application, url, timeZone = 'UTC' } = options
  const { kind, left = 0, from, until } = notice
  const { messages, frame } = around(options, recipient)
  const name = (text: string | undefined) => oneLine(text ?? '') || null
  const moment = (at: number | undefined) => (at === undefined ? null : { at, timeZone })
  const about = {
    ...{ application, left, from: moment(from), until: moment(until) },
    ...{ device: name(notice.device), provider: name(notice.provider), tenant: name(notice.tenant) },
  }
  return {
    ...frame,
    subject: messages.notice[kind].subject,
    text: messages.notice[kind].text(about),
    code: null,
    facts: factsOf(notice, messages, timeZone),
    ...adviceOf(kind, messages, url),
  }
}

/** When it was, and where the request came from where that was the person, or somebody who acts as them. */
function factsOf({ kind, at, origin }: Notice, messages: Texts['messages'], timeZone: string): MailView['facts'] {
  const time = { label: messages.facts.time, value: messages.time({ at, timeZone }) }
  if (noticeCause(kind) === 'policy') return []
  if (noticeCause(kind) !== 'person') return [time]
  return [
    time,
    { label: messages.facts.browser, value: browserName(origin, messages) },
    { label: messages.facts.address, value: oneLine(origin.address ?? '') || messages.unknown },
  ]
}

/** What to do, and where. */
function adviceOf(kind: NoticeKind, messages: Texts['messages'], url: string): Pick<MailView, 'advice' | 'link'> {
  const settings = { label: messages.settings, address: `${url}/` }
  switch (noticeCause(kind)) {
    case 'policy':
      return { advice: [], link: { label: messages.setUp, address: `${url}/set-up` } }
    case 'application':
      return { advice: [], link: settings }
    case 'administrator':
      return { advice: [messages.wasAdministrator], link: settings }
    case 'person':
      return { advice: [messages.wasYou, messages.wasNotYou], link: settings }
  }
}

/** The browser and its system, as far as they are known. */
function browserName({ browser, system }: RequestOrigin, messages: Texts['messages']): string {
  if (browser && system) return messages.browser({ browser: oneLine(browser), system: oneLine(system) })
  return oneLine(browser ?? system ?? '') || messages.unknown
}
