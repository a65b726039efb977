// Plain JavaScript without dependencies: it runs before anything is installed.
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))

/** Ends the process with a cure when this Node.js is older than the package allows. */
export function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major > 22 || (major === 22 && minor >= 12) || (major === 20 && minor >= 19)) return
  console.error(`Node.js 20.19 or newer (or 22.12 or newer) is needed, and this is ${process.versions.node}.`)
  console.error('Install a newer one from https://nodejs.org and start again.')
  process.exit(1)
}

/** Installs what package-lock.json names, unless it is there already. Ends the process when that fails. */
export function installDependencies() {
  if (isInstalled()) return
  console.log('Installing dependencies with npm, up to a minute …')
  // Not `npm ci`: it refuses a lock file that lacks another platform's optional binaries, which some registries do not
  // have. This takes the versions of the lock file as well, and leaves that file alone.
  const npm = spawnSync('npm', ['install', '--no-save', '--no-audit', '--no-fund'], { cwd: root, stdio: 'inherit' })
  if (npm.status === 0) return
  console.error('The dependencies could not be installed. Check the network and what npm says above, then start again.')
  process.exit(1)
}

/** npm notes what it installed; a package is outdated when the lock file has another version of it. */
function isInstalled() {
  try {
    const wanted = readPackages('package-lock.json')
    const installed = readPackages('node_modules/.package-lock.json')
    return Object.entries(wanted).every(
      ([path, { version, optional }]) =>
        path === '' || (installed[path] ? installed[path].version === version : optional === true),
    )
  } catch {
    return false
  }
}

/** @returns {Record<string, { version?: string, optional?: boolean }>} */
function readPackages(/** @type {string} */ file) {
  return JSON.parse(readFileSync(new URL(`../${file}`, import.meta.url), 'utf8')).packages
}
