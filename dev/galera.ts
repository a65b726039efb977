import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { createDatabase, serverStatus } from './database.js'
import { installDatabase, mariadbProgram, serverFolders, serverUser } from './mariadb-programs.js'
import { startPart } from './part-process.js'
import { requireFreePort } from './port.js'

export interface GaleraOptions {
  basePort: number
  dataDir: string
  nodes: number
  /** The setting that moves the ports, for errors. */
  movedBy?: string
}

export interface GaleraNode {
  /** The node's URL, as root, without a database. */
  url: string
  port: number
  /** Ends the node as a crash would (`SIGKILL`); the others go on after about 6 s. */
  kill(): Promise<void>
}

export interface Galera {
  nodes: GaleraNode[]
  /** Creates an empty database and returns its URL on each node, once each node has it. */
  createDatabase(name: string): Promise<string[]>
  stop(): Promise<void>
}

/** Where Debian's package `galera-4` puts the replication library. */
export const galeraLibrary = '/usr/lib/galera/libgalera_smm.so'

const portsPerNode = 4

/** Starts a new MariaDB Galera cluster on the loopback, one node after another; each node takes four ports from `basePort` on. */
export async function startGalera(options: GaleraOptions): Promise<Galera> {
  const { basePort, dataDir } = options
  if (!existsSync(galeraLibrary)) {
    throw new Error(`There is no ${galeraLibrary} on this machine. Install it (Debian: apt install galera-4 rsync).`)
  }
  for (let port = basePort; port < basePort + options.nodes * portsPerNode; port += 1) {
    await requireFreePort({ port, purpose: 'Galera', movedBy: options.movedBy ?? 'the option "basePort"' })
  }
  const nodes: (GaleraNode & { stop(): Promise<void> })[] = []
  for (let index = 0; index < options.nodes; index += 1) nodes.push(await startNode(index, basePort, dataDir))
  return {
    nodes,
    createDatabase: async (name) => {
      const [first, ...others] = nodes
      if (!first) throw new Error('A Galera cluster needs at least one node.')
      const url = await createDatabase(first.url, name)
      const otherUrls = others.map((node) => new URL(`/${name}`, node.url).href)
      for (const other of otherUrls) await reachable(other)
      return [url, ...otherUrls]
    },
    // The first node last: while a node leaves, the others need somebody to agree with.
    stop: async () => {
      for (const node of [...nodes].reverse()) await node.stop()
    },
  }
}

async function startNode(
  index: number,
  basePort: number,
  dataDir: string,
): Promise<GaleraNode & { stop(): Promise<void> }> {
  const port = basePort + index * portsPerNode
  const [group, incremental, transfer] = [port + 1, port + 2, port + 3]
  const folder = join(dataDir, `node-${index + 1}`)
  await rm(folder, { recursive: true, force: true })
  await installDatabase(folder)
  const url = `mysql://root@127.0.0.1:${port}`
  const server = await startPart({
    name: `Galera node ${index + 1}`,
    command: mariadbProgram('mariadbd'),
    args: [
      '--no-defaults',
      ...serverUser,
      ...serverFolders(folder),
      `--port=${port}`,
      '--bind-address=127.0.0.1',
      `--socket=${join(tmpdir(), `two-factor-galera-${port}.sock`)}`,
      `--pid-file=${join(folder, 'tables', 'server.pid')}`,
      '--binlog-format=ROW',
      '--innodb-autoinc-lock-mode=2',
      '--wsrep-on=ON',
      `--wsrep-provider=${galeraLibrary}`,
      `--wsrep-cluster-name=two-factor-${basePort}`,
      ...(index === 0
        ? ['--wsrep-cluster-address=gcomm://', '--wsrep-new-cluster']
        : [`--wsrep-cluster-address=gcomm://127.0.0.1:${basePort + 1}`]),
      `--wsrep-node-address=127.0.0.1:${group}`,
      `--wsrep-provider-options=gmcast.listen_addr=tcp://127.0.0.1:${group};ist.recv_addr=127.0.0.1:${incremental};gcache.size=32M`,
      `--wsrep-sst-receive-address=127.0.0.1:${transfer}`,
      '--wsrep-sst-method=rsync',
    ],
    logFile: join(folder, 'mariadb.log'),
    timeoutMs: 90_000,
    isReady: async () => (await serverStatus(url, 'wsrep_local_state_comment')) === 'Synced',
  })
  return { url, port, kill: () => server.kill(), stop: () => server.stop() }
}

async function reachable(url: string): Promise<void> {
  const deadline = Date.now() + 10_000
  for (;;) {
    const there = await serverStatus(url, 'Uptime').catch((error: unknown) => {
      if (Date.now() > deadline) throw error
    })
    if (there) return
    await delay(50)
  }
}
