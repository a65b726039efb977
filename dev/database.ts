import { type Connection, createConnection, type RowDataPacket } from 'mysql2/promise'

/** Creates an empty database of that name on a server, dropping what was there, and returns its URL. */
export async function createDatabase(serverUrl: string, name: string): Promise<string> {
  await withConnection(serverUrl, async (connection) => {
    await connection.query(`DROP DATABASE IF EXISTS \`${name}\``)
    await connection.query(`CREATE DATABASE \`${name}\``)
  })
  return new URL(`/${name}`, serverUrl).href
}

/** One status variable of the server, such as `wsrep_local_state_comment`. */
export const serverStatus = (serverUrl: string, variable: string): Promise<string | undefined> =>
  withConnection(serverUrl, async (connection) => {
    const [rows] = await connection.query<RowDataPacket[]>('SHOW GLOBAL STATUS LIKE ?', [variable])
    return rows[0]?.Value
  })

async function withConnection<T>(url: string, use: (connection: Connection) => Promise<T>): Promise<T> {
  const connection = await createConnection({ uri: url, connectTimeout: 2_000 })
  try {
    return await use(connection)
  } finally {
    await connection.end()
  }
}
