import { join } from 'node:path'
import { DataSource } from 'typeorm'
import { startMariadb } from '../dev/mariadb.js'
import { listPeople } from '../src/actions/administration/list-people.js'
import { sha256Identities } from '../src/crypto/identities.js'
import { DEFAULT_POLICY, type TenantPolicy } from '../src/domain/tenant-policy/tenant-policy.js'
import { createOperations } from '../src/index.js'
import { keycloakDirectory } from '../src/keycloak/index.js'
import { clock } from '../src/ports/clock.js'
import { twoFactorEntities, twoFactorMigrations, typeormStore } from '../src/typeorm/index.js'
import type { Figure } from './figure.js'
import { CLIENT, fill, REALM, startCounted } from './keycloak-server.js'
import { insertPeople } from './many-people.js'
import { ISSUER, SECRET_KEYS } from './people.js'

const PORT = 25_330
const MEMBERS = Number(process.env.BENCH_MEMBERS ?? 100_000)
const USERS_AT_ONCE = 1_000

/** One organization with many members, in a Keycloak of its own: the list of people, and what a change of policy means. */
export async function benchMembers(folder: string): Promise<Figure[]> {
  const mariadb = await startMariadb({ port: PORT + 2, dataDir: join(folder, 'mariadb-members'), settings: [] })
  const keycloak = await startCounted(folder, PORT)
  const { counted } = keycloak
  const directory = keycloakDirectory({ url: counted.url, realm: REALM, issuer: ISSUER, ...CLIENT })
  const url = await mariadb.createDatabase('members')
  const store = typeormStore(
    new DataSource({
      ...{ type: 'mariadb', url, entities: [...twoFactorEntities], migrations: [...twoFactorMigrations] },
      extra: { trace: false },
    }),
  )
  const operations = createOperations({
    ...{ name: 'Bench', url: 'http://localhost/two-factor', secretKeys: SECRET_KEYS, directory, store },
    policies: { newTenant: 'optional' },
    operators: { realmRoles: ['operator'] },
    tenantAdministrators: { organizationGroups: ['/administrators'] },
  })
  try {
    await store.migrate()
    const tenantId = await makeMembers(keycloak.url)
    await insertPeople(url, MEMBERS, { real: 0 })
    const timed = async <Answer>(work: () => Promise<Answer>) => {
      const [start, reads] = [performance.now(), counted.reads]
      const answer = await work()
      return { answer, seconds: (performance.now() - start) / 1000, calls: counted.reads - reads }
    }
    const list = listPeople({ store, directory, identities: sha256Identities(), clock: clock() })
    const page = (search: string, at: number) => timed(() => list(ISSUER, tenantId, search, at))
    await page('', 0)
    const [first, last, found] = [
      await page('', 0),
      await page('', Math.floor(MEMBERS / 20) - 1),
      await page(`person-${MEMBERS - 1}`, 0),
    ]
    if (found.answer.people.length !== 1) throw new Error('The search has not found the one person.')
    const effects = (policy: Pick<TenantPolicy, 'requirement'>) =>
      timed(() => operations.policies.preview(tenantId, { ...DEFAULT_POLICY, ...policy }))
    const [required, off] = [await effects({ requirement: 'required' }), await effects({ requirement: 'off' })]
    if (off.answer.counts.losesSettings !== MEMBERS) throw new Error('Not everybody was counted.')
    const second = { unit: 's', target: { atMost: 1 } }
    const half = { unit: 's', target: { atMost: 30 } }
    return [
      { what: `people of ${MEMBERS}, the first page`, value: first.seconds, ...second },
      { what: 'calls to Keycloak for that', value: first.calls, unit: '' },
      { what: 'the last page', value: last.seconds, ...second },
      { what: 'one person by name', value: found.seconds, ...second },
      { what: `what "required" means for ${MEMBERS} people`, value: required.seconds, ...half },
      { what: 'calls to Keycloak for that', value: required.calls, unit: '' },
      { what: 'what "off" means for them', value: off.seconds, ...half },
      { what: 'calls to Keycloak for that', value: off.calls, unit: '' },
    ]
  } finally {
    await operations.close()
    await keycloak.stop()
    await mariadb.stop()
  }
}

/** People whose ids in Keycloak are those of the rows in the database, all of one organization. */
async function makeMembers(url: string): Promise<string> {
  let tenantId = ''
  await fill(url, 1, async ({ organizations }) => {
    const domains = [{ name: 'large.example' }]
    tenantId = (await organizations.create({ name: 'Large', alias: 'large', domains })).id
  })
  await fill(url, Math.ceil(MEMBERS / USERS_AT_ONCE), ({ realms }, part) =>
    realms.partialImport({
      realm: REALM,
      rep: {
        ifResourceExists: 'FAIL',
        users: Array.from({ length: Math.min(USERS_AT_ONCE, MEMBERS - part * USERS_AT_ONCE) }, (_, index) => {
          const id = `person-${part * USERS_AT_ONCE + index}`
          return { id, username: id, email: `${id}@large.example`, emailVerified: true, enabled: true }
        }),
      },
    }),
  )
  await fill(url, MEMBERS, ({ organizations }, index) =>
    organizations.addMember({ orgId: tenantId, userId: `person-${index}` }),
  )
  return tenantId
}
