import { once } from 'node:events'
import { createServer, request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import KcAdminClient from '@keycloak/keycloak-admin-client'
import { startKeycloak } from '../dev/keycloak.js'
import { createOperations, type Operations } from '../src/index.js'
import { keycloakDirectory } from '../src/keycloak/index.js'
import { sqliteStore } from '../src/typeorm/index.js'
import type { Figure } from './figure.js'
import { SECRET_KEYS } from './people.js'

const PORT = 25_320
const ORGANIZATIONS = Number(process.env.BENCH_ORGANIZATIONS ?? 10_000)
const CHANGED = 100
const AT_ONCE = 8
const REALM = 'bench'
const CLIENT = { clientId: 'bench', clientSecret: 'secret-of-the-bench' }

/** `policy plan` and `policy apply` over as many organizations as the design asks for, in a Keycloak of its own. */
export async function benchSync(folder: string): Promise<Figure[]> {
  const keycloak = await startKeycloak({
    port: PORT,
    managementPort: PORT + 1,
    dataDir: join(folder, 'keycloak-sync'),
    realms: [realmWithAccount()],
    persistent: false,
    log: (line) => console.error(line),
  })
  const counted = await counting(keycloak.url)
  const operations = createOperations({
    name: 'Bench',
    url: 'http://localhost/two-factor',
    secretKeys: SECRET_KEYS,
    policies: { owner: 'shared' },
    directory: keycloakDirectory({ url: counted.url, realm: REALM, ...CLIENT }),
    store: sqliteStore(join(folder, 'sync.db')),
  })
  try {
    await operations.migrations.run()
    await makeOrganizations(keycloak.url)
    return await measure(operations, counted)
  } finally {
    await operations.close()
    counted.close()
    await keycloak.stop()
  }
}

async function measure({ policies }: Operations, counted: Counted): Promise<Figure[]> {
  const timed = async <Answer>(work: () => Promise<Answer>) => {
    const [start, reads, writes] = [performance.now(), counted.reads, counted.writes]
    const answer = await work()
    const seconds = (performance.now() - start) / 1000
    return { answer, seconds, reads: counted.reads - reads, writes: counted.writes - writes }
  }
  const document = (days: number, where: string) => ({
    rules: [{ where, policy: { requirement: 'optional' as const, trustedDevices: { days } } }],
  })
  const change = async (days: number, where: string) =>
    policies.import(await policies.planImport(document(days, where)))

  await change(30, '*')
  const first = await timed(async () => policies.apply(await policies.plan()))
  const inStep = await timed(() => policies.plan())
  if (inStep.answer.differing.length > 0) throw new Error('The first application left something to do.')
  await change(60, 'part=first')
  const planned = await timed(() => policies.plan())
  const applied = await timed(() => policies.apply(planned.answer))
  return [
    {
      what: `policy plan over ${ORGANIZATIONS} organizations, in step`,
      value: inStep.seconds,
      unit: 's',
      target: { atMost: 30 },
    },
    { what: 'calls to Keycloak for that', value: inStep.reads, unit: '' },
    { what: `policy plan with ${CHANGED} that differ`, value: planned.seconds, unit: 's', target: { atMost: 30 } },
    { what: 'calls to Keycloak for that', value: planned.reads, unit: '' },
    { what: `writes to apply ${CHANGED} changes`, value: applied.writes, unit: '', target: { atMost: CHANGED } },
    { what: 'time to apply them', value: applied.seconds, unit: 's' },
    {
      what: 'organizations written a second, all of them for the first time',
      value: first.writes / first.seconds,
      unit: '/s',
    },
  ]
}

/** Each has attributes of its own, as one in use has; some are marked as the part that is changed. */
async function makeOrganizations(url: string): Promise<void> {
  const keycloak = new KcAdminClient({ baseUrl: url, realmName: REALM })
  let until = 0
  let next = 0
  const maker = async () => {
    while (next < ORGANIZATIONS) {
      const index = next++
      if (Date.now() > until) {
        until = Date.now() + 30_000
        await keycloak.auth({ grantType: 'client_credentials', ...CLIENT })
      }
      const name = `tenant-${index}`
      await keycloak.organizations.create({
        ...{ name, alias: name, description: `The company ${name}` },
        domains: [{ name: `${name}.example` }],
        attributes: { plan: ['business'], ...(index < CHANGED && { part: ['first'] }) },
      })
      if (index % 1000 === 0) console.error(`  ${index} organizations made`)
    }
  }
  await keycloak.auth({ grantType: 'client_credentials', ...CLIENT })
  await Promise.all(Array.from({ length: AT_ONCE }, maker))
}

function realmWithAccount() {
  const roles = ['view-users', 'view-organizations', 'view-identity-providers', 'manage-organizations']
  return {
    realm: REALM,
    enabled: true,
    organizationsEnabled: true,
    clients: [
      {
        clientId: CLIENT.clientId,
        secret: CLIENT.clientSecret,
        standardFlowEnabled: false,
        serviceAccountsEnabled: true,
      },
    ],
    users: [
      {
        username: `service-account-${CLIENT.clientId}`,
        enabled: true,
        serviceAccountClientId: CLIENT.clientId,
        clientRoles: { 'realm-management': roles },
      },
    ],
  }
}

interface Counted {
  readonly url: string
  readonly reads: number
  readonly writes: number
  close(): void
}

/** A way to Keycloak that counts what is read and written by its admin API. */
async function counting(keycloakUrl: string): Promise<Counted> {
  const { hostname, port } = new URL(keycloakUrl)
  let [reads, writes] = [0, 0]
  const server: Server = createServer((asked, answer) => {
    if (asked.url?.startsWith('/admin/')) asked.method === 'GET' ? reads++ : writes++
    const passedOn = request(
      { hostname, port, method: asked.method, path: asked.url, headers: asked.headers },
      (come) => {
        answer.writeHead(come.statusCode ?? 502, come.headers)
        come.pipe(answer)
      },
    )
    passedOn.once('error', () => asked.socket.destroy())
    asked.pipe(passedOn)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    get reads() {
      return reads
    },
    get writes() {
      return writes
    },
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
}
