// Plain JavaScript without dependencies: it runs before anything is installed.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** What the tests need of the system: a program or file, the Debian package that has it, and the tests that need it. */
const needs = [
  { there: 'java', package: 'default-jre-headless', tests: 'everything with Keycloak' },
  { there: 'mvn', package: 'maven', tests: 'everything with Keycloak' },
  { there: 'mariadbd', package: 'mariadb-server', tests: 'everything on MariaDB' },
  { there: '/usr/lib/galera/libgalera_smm.so', package: 'galera-4', tests: 'everything on a Galera cluster' },
  { there: 'rsync', package: 'rsync', tests: 'everything on a Galera cluster' },
  { there: '/usr/bin/chromium', package: 'chromium', tests: 'everything in a browser', movedBy: 'CHROMIUM' },
  { there: 'zbarimg', package: 'zbar-tools', tests: 'everything in a browser' },
  { there: 'oathtool', package: 'oathtool', tests: 'everything in a browser' },
  { there: '/usr/share/fonts/opentype/noto', package: 'fonts-noto-cjk', tests: 'Japanese pages in a browser' },
]

/** Installs the missing packages as root on Debian; elsewhere says which tests are left out without them. */
export function installDebianPackages() {
  const missing = needs.filter((need) => !isThere(need))
  if (missing.length === 0) return
  const packages = [...new Set(missing.map((need) => need.package))]
  if (process.getuid?.() === 0 && existsSync('/etc/debian_version')) {
    console.log(`Installing Debian packages: ${packages.join(' ')} …`)
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
    for (const args of [['update'], ['install', '--yes', '--no-install-recommends', ...packages]]) {
      spawnSync('apt-get', ['--quiet', ...args], { env, stdio: ['ignore', 'ignore', 'inherit'] })
    }
  }
  for (const need of needs.filter((need) => !isThere(need))) {
    console.error(`LEFT OUT: ${need.tests}, because ${need.there} is missing (Debian package ${need.package}).`)
  }
}

function isThere(/** @type {{ there: string, movedBy?: string }} */ { there, movedBy }) {
  const wanted = (movedBy && process.env[movedBy]) || there
  if (wanted.startsWith('/')) return existsSync(wanted)
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin']
  return folders.some((folder) => existsSync(join(folder, wanted)))
}
