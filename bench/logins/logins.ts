import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { DataSource } from 'typeorm'
import { startMariadb } from '../../dev/mariadb.js'
import { twoFactorEntities, typeormStore } from '../../src/typeorm/index.js'
import { benchApplication } from '../application.js'
import { type DatabaseStatistics, databaseStatistics } from '../code-request/database-statistics.js'
import type { Figure } from '../figure.js'
import { addressOf, backupCodeOf, enrolPeople, loginOf, SECRET_KEYS, secretOf } from '../people.js'
import { median, quantile } from '../statistics.js'
import { bareCode, stepAt } from '../totp-code.js'
import { type Answer, type BenchBrowser, benchBrowser } from './browser.js'

const MARIADB_PORT = 25308
/** So many people sign in each way; the first of them warm everything up. */
const PEOPLE = 300
const WARM_UP = 50
const CODE_PAGE = '/two-factor/challenge'

/** What a series is measured with. */
interface Bench {
  readonly url: string
  /** Where the application listens, and the second one on the same store. */
  readonly ports: readonly [number, number]
  /** The newest code that was mailed to that address; waits for it. */
  mailedCode(address: string): Promise<string>
}

/**
 * Signing in by a mailed code, by a backup code, from a trusted device and in a second application: how long each takes
 * with one client, and what the database counted. Client and server share a process, so the times are upper bounds.
 */
export async function benchLogins(folder: string): Promise<Figure[]> {
  const mariadb = await startMariadb({ port: MARIADB_PORT, dataDir: join(folder, 'mariadb-logins') })
  const codes = new Map<string, string>()
  const url = await mariadb.createDatabase('bench')
  const dataSource = new DataSource({
    ...{ type: 'mariadb', url, extra: { trace: false }, entities: [...twoFactorEntities] },
  })
  const store = typeormStore(dataSource)
  await store.migrate()
  const applications = [0, 1].map(() =>
    benchApplication(store, SECRET_KEYS, {
      send: async ({ to, text }) => void codes.set(to, /^\d{6}$/m.exec(text)?.[0] ?? ''),
    }),
  )
  const running = applications[0]?.twoFactor.start()
  const servers = applications.map(({ app }) => app.listen(0, '127.0.0.1'))
  try {
    await Promise.all(servers.map((server) => once(server, 'listening')))
    const [one = 0, two = 0] = servers.map((server) => (server.address() as AddressInfo).port)
    const bench: Bench = {
      url,
      ports: [one, two],
      async mailedCode(address) {
        while (!codes.has(address)) await sleep(1)
        return codes.get(address) ?? ''
      },
    }
    await enrolPeople(store, PEOPLE, { first: 0, method: 'email' })
    await enrolPeople(store, 2 * PEOPLE, { first: PEOPLE, backupCode: true })
    return [
      ...(await byMailedCode(bench)),
      ...(await byBackupCode(bench)),
      ...(await byTrustedDeviceAndElsewhere(bench)),
    ]
  } finally {
    for (const server of servers) server.close().closeAllConnections()
    await running?.stop()
    await store.close()
    await mariadb.stop()
  }
}

/** The page, which sends the code, and the code; the mail's own way through the outbox is counted too. */
async function byMailedCode({ url, ports: [port], mailedCode }: Bench): Promise<Figure[]> {
  const pages: number[] = []
  const { times, counted } = await series(url, 0, async (browser, person) => {
    const page = expectStatus(await browser.get(port, CODE_PAGE), 200)
    pages.push(page.ms)
    const code = await mailedCode(addressOf(loginOf(person, 0).userId))
    return expectStatus(await browser.post(port, CODE_PAGE, { code }), 303).ms
  })
  return [
    { what: 'mailed code: the page that sends it, p50', value: median(pages.slice(WARM_UP)), unit: 'ms' },
    ...figures('mailed code', times, counted, 2),
  ]
}

