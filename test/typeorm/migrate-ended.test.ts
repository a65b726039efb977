import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { requirePart } from '../../dev/parts.js'
import { twoFactorMigrations } from '../../src/typeorm/index.js'
import { moduleAt, ownProcess } from '../cli/own-process.js'
import { mariaDatabase } from './maria-database.js'

const serverUrl = requirePart('mariadb')

/** In the process that is to be ended: the signal, and the how many-th change of the schema sends it. */
const END = 'TWO_FACTOR_TEST_END'

const SQLITE = `sqliteStore('two-factor.db')`
const databases: Record<string, () => Promise<string>> = { SQLite: async () => SQLITE }
if (serverUrl !== undefined) {
  databases.MariaDB = async () => {
    const { url } = await mariaDatabase(serverUrl, 'two_factor_migrate_ended')
    return `typeormStore(applicationDataSource(${JSON.stringify(url)}))`
  }
}

for (const [name, open] of Object.entries(databases)) {
  describe(`the command "migrate" on ${name}, ended half-way`, function () {
    this.timeout(180_000)
    let folder: string

    beforeEach(async () => {
      folder = mkdtempSync(join(tmpdir(), 'two-factor-migrate-'))
      writeFileSync(
        join(folder, 'two-factor.config.mjs'),
        `import { DataSource } from ${moduleAt('node_modules/typeorm/index.mjs')}
         import { sqliteStore, typeormStore } from ${moduleAt('src/typeorm/index.ts')}
         import { testDirectory } from ${moduleAt('src/testing/index.ts')}
         import { applicationDataSource } from ${moduleAt('test/typeorm/maria-database.ts')}
         const [signal, time] = (process.env.${END} ?? '').split(' ')
         const { createQueryRunner } = DataSource.prototype
         let made = 0
         DataSource.prototype.createQueryRunner = function (...given) {
           const runner = createQueryRunner.apply(this, given)
           const { query } = runner
           runner.query = async function (sql, ...rest) {
             const answer = await query.call(this, sql, ...rest)
             if (/^\\s*(CREATE|ALTER)/i.test(sql) && ++made === Number(time)) {
               process.kill(process.pid, signal)
               await new Promise((resolve) => setTimeout(resolve, 100))
             }
             return answer
           }
           return runner
         }
         export default {
           name: 'Ended', url: 'http://localhost/two-factor', secretKeys: [{ id: '1', key: '01'.repeat(32) }],
           directory: testDirectory(), store: ${await open()},
         }`,
      )
    })
    afterEach(() => rmSync(folder, { recursive: true, force: true }))

    const migrate = (argv: readonly string[] = [], end = '') =>
      ownProcess(folder, ['migrate', '-c', 'two-factor.config.mjs', ...argv], { [END]: end })
    const pending = async (): Promise<string[]> => JSON.parse((await migrate(['--plan', '--json'])).out).pending

    it('by kill -9 is finished by the next run, wherever that was', async () => {
      // Each of them goes on from where the one before was ended.
      for (const time of name === 'SQLite' ? [9] : [2, 5, 9]) {
        expect((await migrate([], `SIGKILL ${time}`)).signal, `at ${time}`).to.equal('SIGKILL')
      }
      const { exitCode, err } = await migrate()
      expect([exitCode, err]).to.have.property('0', 0)
      expect(await pending()).to.deep.equal([])
    })

    it('by Ctrl-C finishes the step under way, and the next run does the others', async () => {
      const { exitCode, err } = await migrate([], 'SIGINT 3')
      expect([exitCode, err.split('\n').at(-2)]).to.deep.equal([1, 'Stopped. Run this again to go on.'])
      const left = twoFactorMigrations.slice(1).map((Step) => new Step().name)
      expect(await pending()).to.deep.equal(left)
      expect(JSON.parse((await migrate(['--json'])).out).done).to.deep.equal(left)
    })
  })
}
