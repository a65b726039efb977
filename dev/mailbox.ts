import { createRequire } from 'node:module'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { startPart } from './part-process.js'
import { requireFreePort } from './port.js'

export interface Mail {
  id: string
  to: string[]
  from: string
  subject: string
  text: string
  html: string
  /** The message as it came over SMTP. */
  raw: string
}

export interface MailReader {
  /** Every mail received, or those to one address; the oldest first. */
  mails(to?: string): Promise<Mail[]>
  /** The newest mail to that address with that subject; waits up to 10 s for it, then throws naming what came instead. */
  waitForMail(wanted: { to: string; subject: string | RegExp }): Promise<Mail>
  clear(): Promise<void>
}

export interface Mailbox extends MailReader {
  /** The web page. */
  url: string
  smtp: { host: string; port: number }
  /** Resolves when the mailbox has ended, whoever ended it. */
  ended: Promise<void>
  stop(): Promise<void>
}

export interface MailboxOptions {
  smtpPort: number
  webPort: number
  /** Keeps the mails, also from one start to the next. */
  dataDir: string
  /** The settings that move the two ports, for errors. */
  movedBy?: { smtpPort: string; webPort: string }
}

/** Starts a mail server that keeps what it gets and shows it on a web page, both on the loopback only. */
export async function startMailbox(options: MailboxOptions): Promise<Mailbox> {
  const { smtpPort, webPort, dataDir } = options
  await requireFreePort({ port: smtpPort, purpose: 'the mailbox, SMTP', movedBy: options.movedBy?.smtpPort })
  await requireFreePort({ port: webPort, purpose: "the mailbox's web page", movedBy: options.movedBy?.webPort })
  const url = `http://localhost:${webPort}`
  // A process of its own: maildev takes over the signals of the process it runs in.
  const server = await startPart({
    name: 'The mailbox',
    command: process.execPath,
    args: [
      createRequire(import.meta.url).resolve('maildev/bin/maildev'),
      ...['--ip', '127.0.0.1', '--smtp', String(smtpPort)],
      ...['--web-ip', '127.0.0.1', '--web', String(webPort)],
      ...['--mail-directory', join(dataDir, 'mails')],
    ],
    logFile: join(dataDir, 'mailbox.log'),
    timeoutMs: 30_000,
    isReady: async () => (await fetch(`${url}/healthz`)).ok,
  })
  return {
    url,
    smtp: { host: '127.0.0.1', port: smtpPort },
    ...mailReader(url),
    ended: server.ended,
    stop: () => server.stop(),
  }
}

/** Reads a running mailbox through its web address. */
export function mailReader(url: string): MailReader {
  const received = async () => (await (await fetch(`${url}/email`)).json()) as ReceivedMail[]
  return {
    // The messages as they came are fetched one by one, so only those that are wanted.
    mails: async (to) => {
      const wanted = (await received()).filter((mail) => to === undefined || isTo(mail, to))
      return Promise.all(wanted.map((mail) => toMail(url, mail)))
    },
    waitForMail: async ({ to, subject }) => {
      const isCalled = (mail: ReceivedMail) =>
        typeof subject === 'string' ? mail.subject === subject : subject.test(mail.subject ?? '')
      const deadline = Date.now() + 10_000
      for (;;) {
        const mails = (await received()).filter((mail) => isTo(mail, to))
        const found = mails.filter(isCalled).at(-1)
        if (found) return toMail(url, found)
        if (Date.now() > deadline) {
          const came = mails.map((mail) => `  ${mail.subject}`).join('\n') || '  nothing'
          throw new Error(`No mail to ${to} with the subject ${subject} within 10 s. What came there:\n${came}`)
        }
        await delay(100)
      }
    },
    clear: async () => {
      await fetch(`${url}/email/all`, { method: 'DELETE' })
    },
  }
}

interface Address {
  address: string
}

interface ReceivedMail {
  id: string
  envelope: { to: Address[] }
  from: Address[]
  subject?: string
  text?: string
  html?: string
}

const isTo = (mail: ReceivedMail, to: string): boolean => mail.envelope.to.some(({ address }) => address === to)

async function toMail(url: string, mail: ReceivedMail): Promise<Mail> {
  return {
    id: mail.id,
    to: mail.envelope.to.map(({ address }) => address),
    from: mail.from[0]?.address ?? '',
    subject: mail.subject ?? '',
    text: mail.text ?? '',
    html: mail.html ?? '',
    raw: await (await fetch(`${url}/email/${mail.id}/source`)).text(),
  }
}
