import { once } from 'node:events'
import { IncomingMessage, ServerResponse } from 'node:http'
import { type AddressInfo, Socket } from 'node:net'
import express, { type Express, type RequestHandler } from 'express'
import { sqliteStore } from '../src/typeorm/index.js'
import { benchApplication, PERSON } from './application.js'
import { codeClient } from './code-client.js'
import type { Figure } from './figure.js'
import { enrolPeople } from './people.js'
import { median } from './statistics.js'

const ROUNDS = 200
const REQUESTS = 500

/** A request of somebody who has done the second step, with `enforce()` and without. */
export async function benchVerifiedRequest(folder: string): Promise<Figure[]> {
  const file = sqliteStore(`${folder}/verified-request.db`)
  await file.migrate()
  await enrolPeople(file, 1)
  let reads = 0
  const counted =
    <Args extends unknown[], Answer>(verb: (...args: Args) => Answer) =>
    (...args: Args) => {
      reads += 1
      return verb(...args)
    }
  const store = { ...file, epoch: counted(file.epoch), load: counted(file.load) }
  const { app, twoFactor, sessions } = benchApplication(store)
  // As express-session gives it: what is stored, on an object that can also be renewed.
  const session = Object.assign(Object.create({ regenerate() {} }), await verifiedSession(app, sessions))

  const signedIn: RequestHandler = (req, _res, next) => {
    Object.assign(req, { session })
    next()
  }
  const plain = express().use(signedIn)
  const enforced = express().use(signedIn, twoFactor.enforce())
  await run(enforced, 1)
  reads = 0
  const start = performance.now()
  const costs: { plain: number; enforced: number }[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    costs.push({ plain: await run(plain, REQUESTS), enforced: await run(enforced, REQUESTS) })
  }
  const windows = Math.ceil((performance.now() - start) / 5_000)
  await file.close()
  const without = median(costs.map((cost) => cost.plain))
  const added = median(costs.map((cost) => cost.enforced - cost.plain))
  return [
    { what: 'a request without enforce()', value: without, unit: 'µs' },
    { what: 'enforce() adds', value: added, unit: 'µs', target: { atMost: 5 } },
    {
      what: `store reads per 5 s, in ${ROUNDS * REQUESTS} requests`,
      value: reads / windows,
      unit: '',
      target: { atMost: 1 },
    },
  ]
}

/** What the session holds of somebody who has just answered the code page. */
async function verifiedSession(
  app: Express,
  sessions: { all: (done: (error: unknown, found?: unknown) => void) => void },
) {
  const server = app.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const client = codeClient((server.address() as AddressInfo).port, 1)
  const { cookie } = await client.answer(await client.open(0))
  client.close()
  server.close()
  const id =
    decodeURIComponent(cookie ?? '')
      .slice('connect.sid=s:'.length)
      .split('.')[0] ?? ''
  const found = await new Promise<Record<string, unknown>>((resolve, reject) => {
    sessions.all((error, all) => (error ? reject(error) : resolve(all as Record<string, unknown>)))
  })
  if (found[id] === undefined) throw new Error('The code page left no session')
  return found[id]
}

/** What one request costs in µs; no socket is involved, so that nothing but the application is measured. */
async function run(app: Express, requests: number): Promise<number> {
  const socket = new Socket()
  const start = performance.now()
  for (let request = 0; request < requests; request += 1) {
    const req = new IncomingMessage(socket)
    Object.assign(req, { method: 'GET', url: '/orders', headers: { [PERSON]: '0' } })
    const res = new ServerResponse(req)
    await new Promise<void>((resolve, reject) => {
      const handle = app as unknown as (
        req: IncomingMessage,
        res: ServerResponse,
        done: (error?: unknown) => void,
      ) => void
      handle(req, res, (error) =>
        error || res.headersSent ? reject(error ?? new Error('Not let through')) : resolve(),
      )
    })
  }
  return ((performance.now() - start) * 1000) / requests
}
