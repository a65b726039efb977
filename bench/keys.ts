import { join } from 'node:path'
import { DataSource } from 'typeorm'
import { startMariadb } from '../dev/mariadb.js'
import { createOperations } from '../src/index.js'
import { testDirectory } from '../src/testing/test-directory.js'
import { twoFactorEntities, typeormStore } from '../src/typeorm/index.js'
import type { Figure } from './figure.js'
import { insertPeople } from './many-people.js'
import { SECRET_KEYS } from './people.js'

const MARIADB_PORT = 25307
const SECRETS = 100_000
const NEW_KEY = { id: 'new', key: Buffer.alloc(32, 9).toString('base64') }

/** `keys rotate` over the secrets of many people, on a MariaDB server of its own with default settings. */
export async function benchKeys(folder: string): Promise<Figure[]> {
  const mariadb = await startMariadb({ port: MARIADB_PORT, dataDir: join(folder, 'mariadb-keys') })
  try {
    const url = await mariadb.createDatabase('bench')
    const operations = createOperations({
      name: 'Bench',
      url: 'http://localhost/two-factor',
      secretKeys: [NEW_KEY, ...SECRET_KEYS],
      directory: testDirectory(),
      store: typeormStore(
        new DataSource({ type: 'mariadb', url, extra: { trace: false }, entities: [...twoFactorEntities] }),
      ),
    })
    await operations.migrations.run()
    await insertPeople(url, SECRETS)
    const start = performance.now()
    const { resealed } = await operations.keys.rotate()
    const seconds = (performance.now() - start) / 1000
    const idle = performance.now()
    await operations.keys.rotate()
    const again = (performance.now() - idle) / 1000
    await operations.close()
    return [
      { what: 'secrets sealed anew', value: resealed, unit: '', target: { atLeast: SECRETS } },
      { what: 'time for all, with the report', value: seconds, unit: 's' },
      { what: 'rate', value: resealed / seconds, unit: '/s' },
      { what: 'time of a second run, which finds nothing', value: again, unit: 's' },
      { what: 'most memory of the process so far', value: process.resourceUsage().maxRSS / 1024, unit: 'MB' },
    ]
  } finally {
    await mariadb.stop()
  }
}
