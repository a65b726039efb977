import { createServer } from 'node:net'
import { expect } from 'chai'
import { DataSource, type MigrationInterface, type QueryRunner } from 'typeorm'
import { requirePart } from '../../dev/parts.js'
import { effectsFor, expectedOf, newKey, newPerson, someAttempts } from '../../src/testing/store-contract/fixtures.js'
import { twoFactorMigrations, typeormStore } from '../../src/typeorm/index.js'
import { applicationDataSource, mariaDatabase } from './maria-database.js'
import { rejectionOf } from './rejection.js'

const serverUrl = requirePart('mariadb')

describe('typeormStore', () => {
  it('refuses a SQLite DataSource, and names sqliteStore', () => {
    const dataSource = new DataSource({ type: 'better-sqlite3', database: ':memory:', driver: class {} })
    expect(() => typeormStore(dataSource))
      .to.throw(/sqliteStore\(file\)/)
      .with.property('code', 'ERR_2FA_CONFIGURATION')
  })

  it('says that the database is not there', async () => {
    const store = typeormStore(applicationDataSource('mysql://root@127.0.0.1:23999/nothing'))
    const error = await rejectionOf(store.epoch(newKey()))
    expect(error).to.have.property('code', 'ERR_2FA_STORE')
    expect(error.message).to.match(/Check that it runs/)
    expect(error.cause).to.have.property('code', 'ECONNREFUSED')
    expect(await rejectionOf(store.migrate())).to.have.property('code', 'ERR_2FA_STORE')
    await store.close()
  })

  it('gives up a database that never answers after five seconds', async () => {
    const silent = createServer((socket) => socket.on('error', () => undefined))
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
    const address = silent.address()
    const port = typeof address === 'object' ? address?.port : undefined
    const store = typeormStore(
      applicationDataSource(`mysql://root@127.0.0.1:${port}/nothing`, { connectTimeout: 6_000 }),
    )
    const started = performance.now()
    expect((await rejectionOf(store.epoch(newKey()))).message).to.match(/did not answer within 5 s/)
    expect(performance.now() - started).to.be.within(4_900, 5_900)
    silent.close()
    await store.close()
  }).timeout(20_000)
})

