import { join } from 'node:path'
import { configCliJar, importByConfigCli } from '../dev/config-cli.js'
import { createOperations, type Operations } from '../src/index.js'
import { keycloakDirectory } from '../src/keycloak/index.js'
import { sqliteStore } from '../src/typeorm/index.js'
import type { Figure } from './figure.js'
import { CLIENT, type Counted, fill, REALM, startCounted } from './keycloak-server.js'
import { SECRET_KEYS } from './people.js'

const PORT = 25_320
const ORGANIZATIONS = Number(process.env.BENCH_ORGANIZATIONS ?? 10_000)
const CHANGED = 100
/** keycloak-config-cli 6.5.0 sees only so many organizations of a realm, and stops at the first one beyond them. */
const SEEN = 10

/** `policy plan` and `policy apply` over as many organizations as the design asks for, in a Keycloak of its own. */
export async function benchSync(folder: string): Promise<Figure[]> {
  const keycloak = await startCounted(folder, PORT)
  const { counted } = keycloak
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
    const figures: Figure[] = []
    await makeOrganizations(keycloak.url, 0, SEEN)
    const jar = configCliJar()
    if (jar === undefined) console.error('Without keycloak-config-cli beside it: KEYCLOAK_CONFIG_CLI names no jar.')
    else figures.push(...(await measureConfigCli(jar, counted, join(folder, 'realm.yaml'))))
    figures.push(...(await measureFew(operations, counted)))
    await makeOrganizations(keycloak.url, SEEN, ORGANIZATIONS)
    return [...figures, ...(await measure(operations, counted))]
  } finally {
    await operations.close()
    await keycloak.stop()
  }
}

const document = (days: number, where: string) => ({
  rules: [{ where, policy: { requirement: 'optional' as const, trustedDevices: { days } } }],
})

/** How long something took, and what it asked of Keycloak. */
async function timed<Answer>(counted: Counted, work: () => Promise<Answer>) {
  const [start, reads, writes] = [performance.now(), counted.reads, counted.writes]
  const answer = await work()
  const seconds = (performance.now() - start) / 1000
  return { answer, seconds, reads: counted.reads - reads, writes: counted.writes - writes }
}

async function measure({ policies }: Operations, counted: Counted): Promise<Figure[]> {
  const change = async (days: number, where: string) =>
    policies.import(await policies.planImport(document(days, where)))

  await change(30, '*')
  const first = await timed(counted, async () => policies.apply(await policies.plan()))
  const inStep = await timed(counted, () => policies.plan())
  if (inStep.answer.differing.length > 0) throw new Error('The first application left something to do.')
  await change(60, 'part=first')
  const planned = await timed(counted, () => policies.plan())
  const applied = await timed(counted, () => policies.apply(planned.answer))
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

/** keycloak-config-cli on as many organizations as it can see. */
async function measureConfigCli(jar: string, counted: Counted, file: string): Promise<Figure[]> {
  const run = (description: string) =>
    timed(counted, () =>
      importByConfigCli(jar, counted.url, file, {
        realm: REALM,
        organizations: Array.from({ length: SEEN }, (_, index) => ({ ...organization(index), description })),
      }),
    )
  const all = await run('Another description')
  const inStep = await run('Another description')
  return [
    { what: `keycloak-config-cli over ${SEEN} organizations, in step`, value: inStep.seconds, unit: 's' },
    { what: 'calls to Keycloak for that', value: inStep.reads + inStep.writes, unit: '' },
    { what: 'writes among them', value: inStep.writes, unit: '' },
    { what: `keycloak-config-cli with ${SEEN} changes`, value: all.seconds, unit: 's' },
    { what: 'writes for that', value: all.writes, unit: '' },
  ]
}

/** The same number of organizations with ours. */
async function measureFew({ policies }: Operations, counted: Counted): Promise<Figure[]> {
  await policies.import(await policies.planImport(document(30, '*')))
  const all = await timed(counted, async () => policies.apply(await policies.plan()))
  const inStep = await timed(counted, () => policies.plan())
  return [
    { what: `policy plan over ${SEEN} organizations, in step`, value: inStep.seconds, unit: 's' },
    { what: 'calls to Keycloak for that', value: inStep.reads + inStep.writes, unit: '' },
    { what: `policy plan and apply with ${SEEN} changes`, value: all.seconds, unit: 's' },
    { what: 'writes for that', value: all.writes, unit: '' },
  ]
}

/** Each has attributes of its own, as one in use has; some are marked as the part that is changed. */
function organization(index: number) {
  const name = `tenant-${index}`
  return {
    ...{ name, alias: name, description: `The company ${name}` },
    domains: [{ name: `${name}.example` }],
    attributes: { plan: ['business'], ...(index < CHANGED && { part: ['first'] }) },
  }
}

const makeOrganizations = (url: string, from: number, to: number) =>
  fill(url, to - from, ({ organizations }, index) => organizations.create(organization(from + index)))
