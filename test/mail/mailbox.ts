import { once } from 'node:events'
import { createRequire } from 'node:module'

/** A mail as the mailbox took it in. */
export interface ReceivedMail {
  readonly subject: string
  readonly text: string
  readonly html: string
  readonly from: readonly { readonly name: string; readonly address: string }[]
  readonly to: readonly { readonly name: string; readonly address: string }[]
  readonly headers: Readonly<Record<string, unknown>>
  readonly envelope: { readonly to: readonly { readonly address: string }[] }
}

interface MailDev {
  listen(done: (error?: Error) => void): void
  close(done: (error?: Error) => void): void
  on(event: 'new', take: (mail: ReceivedMail) => void): void
  once(event: 'new', take: (mail: ReceivedMail) => void): void
}

// maildev has no types.
const createMailDev = createRequire(import.meta.url)('maildev') as (options: object) => MailDev & NodeJS.EventEmitter

/** Starts a real SMTP server on the loopback, without its web page. */
export async function startMailbox(port: number) {
  const server = createMailDev({ smtp: port, ip: '127.0.0.1', disableWeb: true, silent: true })
  await new Promise<void>((resolve, reject) => server.listen((error) => (error ? reject(error) : resolve())))
  return {
    /** The next mail that arrives. */
    next: async () => (await once(server as NodeJS.EventEmitter, 'new'))[0] as ReceivedMail,
    stop: () => new Promise<void>((resolve) => server.close(() => resolve())),
  }
}