if (serverUrl !== undefined) {
  describe('typeormStore on MariaDB', () => {
    it('names the entities that the DataSource lacks', async () => {
      const { dataSource } = await mariaDatabase(serverUrl, 'two_factor_entities')
      const source = dataSource({ entities: [] })
      const store = typeormStore(source)
      const error = await rejectionOf(store.epoch(newKey()))
      expect(error).to.have.property('code', 'ERR_2FA_CONFIGURATION')
      expect(error.message).to.match(/TwoFactorSubject.*\.\.\.twoFactorEntities/)
      expect(() => typeormStore(source)).to.throw(/twoFactorEntities/)
      await store.close()
    })

    it('refuses a DataSource that renames our tables', async () => {
      const { dataSource } = await mariaDatabase(serverUrl, 'two_factor_prefix')
      const store = typeormStore(dataSource({ entityPrefix: 'app_' }))
      expect((await rejectionOf(store.epoch(newKey()))).message).to.match(/entityPrefix/)
      await store.close()
    })

    it('names migrate where the tables are missing', async () => {
      const { dataSource } = await mariaDatabase(serverUrl, 'two_factor_no_tables')
      const store = typeormStore(dataSource())
      for (const call of [store.epoch(newKey()), store.load(newKey(), newKey()), store.cleanUp(noLimits)]) {
        const error = await rejectionOf(call)
        expect(error).to.have.property('code', 'ERR_2FA_CONFIGURATION')
        expect(error.message).to.match(/store\.migrate\(\)/)
      }
      await store.close()
    })

    it('says that user or database name is wrong', async () => {
      const wrong = applicationDataSource(new URL('/two_factor_not_there', serverUrl).href)
      expect((await rejectionOf(typeormStore(wrong).epoch(newKey()))).message).to.match(/user, password, database name/)
    })

    it('opens a DataSource once for many callers, and closes only what it opened', async () => {
      const { dataSource } = await mariaDatabase(serverUrl, 'two_factor_open')
      const lazy = dataSource()
      const store = typeormStore(lazy)
      await Promise.all([store.databaseTime(), store.databaseTime(), store.migrate()])
      expect(lazy.isInitialized).to.equal(true)
      await store.close()
      expect(lazy.isInitialized).to.equal(false)
      expect((await rejectionOf(store.databaseTime())).message).to.match(/was closed/)
      expect(lazy.isInitialized).to.equal(false)

      const open = await dataSource().initialize()
      const onOpen = typeormStore(open)
      await onOpen.databaseTime()
      await onOpen.close()
      expect(open.isInitialized).to.equal(true)
      const late = typeormStore(open)
      await late.databaseTime()
      await open.destroy()
      expect((await rejectionOf(late.databaseTime())).message).to.match(/was closed/)
      expect(open.isInitialized).to.equal(false)
    })

    it('ends a transaction that waits for a lock within five seconds, and nothing of it stays', async () => {
      const { dataSource } = await mariaDatabase(serverUrl, 'two_factor_lock')
      const source = await dataSource().initialize()
      const store = typeormStore(source)
      await store.migrate()
      const subjectKey = await newPerson(store)
      const expected = await expectedOf(store, subjectKey)
      const blocker = source.createQueryRunner()
      await blocker.query('START TRANSACTION')
      await blocker.query('UPDATE two_factor_attempts SET last_spent = 5 WHERE subject_key = ?', [subjectKey])
      const settling = store.settle(expected, { attempts: someAttempts, effects: effectsFor(subjectKey) })
      expect((await rejectionOf(settling)).message).to.match(/did not answer within 5 s/)
      await blocker.query('ROLLBACK')
      await blocker.release()
      expect(await expectedOf(store, subjectKey)).to.deep.equal(expected)
      expect(await store.auditEvents(subjectKey, 9)).to.deep.equal([])
      const again = store.settle(expected, { attempts: someAttempts, effects: effectsFor(subjectKey) })
      expect(await again).to.equal('settled')
      await source.destroy()
    }).timeout(20_000)

    it('runs a transaction again that a deadlock ended', async () => {
      const { dataSource } = await mariaDatabase(serverUrl, 'two_factor_deadlock')
      const source = await dataSource().initialize()
      const store = typeormStore(source)
      await store.migrate()
      let refusals = 3
      const query = source.driver.createQueryRunner('master').constructor.prototype.query
      const deadlock = Object.assign(new Error('Deadlock found'), { errno: 1213, code: 'ER_LOCK_DEADLOCK' })
      const prototype = source.driver.createQueryRunner('master').constructor.prototype
      prototype.query = function (sql: string, ...rest: unknown[]) {
        if (sql === 'COMMIT' && refusals-- > 0) return Promise.reject(deadlock)
        return query.call(this, sql, ...rest)
      }
      try {
        const subjectKey = await newPerson(store)
        const expected = await expectedOf(store, subjectKey)
        const effects = effectsFor(subjectKey)
        expect(await store.settle(expected, { attempts: someAttempts, effects })).to.equal('settled')
        expect(refusals).to.be.below(0)
        expect(await store.auditEvents(subjectKey, 9)).to.have.length(1)
      } finally {
        prototype.query = query
        await source.destroy()
      }
    })

    it('runs its own migrations alone, and the application finds them done', async () => {
      class Theirs1700000000000 implements MigrationInterface {
        async up(runner: QueryRunner) {
          await runner.query('CREATE TABLE theirs (id int)')
        }
        async down(runner: QueryRunner) {
          await runner.query('DROP TABLE theirs')
        }
      }
      const { dataSource } = await mariaDatabase(serverUrl, 'two_factor_both')
      const own = dataSource({})
      const source = await dataSource({
        migrations: [...(own.options.migrations as []), Theirs1700000000000],
      }).initialize()
      const store = typeormStore(source)
      expect(await store.migrate()).to.deep.equal(twoFactorMigrations.map((Step) => new Step().name))
      expect(await source.createQueryRunner().hasTable('theirs')).to.equal(false)
      expect((await source.runMigrations()).map(({ name }) => name)).to.deep.equal(['Theirs1700000000000'])
      expect(await store.pendingMigrations()).to.deep.equal([])
      await source.destroy()
    })

    it('migrates once though several processes start at the same time', async () => {
      const { dataSource } = await mariaDatabase(serverUrl, 'two_factor_start')
      const stores = [1, 2, 3].map(() => typeormStore(dataSource()))
      await Promise.all(stores.map((store) => store.migrate()))
      expect(await stores[0]?.pendingMigrations()).to.deep.equal([])
      await stores[0]?.epoch(newKey())
      await Promise.all(stores.map((store) => store.close()))
    })
  })
}

const noLimits = {
  pendingCreatedBefore: 0,
  sessionsEndedBefore: 0,
  backupCodesSavedBefore: 0,
  messagesClosedBefore: 0,
  codesSentBefore: 0,
  logoutTokensEndedBefore: 0,
  bypassCodesEndedBefore: 0,
  decisionsBefore: 0,
  trustedDevicesEndedBefore: 0,
  policyJobsBefore: 0,
}
