import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildPortal, portalNodeOptions } from '../../dev/build-portal.js'
import { completeRealm } from '../../dev/complete-realm.js'
import { type Keycloak, startKeycloak } from '../../dev/keycloak.js'
import { startMariadb } from '../../dev/mariadb.js'
import { startPart } from '../../dev/part-process.js'
import { people } from '../../dev/people.js'
import { type PortalRealmOptions, portalRealm } from '../../dev/realm.js'
import { newStatementKey } from '../../dev/secrets.js'
import { readManifest } from '../../src/manifest.js'
import { visitor } from '../../test/attacks/visitor.js'
import { bareTransactionsPerSecond } from '../code-request/bare-transactions.js'
import type { Figure } from '../figure.js'
import { median } from '../statistics.js'
import { atOtpForm, cpuOfGroup, otpRealm } from './otp-form.js'

const PORT = 25_310
const WARM_UP = 600
const ONE_CLIENT = 200
const EIGHT_CLIENTS = 400
const ROUNDS = 2
const SIGN_INS = 200

const realm: PortalRealmOptions = {
  portalUrls: [`http://localhost:${PORT + 1}`],
  portalSecret: 'portal-secret-of-the-bench',
  secondUrls: [`http://localhost:${PORT + 2}`],
  secondSecret: 'second-secret-of-the-bench',
  exportsSecret: 'exports-secret-of-the-bench',
  runtimeSecret: 'runtime-secret-of-the-bench',
}

/** Keycloak's own form for the code, in production mode on MariaDB; and what the example needs in memory beside it. */
export async function benchKeycloak(folder: string): Promise<Figure[]> {
  const mariadb = await startMariadb({ port: PORT, dataDir: join(folder, 'mariadb-keycloak') })
  const manifest = readManifest()
  try {
    const keycloak = await startKeycloak({
      port: PORT + 3,
      managementPort: PORT + 4,
      dataDir: join(folder, 'keycloak'),
      realms: [portalRealm(realm), otpRealm(WARM_UP + ONE_CLIENT + ROUNDS * EIGHT_CLIENTS)],
      persistent: true,
      productionOn: await mariadb.createDatabase('keycloak'),
      log: (line) => console.error(line),
    })
    try {
      await completeRealm(keycloak, manifest, realm)
      const bareUrl = await mariadb.createDatabase('bare')
      return [...(await otpForm(keycloak, bareUrl)), ...(await exampleMemory(keycloak, folder))]
    } finally {
      await keycloak.stop()
    }
  } finally {
    await mariadb.stop()
  }
}

async function otpForm({ url, pid }: Keycloak, bareUrl: string): Promise<Figure[]> {
  let next = 0
  const series = async (count: number, clients: number) => {
    const asked: Awaited<ReturnType<typeof atOtpForm>>[] = []
    await together(count, clients, async () => void asked.push(await atOtpForm(url, next++)))
    const cpu = cpuOfGroup(pid)
    const each: number[] = []
    const start = performance.now()
    await together(count, clients, async (index) => void each.push((await asked[index]?.answer()) ?? Number.NaN))
    const seconds = (performance.now() - start) / 1000
    return { each, perSecond: count / seconds, cpuMs: (cpuOfGroup(pid) - cpu) / count }
  }
  await series(WARM_UP, 8)
  const one = await series(ONE_CLIENT, 1)
  const rounds: (Awaited<ReturnType<typeof series>> & { ratio: number })[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    const eight = await series(EIGHT_CLIENTS, 8)
    rounds.push({ ...eight, ratio: eight.perSecond / (await bareTransactionsPerSecond(bareUrl, 8)) })
  }
  return [
    { what: "Keycloak's own form: p50, 1 client", value: median(one.each), unit: 'ms' },
    {
      what: "Keycloak's own form: CPU per request, 8 clients",
      value: median(rounds.map((round) => round.cpuMs)),
      unit: 'ms',
    },
    { what: "Keycloak's own form: rate, 8 clients", value: median(rounds.map((round) => round.perSecond)), unit: '/s' },
    { what: "Keycloak's own form: rate / bare rate", value: median(rounds.map((round) => round.ratio)), unit: '' },
  ]
}

async function together(count: number, clients: number, work: (index: number) => Promise<void>): Promise<void> {
  const rest = Array.from({ length: count }, (_, index) => index).values()
  await Promise.all(
    Array.from({ length: clients }, async () => {
      for (const index of rest) await work(index)
    }),
  )
}

/** The example as `npm start` runs it, after many have signed in and looked around. */
async function exampleMemory({ url }: Keycloak, folder: string): Promise<Figure[]> {
  const portalUrl = realm.portalUrls[0] ?? ''
  const portal = await startPart({
    name: 'The portal',
    command: process.execPath,
    args: [...portalNodeOptions, await buildPortal()],
    env: {
      PORTAL_PORT: new URL(portalUrl).port,
      KEYCLOAK_URL: url,
      KEYCLOAK_CLIENT_SECRET: realm.portalSecret,
      KEYCLOAK_RUNTIME_CLIENT_SECRET: realm.runtimeSecret,
      SESSION_SECRET: 'session-secret-of-the-bench',
      TWO_FACTOR_KEY: Buffer.alloc(32, 'bench').toString('base64'),
      STATEMENT_KEY: newStatementKey(),
      SQLITE_FILE: join(folder, 'example.db'),
    },
    logFile: join(folder, 'portal.log'),
    timeoutMs: 60_000,
    isReady: async () => (await fetch(portalUrl)).ok,
  })
  try {
    const some = people.filter(({ tenants }) => tenants.length <= 1)
    await together(SIGN_INS, 4, async (index) => {
      const { name } = some[index % some.length] ?? { name: 'fred' }
      const browser = visitor(portalUrl)
      const page = await browser.signIn({ id: '', name, email: '' })
      if (!page.url.startsWith(portalUrl)) throw new Error(`${name} ended at ${page.url}`)
      for (const path of ['/', '/two-factor/', '/two-factor/set-up']) await browser.get(path)
    })
    const resident = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${portal.pid}/status`, 'utf8'))?.[1]
    return [
      {
        what: `the example's application, after ${SIGN_INS} sign-ins`,
        value: Number(resident) / 1024,
        unit: 'MB',
        target: { atMost: 150 },
      },
    ]
  } finally {
    await portal.stop()
  }
}
