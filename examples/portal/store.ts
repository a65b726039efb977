import { DataSource } from 'typeorm'
import type { PortalConfig } from './config.js'
import { sqliteStore, twoFactorEntities, twoFactorMigrations, typeormStore } from './two-factor.js'

/** Opens the second step's store: MySQL or MariaDB where a URL is given, else a SQLite file. */
export async function openStore({ databaseUrl, sqliteFile }: PortalConfig) {
  if (databaseUrl === undefined) return sqliteStore(sqliteFile)
  const { hostname, port, username, password, pathname } = new URL(databaseUrl)
  const dataSource = new DataSource({
    type: 'mariadb',
    host: hostname,
    port: Number(port || 3306),
    username: decodeURIComponent(username),
    password: decodeURIComponent(password),
    database: decodeURIComponent(pathname.slice(1)),
    // Without it every query collects a stack trace, which costs more than the query's own work.
    extra: { trace: false },
    entities: [...twoFactorEntities],
    migrations: [...twoFactorMigrations],
  })
  await dataSource.initialize().catch((cause: unknown) => {
    const place = `database "${pathname.slice(1)}" at ${hostname}:${port || 3306}`
    const cure = 'Is the server running, does the database exist, and do user and password fit?'
    throw new Error(`The portal cannot open the ${place}. ${cure} The server says: ${String(cause)}`, { cause })
  })
  // The store closes only what it opened, and this was opened here.
  return { ...typeormStore(dataSource), close: () => dataSource.destroy() }
}
