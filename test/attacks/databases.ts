import { createConnection } from 'mysql2/promise'

/** A new, empty database on the MariaDB of the tests. */
export async function newDatabase(name: string): Promise<string> {
  const server = new URL(process.env.TEST_MARIADB_URL ?? '')
  const connection = await createConnection({ uri: server.href })
  await connection.query(`DROP DATABASE IF EXISTS ${name}`)
  await connection.query(`CREATE DATABASE ${name}`)
  await connection.end()
  server.pathname = `/${name}`
  return server.href
}
