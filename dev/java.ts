import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

const oldestMajor = 17

/** Resolves when Java 17 or newer is there; otherwise throws with the cure. Keycloak's own script honours `JAVA_HOME` too. */
export async function requireJava(): Promise<void> {
  const home = process.env.JAVA_HOME
  const java = home ? join(home, 'bin', 'java') : 'java'
  const cure = `Install Java ${oldestMajor} or newer (Debian and Ubuntu: apt install openjdk-17-jre-headless; macOS: brew install openjdk@17) and start again.`
  const printed = await run(java, ['-version']).catch(() => undefined)
  if (!printed) {
    const where = home ? `at ${java}, where JAVA_HOME points` : 'on the PATH'
    throw new Error(`Keycloak needs Java, and there is no working java ${where}. ${cure}`)
  }
  const version = /version "([^"]+)"/.exec(printed.stderr + printed.stdout)?.[1] ?? 'unknown'
  const major = Number.parseInt(version, 10)
  if (!(major >= oldestMajor)) {
    throw new Error(`Keycloak needs Java ${oldestMajor} or newer, and ${java} is version ${version}. ${cure}`)
  }
}
