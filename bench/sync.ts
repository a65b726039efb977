import { join } from 'node:path'
import { createOperations, type Operations } from '../src/index.js'
import { keycloakDirectory } from '../src/keycloak/index.js'
import { sqliteStore } from '../src/typeorm/index.js'
import type { Figure } from './figure.js'
import { CLIENT, type Counted, fill, REALM, startCounted } from './keycloak-server.js'
import { SECRET_KEYS } from './people.js'

const PORT = 25_320
const ORGANIZATIONS = Number(process.env.BENCH_ORGANIZATIONS ?? 10_000)
const CHANGED = 100

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
    await makeOrganizations(keycloak.url)
    return await measure(operations, counted)
  } finally {
    await operations.close()
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
const makeOrganizations = (url: string) =>
  fill(url, ORGANIZATIONS, ({ organizations }, index) => {
    const name = `tenant-${index}`
    return organizations.create({
      ...{ name, alias: name, description: `The company ${name}` },
      domains: [{ name: `${name}.example` }],
      attributes: { plan: ['business'], ...(index < CHANGED && { part: ['first'] }) },
    })
  })
