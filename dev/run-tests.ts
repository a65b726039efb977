import { spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { projectFolder } from './cache.js'
import { configCliJar } from './config-cli.js'
import { stopAllParts } from './part-process.js'
import type { Part } from './parts.js'
import { testParts } from './test-parts.js'

// Runs everything that `npm test` promises, or one folder of test/: node dev/test.js browser [mocha's own arguments].

interface Totals {
  passed: number
  failed: number
  skipped: number
}

/** The folders whose tests need real parts, or are slow; every other folder is run before them, on its own. */
const partsOfFolder: Record<string, readonly Part[]> = {
  typeorm: ['mariadb', 'galera'],
  keycloak: ['keycloak'],
  package: [],
  attacks: ['keycloak', 'mariadb', 'galera', 'mailbox'],
  browser: ['keycloak', 'mariadb', 'mailbox', 'browser'],
  'config-cli': ['keycloak', 'config-cli'],
}

const strict = process.env.CI === 'true'
const outputFolder = join(projectFolder, 'test-output')
const dataDir = mkdtempSync(join(tmpdir(), 'two-factor-test-'))
chmodSync(dataDir, 0o755) // database servers run as a user of their own

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => void finish(130))

const [only, ...mochaArguments] = process.argv.slice(2)
const folders = readdirSync(join(projectFolder, 'test'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name)
if (only !== undefined && !folders.includes(only)) {
  console.error(`There is no test folder "${only}". There are: ${folders.join(', ')}.`)
  await finish(2)
}
mkdirSync(outputFolder, { recursive: true })
const totals = await (only === undefined ? everything() : oneFolder(only, mochaArguments))
const { passed, failed, skipped } = sum(totals)
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`)
await finish(failed > 0 ? 1 : 0)

async function everything(): Promise<Totals[]> {
  const quick = folders.filter((folder) => !(folder in partsOfFolder))
  const slow = Object.keys(partsOfFolder).filter((folder) => folder !== 'config-cli' || configCliJar() !== undefined)
  if (!slow.includes('config-cli'))
    console.log(
      'Not among these tests: keycloak-config-cli, which no registry has. KEYCLOAK_CONFIG_CLI=<its jar> adds it.',
    )
  const starting = startParts(slow.flatMap((folder) => partsOfFolder[folder] ?? []))
  return [
    await check('types', ['tsc', '--noEmit']),
    await check('lint and format', ['biome', 'check', '.']),
    await mocha('without parts', ['.', ...quick], {}),
    await mocha('with real parts', slow, await starting),
  ]
}

async function oneFolder(folder: string, args: readonly string[]): Promise<Totals[]> {
  return [await mocha(folder, [folder], await startParts(partsOfFolder[folder] ?? []), args)]
}

/** Starts the parts beside each other; one that does not come up is told loudly, and its tests are left out. */
async function startParts(parts: readonly Part[]): Promise<Record<string, string>> {
  const started = [...new Set(parts)].map(async (part) => {
    try {
      return await testParts[part](dataDir)
    } catch (error) {
      console.error(
        `LEFT OUT: everything that needs the part ${part}. ${error instanceof Error ? error.message : error}`,
      )
      return {}
    }
  })
  return Object.assign({ TEST_PARTS: 'started' }, ...(await Promise.all(started)))
}

async function check(name: string, [program = '', ...args]: readonly string[]): Promise<Totals> {
  console.log(`\n== ${name}`)
  const exitCode = await run(join(projectFolder, 'node_modules', '.bin', program), args)
  console.log(exitCode === 0 ? `  ✔ ${name}` : `  ✘ ${name}`)
  return exitCode === 0 ? { passed: 1, failed: 0, skipped: 0 } : { passed: 0, failed: 1, skipped: 0 }
}

async function mocha(
  stage: string,
  testFolders: readonly string[],
  env: Record<string, string>,
  args: readonly string[] = [],
): Promise<Totals> {
  console.log(`\n== tests ${stage}: ${testFolders.join(', ')}`)
  if (testFolders.length === 0) return { passed: 0, failed: 0, skipped: 0 }
  const output = join(outputFolder, `${stage.replaceAll(' ', '-')}.json`)
  rmSync(output, { force: true })
  const reporter = [
    '--reporter',
    join(projectFolder, 'dev', 'counting-reporter.js'),
    '--reporter-option',
    `output=${output}`,
  ]
  const specs = testFolders.flatMap((folder) => ['--spec', `test/${folder}/*.test.ts`])
  const exitCode = await run(
    process.execPath,
    [
      join(projectFolder, 'node_modules', 'mocha', 'bin', 'mocha.js'),
      ...reporter,
      ...(strict ? ['--forbid-only'] : []),
      // A failed test may leave a browser or a server open; the others' result must not wait for it.
      '--exit',
      ...specs,
      ...args,
    ],
    env,
  )
  const counted: Totals = existsSync(output)
    ? JSON.parse(readFileSync(output, 'utf8'))
    : { passed: 0, failed: 0, skipped: 0 }
  // Mocha can fail without a failed test: a file that does not load, a process that crashes.
  if (exitCode !== 0 && counted.failed === 0) counted.failed = 1
  return strict ? { ...counted, failed: counted.failed + counted.skipped, skipped: 0 } : counted
}

/** Runs a program to its end and returns its exit code, 1 where a signal ended it. */
function run(command: string, args: readonly string[], env: Record<string, string> = {}): Promise<number> {
  const child = spawn(command, args, { cwd: projectFolder, env: { ...process.env, ...env }, stdio: 'inherit' })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => resolve(code ?? 1))
  })
}

function sum(parts: readonly Totals[]): Totals {
  const total = { passed: 0, failed: 0, skipped: 0 }
  for (const part of parts) {
    total.passed += part.passed
    total.failed += part.failed
    total.skipped += part.skipped
  }
  return total
}

async function finish(exitCode: number): Promise<never> {
  await stopAllParts()
  rmSync(dataDir, { recursive: true, force: true })
  process.exit(exitCode)
}