async function byBackupCode({ url, ports: [port] }: Bench): Promise<Figure[]> {
  const path = `${CODE_PAGE}/backup`
  const { times, counted } = await series(url, PEOPLE, async (browser, person) => {
    expectStatus(await browser.get(port, path), 200)
    return expectStatus(await browser.post(port, path, { code: backupCodeOf(person) }), 303).ms
  })
  return figures('backup code', times, counted, 1)
}

/** Each gives a code once and ticks the box; then signs in anew in the same browser, and in the second application. */
async function byTrustedDeviceAndElsewhere({ url, ports: [port, second] }: Bench): Promise<Figure[]> {
  const first = 2 * PEOPLE
  const browsers = new Map<number, BenchBrowser>()
  await series(url, first, async (browser, person) => {
    browsers.set(person, browser)
    const page = expectStatus(await browser.get(port, CODE_PAGE), 200)
    if (!page.text.includes('name="trust"')) throw new Error('No trust is offered')
    const code = bareCode(secretOf(person), stepAt(Date.now()))
    return expectStatus(await browser.post(port, CODE_PAGE, { code, trust: '1' }), 303).ms
  })
  const known = (person: number) => browsers.get(person) ?? benchBrowser(person)
  const sameSession = await series(url, first, async (_browser, person) => {
    const browser = benchBrowser(person)
    return expectTo(await browser.get(second, '/two-factor/continue'), '/').ms
  })
  const trusted = await series(url, first, async (_browser, person) => {
    const browser = known(person)
    browser.signInAnew('later')
    return expectTo(await browser.get(port, '/two-factor/continue'), '/').ms
  })
  return [
    ...figures('trusted device', trusted.times, trusted.counted, 1),
    ...figures('second application', sameSession.times, sameSession.counted, 0),
  ]
}

type Step = (browser: BenchBrowser, person: number) => Promise<number>

/** Has the people from `first` on sign in one after another; what the first few take and write is left out. */
async function series(url: string, first: number, step: Step) {
  const times: number[] = []
  let before: DatabaseStatistics | undefined
  for (let person = first; person < first + PEOPLE; person += 1) {
    if (person === first + WARM_UP) before = await databaseStatistics(url)
    times.push(await step(benchBrowser(person), person))
  }
  // What is done after the answer, such as a mail's way through the outbox, belongs to it.
  await sleep(300)
  const after = await databaseStatistics(url)
  if (before === undefined) throw new Error('The statistics were not read')
  const start = before
  const counted = (...names: (keyof DatabaseStatistics)[]) =>
    names.reduce((sum, name) => sum + after[name] - start[name], 0) / (PEOPLE - WARM_UP)
  return { times: times.slice(WARM_UP), counted }
}

function figures(
  what: string,
  times: readonly number[],
  counted: (...names: (keyof DatabaseStatistics)[]) => number,
  transactions: number,
): Figure[] {
  return [
    { what: `${what}: p50`, value: median(times), unit: 'ms' },
    { what: `${what}: p95`, value: quantile(times, 0.95), unit: 'ms' },
    // The outbox claims and closes its messages by single statements, which are rows here and no transactions.
    { what: `${what}: transactions`, value: counted('Com_commit'), unit: '', target: { atMost: transactions } },
    {
      what: `${what}: rows written`,
      value: counted('Handler_update', 'Handler_write', 'Handler_delete'),
      unit: '',
    },
    { what: `${what}: reads`, value: counted('Com_select'), unit: '' },
  ]
}

function expectStatus(answer: Answer, status: number): Answer {
  if (answer.status === status) return answer
  throw new Error(`It was answered with ${answer.status}, to ${answer.to}: ${answer.text.slice(0, 500)}`)
}

function expectTo(answer: Answer, to: string): Answer {
  if (answer.to === to) return answer
  throw new Error(`It led to "${answer.to}" with ${answer.status}: ${answer.text.slice(0, 500)}`)
}
