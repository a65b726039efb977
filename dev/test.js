// `npm test`: plain JavaScript without dependencies, because nothing may be installed yet.
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { installDebianPackages } from './debian.js'
import { installDependencies, requireNode } from './dependencies.js'

requireNode()
console.log('Testing keycloak-two-factor. With CI=true whatever is left out counts as failed.')
installDependencies()
installDebianPackages()

const tests = fileURLToPath(new URL('run-tests.ts', import.meta.url))
const root = fileURLToPath(new URL('..', import.meta.url))
const child = spawn(process.execPath, ['--import', 'tsx', tests, ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
})
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
  process.on(signal, () => child.kill(signal))
}
child.once('exit', (code) => process.exit(code ?? 1))
