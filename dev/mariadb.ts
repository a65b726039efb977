import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createDatabase, serverStatus } from './database.js'
import { installDatabase, mariadbProgram, serverFolders, serverUser } from './mariadb-programs.js'
import { startPart } from './part-process.js'
import { requireFreePort } from './port.js'

export interface Mariadb {
  /** The server's URL, as root, without a database. */
  url: string
  port: number
  /** Creates an empty database, dropping one of that name, and returns its URL. */
  createDatabase(name: string): Promise<string>
  stop(): Promise<void>
}

/** Starts a MariaDB server on the loopback; an existing `dataDir` keeps its databases. */
export async function startMariadb(options: {
  port: number
  dataDir: string
  movedBy?: string
  /** The server's own options, where its defaults do not do. */
  settings?: readonly string[]
}): Promise<Mariadb> {
  const { port, dataDir, movedBy, settings = [] } = options
  await requireFreePort({ port, purpose: 'MariaDB', movedBy })
  if (!existsSync(join(dataDir, 'tables', 'mysql'))) await installDatabase(dataDir)
  const url = `mysql://root@127.0.0.1:${port}`
  const server = await startPart({
    name: 'MariaDB',
    command: mariadbProgram('mariadbd'),
    args: [
      '--no-defaults',
      ...serverUser,
      ...serverFolders(dataDir),
      `--port=${port}`,
      '--bind-address=127.0.0.1',
      // Not in the data folder: a socket's path may have only about a hundred characters.
      `--socket=${join(tmpdir(), `two-factor-mariadb-${port}.sock`)}`,
      `--pid-file=${join(dataDir, 'tables', 'server.pid')}`,
      ...settings,
    ],
    logFile: join(dataDir, 'mariadb.log'),
    timeoutMs: 60_000,
    isReady: async () => (await serverStatus(url, 'Uptime')) !== undefined,
  })
  return {
    url,
    port,
    createDatabase: (name) => createDatabase(url, name),
    stop: () => server.stop(),
  }
}
