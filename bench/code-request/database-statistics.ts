import { createConnection, type RowDataPacket } from 'mysql2/promise'

const COUNTED = ['Com_begin', 'Com_commit', 'Com_select', 'Handler_update', 'Handler_write', 'Handler_delete'] as const

/** What MariaDB has counted since it was started. */
export type DatabaseStatistics = Readonly<Record<(typeof COUNTED)[number], number>>

/** Reads the server's own statistics. */
export async function databaseStatistics(url: string): Promise<DatabaseStatistics> {
  const connection = await createConnection(url)
  try {
    const [rows] = await connection.query<RowDataPacket[]>('SHOW GLOBAL STATUS')
    const values = new Map(rows.map((row) => [row.Variable_name, Number(row.Value)]))
    return Object.fromEntries(COUNTED.map((name) => [name, values.get(name) ?? Number.NaN])) as DatabaseStatistics
  } finally {
    await connection.end()
  }
}
