import { execFile } from 'node:child_process'
import { access, cp, mkdir, mkdtemp, readdir, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { cacheFolder } from './cache.js'
import { requireJava } from './java.js'
import { keycloakVersion, provideKeycloak } from './keycloak-download.js'
import { startPart } from './part-process.js'
import { requireFreePort } from './port.js'

export interface KeycloakOptions {
  port: number
  managementPort: number
  /** Holds this server's configuration, log and, when persistent, its database. */
  dataDir: string
  /** Realm representations, imported where no realm of that name exists yet. */
  realms: readonly { realm: string }[]
  /** Keep the database in `dataDir`, or in memory. */
  persistent: boolean
  /** Run in production mode on this MariaDB database instead, as `mysql://…`: for measuring. */
  productionOn?: string
  log: (line: string) => void
  /** The settings that move the two ports, for errors. */
  movedBy?: { port: string; managementPort: string }
}

export interface Keycloak {
  /** Base URL, without a path. */
  url: string
  /** The administrator of the master realm. */
  admin: { username: string; password: string }
  /** Its process group. */
  pid: number
  /** Resolves when the server has ended, whoever ended it. */
  ended: Promise<void>
  stop(): Promise<void>
}

const admin = { username: 'admin', password: 'admin' }

const heap = { JAVA_OPTS_KC_HEAP: '-Xms256m -Xmx768m' }

/** Starts a Keycloak in development mode on the loopback and resolves once its realms answer. */
export async function startKeycloak(options: KeycloakOptions): Promise<Keycloak> {
  const { port, managementPort, dataDir, realms, persistent, productionOn, log } = options
  await requireFreePort({ port, purpose: 'Keycloak', movedBy: options.movedBy?.port })
  const health = "Keycloak's health page"
  await requireFreePort({ port: managementPort, purpose: health, movedBy: options.movedBy?.managementPort })
  await requireJava()
  const database = productionOn !== undefined ? 'mariadb' : persistent ? 'dev-file' : 'dev-mem'
  const build = join(cacheFolder(), `keycloak-${keycloakVersion}-${database}`)
  const home = await prepareHome(join(dataDir, 'home'), await provideKeycloak(log), build)
  await writeImports(join(home, 'data', 'import'), realms)
  const url = `http://localhost:${port}`
  const startedAt = Date.now()
  const patience = setInterval(() => log(`  Keycloak is still starting (${seconds(startedAt)} s) …`), 20_000)
  const server = await startPart({
    name: 'Keycloak',
    command: join(home, 'bin', 'kc.sh'),
    args: [
      ...(productionOn === undefined ? ['start-dev'] : productionArguments(productionOn)),
      `--db=${database}`,
      '--http-host=127.0.0.1',
      `--http-port=${port}`,
      `--http-management-port=${managementPort}`,
      '--health-enabled=true',
      '--import-realm',
    ],
    env: {
      KC_BOOTSTRAP_ADMIN_USERNAME: admin.username,
      KC_BOOTSTRAP_ADMIN_PASSWORD: admin.password,
      ...heap,
    },
    logFile: join(dataDir, 'keycloak.log'),
    timeoutMs: 300_000,
    isReady: () => answers(url, managementPort, realms),
  }).finally(() => clearInterval(patience))
  await keepBuild(join(home, 'lib', 'quarkus'), build)
  return { url, admin, pid: server.pid, ended: server.ended, stop: () => server.stop() }
}

function productionArguments(databaseUrl: string): string[] {
  const { host, pathname, username } = new URL(databaseUrl)
  return [
    'start',
    `--db-url=jdbc:mariadb://${host}${pathname}`,
    `--db-username=${username}`,
    '--http-enabled=true',
    '--hostname-strict=false',
    '--cache=local',
  ]
}

/** Writes a realm of a persistent server that has ended into a file, as its administrator would: `kc.sh export`. */
export async function exportRealm(options: { dataDir: string; realm: string; file: string }): Promise<void> {
  const { dataDir, realm, file } = options
  const args = ['export', '--db=dev-file', `--realm=${realm}`, `--file=${file}`]
  await promisify(execFile)(join(dataDir, 'home', 'bin', 'kc.sh'), args, { env: { ...process.env, ...heap } })
}

/**
 * A Keycloak home of this server's own: its build, database and imports are private, the libraries are links.
 * So servers with different settings neither rebuild nor overwrite each other.
 */
async function prepareHome(home: string, release: string, build: string): Promise<string> {
  const marker = join(home, `prepared-${keycloakVersion}`)
  // The second question follows the link: the cache may have been moved or emptied since.
  if ((await exists(marker)) && (await exists(join(home, 'lib', 'lib')))) return home
  for (const part of ['bin', 'lib', 'conf', 'providers', 'themes', 'version.txt']) {
    await rm(join(home, part), { recursive: true, force: true })
  }
  await mkdir(join(home, 'lib'), { recursive: true })
  for (const part of ['bin', 'conf', 'providers', 'version.txt']) {
    await cp(join(release, part), join(home, part), { recursive: true })
  }
  await symlink(join(release, 'themes'), join(home, 'themes'))
  for (const part of ['lib', 'app']) await symlink(join(release, 'lib', part), join(home, 'lib', part))
  await cp(join(release, 'lib', 'quarkus-run.jar'), join(home, 'lib', 'quarkus-run.jar'))
  const quarkus = (await exists(build)) ? build : join(release, 'lib', 'quarkus')
  await cp(quarkus, join(home, 'lib', 'quarkus'), { recursive: true })
  await writeFile(marker, '')
  return home
}

/** Keycloak builds itself for its options at the first start, which takes 20 s; later homes begin with that build. */
async function keepBuild(quarkus: string, build: string): Promise<void> {
  if (await exists(build)) return
  const whole = await mkdtemp(`${build}-`)
  await cp(quarkus, whole, { recursive: true })
  await rename(whole, build).catch(() => rm(whole, { recursive: true }))
}

async function writeImports(folder: string, realms: KeycloakOptions['realms']): Promise<void> {
  await mkdir(folder, { recursive: true })
  for (const file of await readdir(folder)) await rm(join(folder, file))
  for (const realm of realms) await writeFile(join(folder, `${realm.realm}-realm.json`), JSON.stringify(realm))
}

async function answers(url: string, managementPort: number, realms: KeycloakOptions['realms']): Promise<boolean> {
  const pages = realms.map(({ realm }) => `${url}/realms/${realm}/.well-known/openid-configuration`)
  for (const page of [`http://localhost:${managementPort}/health/ready`, ...pages]) {
    if (!(await fetch(page)).ok) return false
  }
  return true
}

const seconds = (sinceMs: number): number => Math.round((Date.now() - sinceMs) / 1000)

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  )
