import { DataSource, type DataSourceOptions } from 'typeorm'
import { createDatabase } from '../../dev/database.js'
import { twoFactorEntities, twoFactorMigrations } from '../../src/typeorm/index.js'

/** An empty database of that name on the server, and the DataSource of an application that uses it. */
export async function mariaDatabase(serverUrl: string, name: string) {
  const url = await createDatabase(serverUrl, name)
  return { url, dataSource: (rest: Partial<DataSourceOptions> = {}) => applicationDataSource(url, rest) }
}

/** What an application writes. */
export function applicationDataSource(url: string, rest: Partial<DataSourceOptions> = {}): DataSource {
  return new DataSource({
    type: 'mariadb',
    url,
    entities: [...twoFactorEntities],
    migrations: [...twoFactorMigrations],
    ...rest,
  } as DataSourceOptions)
}
