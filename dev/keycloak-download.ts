import { execFile } from 'node:child_process'
import { access, mkdir, mkdtemp, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import { cacheFolder } from './cache.js'
import { spawnGroup } from './part-process.js'

/** The Keycloak release that the example and the tests run on. */
export const keycloakVersion = '26.7.4'

/**
 * The folder of the unpacked Keycloak release, fetched through Maven the first time (about 180 MB).
 * The folder appears under its name only when it is whole, so a broken download is simply tried again.
 */
export async function provideKeycloak(log: (line: string) => void): Promise<string> {
  const folder = join(cacheFolder(), `keycloak-${keycloakVersion}`)
  if (await exists(folder)) return folder
  await requireMaven()
  log(`Fetching Keycloak ${keycloakVersion} through Maven (about 180 MB, only this once) …`)
  await mkdir(cacheFolder(), { recursive: true })
  const workFolder = await mkdtemp(join(cacheFolder(), 'fetching-'))
  try {
    // Maven unpacks as well, file permissions included, so neither unzip nor a JDK's jar is needed.
    await unpackArtifact(`org.keycloak:keycloak-quarkus-dist:${keycloakVersion}:zip`, workFolder, log)
    await rename(join(workFolder, 'out', `keycloak-${keycloakVersion}`), folder).catch(async (error) => {
      if (!(await exists(folder))) throw error // otherwise another process was faster
    })
  } finally {
    await rm(workFolder, { recursive: true, force: true })
  }
  log(`Keycloak ${keycloakVersion} is in the cache.`)
  return folder
}

async function requireMaven(): Promise<void> {
  await promisify(execFile)('mvn', ['--version']).catch(() => {
    throw new Error(
      'Keycloak is fetched through Maven, and there is no working mvn on the PATH. Install it (Debian and Ubuntu: apt install maven; macOS: brew install maven) and start again.',
    )
  })
}

async function unpackArtifact(artifact: string, cwd: string, log: (line: string) => void): Promise<void> {
  const goal = 'dependency:unpack'
  const args = [goal, `-Dartifact=${artifact}`, `-DoutputDirectory=${join(cwd, 'out')}`]
  // Not --batch-mode: that would silence the progress lines.
  const maven = spawnGroup({ name: 'Maven', command: 'mvn', args, cwd }, ['ignore', 'pipe', 'pipe'])
  const errors: string[] = []
  let nextPercent = 10
  for (const stream of [maven.child.stdout, maven.child.stderr]) {
    if (!stream) continue
    createInterface({ input: stream }).on('line', (line) => {
      if (line.includes('[ERROR]')) errors.push(line)
      const percent = downloadedPercent(line)
      if (percent === undefined || percent < nextPercent) return
      log(`  Keycloak: ${percent} % fetched`)
      nextPercent = percent - (percent % 10) + 10
    })
  }
  const exitCode = await new Promise((resolve) => maven.child.once('close', resolve))
  await maven.stop()
  if (exitCode !== 0) {
    const said = errors.slice(0, 5).join('\n') || `It ended with ${exitCode} and said nothing more.`
    throw new Error(`Maven could not fetch ${artifact}. Check the network and Maven's settings. Maven says:\n${said}`)
  }
}

/** Maven rewrites lines like `Progress (1): 45/177 MB`; only the archive itself is counted in MB beyond ten. */
function downloadedPercent(line: string): number | undefined {
  const [, done, total] = /([\d.]+)\/(\d+)(?:\.\d+)? MB/.exec(line) ?? []
  if (!done || !total || Number(total) < 10) return undefined
  return Math.floor((Number(done) / Number(total)) * 100)
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  )
