import { DataSource } from 'typeorm'
import { twoFactorMigrations } from '../../migrations/index.js'
import { TwoFactorError } from '../errors.js'
import { twoFactorEntities } from './entities.js'
import { pendingOwnMigrations, runOwnMigrations } from './own-migrations.js'
import { queryConnection } from './query-connection.js'
import { runDatabase } from './run-database.js'
import { runQueue } from './run-queue.js'
import { storeOn, type TypeormStore } from './store.js'
import { closed, storeError } from './store-errors.js'

/** Julian days since 1970, in ms. */
const NOW = "CAST(ROUND((julianday('now') - 2440587.5) * 86400000) AS INTEGER)"

/** How long SQLite itself waits for another process, in ms. It holds up the whole process, so most of the waiting is ours. */
const BUSY_MS = 10

/**
 * Keeps everything in a SQLite file of its own, to try the library out and for small sites.
 *
 * The file and its folder are made where they are missing. Needs the package `libsql`, else the first call throws
 * `ERR_2FA_CONFIGURATION`. All work runs one piece at a time: TypeORM has one connection for SQLite, on which parallel
 * transactions swallow each other.
 */
export function sqliteStore(file: string): TypeormStore {
  if (typeof file !== 'string' || file === '') {
    throw new TwoFactorError('ERR_2FA_CONFIGURATION', "sqliteStore takes a file name, such as 'two-factor.db'.")
  }
  const inTurn = runQueue()
  let opened: DataSource | undefined
  let isClosed = false
  const open = async () => {
    if (isClosed) throw closed()
    opened ??= await openFile(file)
    return opened
  }
  const alone = <Answer>(work: (dataSource: DataSource) => Promise<Answer>) =>
    inTurn(async () => {
      const dataSource = await open().catch((error) => {
        throw storeError(error)
      })
      return work(dataSource)
    })
  const database = runDatabase({
    now: NOW,
    // Takes the right to write at once, so that only this statement can find the file busy.
    begin: 'BEGIN IMMEDIATE',
    connect: queryConnection,
    lend: (work) => inTurn(async () => work((await open()).createQueryRunner(), () => undefined)),
  })
  return {
    ...storeOn(database),
    migrate: ({ signal } = {}) => alone((dataSource) => runOwnMigrations(dataSource, signal)),
    pendingMigrations: () => alone(pendingOwnMigrations),
    close: () =>
      inTurn(async () => {
        isClosed = true
        await opened?.destroy()
        opened = undefined
      }),
  }
}

async function openFile(file: string): Promise<DataSource> {
  const dataSource = new DataSource({
    type: 'better-sqlite3',
    driver: await libsql(),
    database: file,
    enableWAL: true,
    prepareDatabase: (connection: { pragma(source: string): unknown }) => {
      connection.pragma(`busy_timeout = ${BUSY_MS}`)
    },
    entities: [...twoFactorEntities],
    migrations: [...twoFactorMigrations],
  })
  return dataSource.initialize()
}

async function libsql(): Promise<unknown> {
  try {
    return (await import('libsql')).default
  } catch (cause) {
    throw new TwoFactorError(
      'ERR_2FA_CONFIGURATION',
      'sqliteStore needs the package "libsql": run `npm install libsql`.',
      { cause },
    )
  }
}
