import type { DataSource } from 'typeorm'
import { TwoFactorError } from '../errors.js'
import { lazyDataSource } from './lazy-data-source.js'
import { lendFromPool } from './lend-from-pool.js'
import { pendingOwnMigrations, runOwnMigrations } from './own-migrations.js'
import { preparedConnection } from './prepared-connection.js'
import { requireEntities } from './require-entities.js'
import { runDatabase } from './run-database.js'
import { storeOn, type TypeormStore } from './store.js'
import { storeError } from './store-errors.js'

/** UTC_TIMESTAMP, since a local time is ambiguous for an hour when summer time ends. */
const NOW = "TIMESTAMPDIFF(MICROSECOND, '1970-01-01', UTC_TIMESTAMP(3)) DIV 1000"

/**
 * Keeps everything in the application's own MySQL or MariaDB, Galera included.
 *
 * The DataSource has `...twoFactorEntities` among its `entities`, type `mysql` or `mariadb` (for MariaDB), and may be
 * initialised or not: the store initialises it at its first use, and closes only what it initialised. Reads go to the
 * master. Throws `ERR_2FA_CONFIGURATION` for any other type, and where our entities are missing.
 */
export function typeormStore(dataSource: DataSource): TypeormStore {
  const { type } = dataSource.options
  if (type !== 'mysql' && type !== 'mariadb') {
    throw new TwoFactorError(
      'ERR_2FA_CONFIGURATION',
      `typeormStore takes a DataSource of type "mysql" or "mariadb", and this one is "${type}". For SQLite use sqliteStore(file), which has a connection and a queue of its own.`,
    )
  }
  if (dataSource.isInitialized) requireEntities(dataSource)
  const { ready, close } = lazyDataSource(dataSource)
  const opened = async () => {
    try {
      await ready()
    } catch (error) {
      throw storeError(error)
    }
    return dataSource
  }
  return {
    ...storeOn(
      runDatabase({
        now: NOW,
        begin: 'START TRANSACTION',
        connect: preparedConnection,
        lend: lendFromPool(dataSource, ready),
      }),
    ),
    migrate: async ({ signal } = {}) => runOwnMigrations(await opened(), signal),
    pendingMigrations: async () => pendingOwnMigrations(await opened()),
    close,
  }
}
