import { type Connection, createConnection } from 'mysql2/promise'

const ROWS = 1_000
const LASTS_MS = 1_500

/** How many transactions of four updates by primary key the database commits in a second, with nothing around them. */
export async function bareTransactionsPerSecond(url: string, clients: number): Promise<number> {
  const connections = await Promise.all(Array.from({ length: clients }, () => createConnection(url)))
  const [first] = connections
  if (first === undefined) throw new Error('At least one client is needed')
  await first.query('CREATE TABLE IF NOT EXISTS bare (id INT PRIMARY KEY, number INT NOT NULL)')
  const rows = Array.from({ length: clients * ROWS }, (_, id) => [id, 0])
  await first.query('INSERT IGNORE INTO bare VALUES ?', [rows])
  const start = performance.now()
  const counts = await Promise.all(
    connections.map((connection, client) => transactions(connection, client * ROWS, start + LASTS_MS)),
  )
  const seconds = (performance.now() - start) / 1000
  await Promise.all(connections.map((connection) => connection.end()))
  return counts.reduce((sum, count) => sum + count, 0) / seconds
}

/** Each client has rows of its own, as each person has in a code request. */
async function transactions(connection: Connection, firstRow: number, end: number): Promise<number> {
  let count = 0
  for (; performance.now() < end; count += 1) {
    await connection.query('START TRANSACTION')
    for (let update = 0; update < 4; update += 1) {
      const id = firstRow + ((count * 4 + update) % ROWS)
      await connection.query('UPDATE bare SET number = number + 1 WHERE id = ?', [id])
    }
    await connection.query('COMMIT')
  }
  return count
}
