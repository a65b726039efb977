import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { OperationsOptions } from '../../src/index.js'
import { type TestDirectoryContent, testDirectory } from '../../src/testing/test-directory.js'
import { sqliteStore } from '../../src/typeorm/index.js'
import { MINIMAL_OPTIONS } from '../manifest/minimal-options.js'
import { commandLine, type Outcome } from './command-line.js'

export const ISSUER = 'https://keycloak.example/realms/acme'

/** A folder with a configuration and a database in which command lines are run. */
export interface Configured {
  readonly folder: string
  readonly content: TestDirectoryContent
  /** A store of its own on the same database; close it after use. */
  store(): ReturnType<typeof sqliteStore>
  run(argv: readonly string[], given?: Parameters<typeof commandLine>[2]): Promise<Outcome>
  remove(): void
}

/** Makes one with its tables. */
export async function configured(changes: Partial<OperationsOptions> = {}): Promise<Configured> {
  const folder = mkdtempSync(join(tmpdir(), 'two-factor-cli-'))
  const content: TestDirectoryContent = {}
  const store = () => sqliteStore(join(folder, 'two-factor.db'))
  const { login: _login, signIn: _signIn, signOut: _signOut, ...options } = MINIMAL_OPTIONS
  // The file takes what can't be written into it from the test that made it.
  const known = {
    ...options,
    directory: { ...testDirectory(content), issuer: ISSUER },
    // Each command line has a store of its own, and closes it.
    get store() {
      return store()
    },
  }
  // A test may give getters, too.
  Reflect.set(globalThis, Symbol.for(folder), Object.defineProperties(known, Object.getOwnPropertyDescriptors(changes)))
  writeFileSync(join(folder, 'package.json'), '{}')
  writeFileSync(
    join(folder, 'two-factor.config.js'),
    `module.exports = globalThis[Symbol.for(${JSON.stringify(folder)})]`,
  )
  const run: Configured['run'] = (argv, given) => commandLine(folder, argv, given)
  const { exitCode, err } = await run(['migrate'])
  if (exitCode !== 0) throw new Error(err)
  return { folder, content, store, run, remove: () => rmSync(folder, { recursive: true, force: true }) }
}
