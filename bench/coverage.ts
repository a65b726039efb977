import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { DataSource } from 'typeorm'
import { startMariadb } from '../dev/mariadb.js'
import { listCoverage } from '../src/actions/administration/list-coverage.js'
import { sha256Identities } from '../src/crypto/identities.js'
import { clock } from '../src/ports/clock.js'
import { testDirectory } from '../src/testing/test-directory.js'
import { twoFactorEntities, twoFactorMigrations, typeormStore } from '../src/typeorm/index.js'
import { COVERAGE_COLUMNS, coverageCells, coverageRecord } from '../src/views/administration/coverage.js'
import { csv } from '../src/views/csv.js'
import type { Figure } from './figure.js'
import { insertPeople } from './many-people.js'

const MARIADB_PORT = 25309
const FEW = 10_000
const MANY = 1_000_000

/** The coverage report as CSV, of few and of a million enrolled people: how long it takes, and how much memory. */
export async function benchCoverage(folder: string): Promise<Figure[]> {
  const mariadb = await startMariadb({
    port: MARIADB_PORT,
    dataDir: join(folder, 'mariadb-coverage'),
    settings: ['--innodb-buffer-pool-size=1536M'],
  })
  try {
    const url = await mariadb.createDatabase('coverage')
    const dataSource = new DataSource({
      type: 'mariadb',
      url,
      entities: [...twoFactorEntities],
      migrations: [...twoFactorMigrations],
      extra: { trace: false },
    })
    const store = typeormStore(dataSource)
    await store.migrate()
    const ports = { store, directory: testDirectory(), identities: sha256Identities(), clock: clock() }
    const report = async () => {
      const before = memory()
      const startedAt = performance.now()
      const written = { people: 0, bytes: 0, most: before }
      const parts = async function* () {
        for await (const people of listCoverage(ports)('', null)) {
          written.people += people.length
          yield people.map((person) => coverageCells(coverageRecord(person)))
        }
      }
      for await (const text of csv(COVERAGE_COLUMNS, parts())) {
        written.bytes += text.length
        if (written.people % 50_000 === 0) written.most = Math.max(written.most, memory())
      }
      return { ...written, grown: written.most - before, seconds: (performance.now() - startedAt) / 1000 }
    }
    await insertPeople(url, FEW, { real: 0 })
    await report()
    const few = await report()
    await insertPeople(url, MANY - FEW, { first: FEW, real: 0 })
    const counting = performance.now()
    const counted = await store.countMethods(null)
    const countedIn = performance.now() - counting
    const many = await report()
    if (many.people !== MANY || counted.totp !== MANY) throw new Error(`${many.people} people were listed`)
    await store.close?.()
    return [
      { what: `CSV of ${FEW.toLocaleString('en')} people`, value: few.seconds, unit: 's' },
      { what: `CSV of ${MANY.toLocaleString('en')} people`, value: many.seconds, unit: 's' },
      { what: 'people a second', value: Math.round(many.people / many.seconds), unit: '' },
      { what: 'the file', value: many.bytes / 2 ** 20, unit: 'MiB' },
      // What is kept for each person would be a hundred MiB and more.
      { what: 'heap grown while a million were listed', value: many.grown, unit: 'MiB', target: { atMost: 20 } },
      { what: 'counting a million by method, for the picture', value: countedIn, unit: 'ms' },
    ]
  } finally {
    await mariadb.stop()
  }
}

setFlagsFromString('--expose-gc')
const collect: () => void = runInNewContext('gc')

/** What is in use after a collection, in MiB. */
function memory(): number {
  collect()
  return process.memoryUsage().heapUsed / 2 ** 20
}
