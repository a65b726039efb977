import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { cacheFolder } from '../../dev/cache.js'

/** What is compared with, and is no dependency of this package: installed for the bench alone. */
const PACKAGE = { private: true, type: 'module', dependencies: { 'better-auth': '1.7.25', mysql2: '3.24.6' } }

/** Git-ignored, like everything that is fetched once. */
const folder = join(cacheFolder(), 'bench-peers')

/** Installs the peers where they are not there yet. */
export async function installPeers(): Promise<void> {
  const file = join(folder, 'package.json')
  const wanted = JSON.stringify(PACKAGE)
  if (existsSync(join(folder, 'node_modules', 'mysql2')) && readFileSync(file, 'utf8') === wanted) return
  mkdirSync(folder, { recursive: true })
  writeFileSync(file, wanted)
  writeFileSync(join(folder, 'load.js'), 'export const load = (name) => import(name)\n')
  await promisify(execFile)('npm', ['install', '--no-audit', '--no-fund'], { cwd: folder })
}

/** One of the peers' modules. */
export async function peer<Module>(name: string): Promise<Module> {
  const { load } = await import(pathToFileURL(join(folder, 'load.js')).href)
  return load(name)
}
