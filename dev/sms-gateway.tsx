import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import express from 'express'
import { renderToString } from 'preact-render-to-string'
import { requireFreePort } from './port.js'

/** One SMS that the gateway took. */
export interface ReceivedSms {
  readonly to: string
  readonly text: string
  /** When it came, in ms. */
  readonly at: number
}

export interface SmsGateway {
  /** The web page with the outbox; messages are posted to `/messages` below it. */
  readonly url: string
  /** Every SMS taken, the oldest first. */
  messages(): readonly ReceivedSms[]
  /** The newest SMS to that number once there are `count`; waits up to 10 s, then throws naming what came instead. */
  waitForSms(to: string, count?: number): Promise<ReceivedSms>
  stop(): Promise<void>
}

/** Where the gateway listens. */
export interface SmsGatewayOptions {
  /** 0: any free one. */
  readonly port: number
  /** The setting that moves the port, for errors. */
  readonly movedBy?: string
}

/**
 * Starts an SMS gateway that takes messages over HTTP as commercial ones do, delivers none, and shows them on a page.
 * On the loopback only; what it took is gone when it stops.
 */
export async function startSmsGateway({ port, movedBy }: SmsGatewayOptions): Promise<SmsGateway> {
  if (port !== 0) await requireFreePort({ port, purpose: 'the SMS outbox', movedBy })
  const received: ReceivedSms[] = []
  const app = express()
  app.disable('x-powered-by')
  app.post('/messages', express.json({ limit: '10kb' }), (req, res) => {
    const { to, text } = (req.body ?? {}) as { to?: unknown; text?: unknown }
    if (typeof to !== 'string' || typeof text !== 'string' || !/^\+\d{6,15}$/.test(to)) {
      return void res.status(400).json({ error: '"to" must be a number such as +819012345678, and "text" a text.' })
    }
    received.push({ to, text, at: Date.now() })
    res.status(202).json({ accepted: 1 })
  })
  app.get('/', (_req, res) => {
    res.set({ 'cache-control': 'no-store', 'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'" })
    res.send(`<!doctype html>${renderToString(<Outbox messages={[...received].reverse()} />)}`)
  })
  const server = app.listen(port, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    messages: () => received,
    async waitForSms(to, count = 1) {
      for (let tries = 0; tries < 200; tries++) {
        const found = received.filter((sms) => sms.to === to)
        const newest = found.at(-1)
        if (newest !== undefined && found.length >= count) return newest
        await delay(50)
      }
      const came = received.map((sms) => `  to ${sms.to}: ${sms.text}`).join('\n') || '  nothing'
      throw new Error(`There were not ${count} SMS to ${to} within 10 s. What came:\n${came}`)
    },
    async stop() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

const style = `
:root { color-scheme: light dark; font: 1rem/1.6 system-ui, sans-serif }
body { max-width: 34rem; margin: 0 auto; padding: 1rem 1.5rem 4rem; background: light-dark(#fbfcfa, #161b18); color: light-dark(#1d2a24, #e6ece8) }
h1 { font-size: 1.5rem }
a { color: light-dark(#1f6b4a, #6cc79c) }
nav { margin-top: 1.5rem }
ol { display: grid; gap: 1.25rem; margin: 0; padding: 0; list-style: none }
p { margin: 0; color: light-dark(#5b6a62, #a3b1a9) }
pre { margin: .25rem 0 0; padding: .75rem 1rem; border-radius: 1rem 1rem 1rem .25rem; background: light-dark(#e7efe9, #243029); font: inherit; overflow-wrap: anywhere; white-space: pre-wrap }
`

const Outbox = ({ messages }: { messages: readonly ReceivedSms[] }) => (
  <html lang="en">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <title>SMS outbox</title>
      <style dangerouslySetInnerHTML={{ __html: style }} />
    </head>
    <body>
      <main>
        <h1>SMS outbox</h1>
        {messages.length === 0 ? (
          <p>No SMS yet. Those that the portal sends appear here, and go nowhere else.</p>
        ) : (
          <ol>
            {messages.map(({ to, text, at }) => (
              <li key={at}>
                <p>
                  To {to}, <time dateTime={new Date(at).toISOString()}>{new Date(at).toUTCString()}</time>
                </p>
                <pre>{text}</pre>
              </li>
            ))}
          </ol>
        )}
        <nav>
          <a href="/">Look again</a>
        </nav>
      </main>
    </body>
  </html>
)
