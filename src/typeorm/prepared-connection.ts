import type { QueryRunner } from 'typeorm'
import type { Connection, Value } from './database.js'
import type { Row } from './row.js'

/** As much of a mysql2 connection as is used here. */
interface Mysql2Connection {
  execute(sql: string, values: readonly Value[], done: (error: unknown, result: unknown) => void): void
}

/**
 * Statements as the server prepares them once for each connection: the way of a code is a handful of statements, and
 * parsing them anew costs the database more than running them. TypeORM has no way to it, so its query log lacks them.
 */
export async function preparedConnection(runner: QueryRunner): Promise<Connection> {
  const connection = (await runner.connect()) as Mysql2Connection
  const execute = (sql: string, values: readonly Value[]) =>
    new Promise<unknown>((resolve, reject) => {
      connection.execute(sql, values, (error, result) => (error ? reject(error) : resolve(result)))
    })
  return {
    rows: async (sql, values) => (await execute(sql, values)) as readonly Row[],
    change: async (sql, values) => ((await execute(sql, values)) as { affectedRows: number }).affectedRows,
  }
}
