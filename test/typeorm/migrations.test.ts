import { expect } from 'chai'
import { DataSource } from 'typeorm'
import { requirePart } from '../../dev/parts.js'
import { twoFactorEntities, twoFactorMigrations } from '../../src/typeorm/index.js'
import { mariaDatabase } from './maria-database.js'
import { sqliteFile } from './sqlite-file.js'

const serverUrl = requirePart('mariadb')

async function sqlite() {
  const { file, remove } = await sqliteFile()
  const driver = (await import('libsql')).default
  const lists = { entities: [...twoFactorEntities], migrations: [...twoFactorMigrations] }
  const dataSource = new DataSource({ type: 'better-sqlite3', driver, database: file, ...lists })
  return { dataSource: await dataSource.initialize(), remove }
}

const maria = (url: string) => async () => {
  const { dataSource } = await mariaDatabase(url, 'two_factor_migrations')
  return { dataSource: await dataSource().initialize(), remove: async () => undefined }
}

const databases: Record<string, () => Promise<{ dataSource: DataSource; remove(): Promise<void> }>> = { SQLite: sqlite }
if (serverUrl !== undefined) databases.MariaDB = maria(serverUrl)

for (const [name, open] of Object.entries(databases)) {
  describe(`the migrations on ${name}`, () => {
    let dataSource: DataSource
    let remove: () => Promise<void>

    before(async () => {
      const opened = await open()
      dataSource = opened.dataSource
      remove = opened.remove
    })

    after(async () => {
      await dataSource?.destroy()
      await remove?.()
    })

    const ours = async () => {
      const runner = dataSource.createQueryRunner()
      const tables = await runner.getTables(twoFactorEntities.map(({ options }) => options.tableName ?? ''))
      await runner.release()
      return tables
    }

    it('make what the entities describe: `migration:generate` finds nothing to do', async () => {
      await dataSource.runMigrations()
      expect(await ours()).to.have.length(twoFactorEntities.length)
      const { upQueries } = await dataSource.driver.createSchemaBuilder().log()
      expect(upQueries.map(({ query }) => query)).to.deep.equal([])
    })

    it('leave nothing behind when they are taken back, and can be run again', async () => {
      for (const _ of twoFactorMigrations) await dataSource.undoLastMigration()
      expect(await ours()).to.deep.equal([])
      await dataSource.runMigrations()
      expect(await ours()).to.have.length(twoFactorEntities.length)
    })

    it('keep times beyond 32 bits, read through the application’s repositories too', async () => {
      const repository = dataSource.getRepository('TwoFactorAttempts')
      const row = {
        subject_key: 'a'.repeat(64),
        version: 2 ** 31 - 1,
        codes_wrong: 1,
        codes_locked_until: Number.MAX_SAFE_INTEGER,
        recovery_wrong: 2,
        recovery_locked_until: 0,
        last_spent: 59_843_520,
      }
      await repository.insert(row)
      expect(await repository.findOneBy({ subject_key: row.subject_key })).to.deep.equal(row)
    })
  })
}
