// `npm start`: plain JavaScript without dependencies, because nothing may be installed yet.
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import * as util from 'node:util'
import { installDependencies, requireNode } from './dependencies.js'

requireNode()

const options = {
  'portal-port': { env: 'PORTAL_PORT', help: 'port of the portal (3000)' },
  'second-port': { env: 'SECOND_PORT', help: 'port of the second application (3001)' },
  'keycloak-port': { env: 'KEYCLOAK_PORT', help: 'port of Keycloak (8080)' },
  'keycloak-management-port': { env: 'KEYCLOAK_MANAGEMENT_PORT', help: "port of Keycloak's health page (9000)" },
  'mailbox-port': { env: 'MAILBOX_PORT', help: "port of the mailbox's web page (1080)" },
  'sms-port': { env: 'SMS_PORT', help: 'port of the SMS outbox (1081)' },
  'smtp-port': { env: 'SMTP_PORT', help: "port of the mailbox's SMTP server (1025)" },
  'keycloak-url': { env: 'KEYCLOAK_URL', help: 'a Keycloak that runs already; see below' },
  'database-url': { env: 'DATABASE_URL', help: 'mysql://… or mariadb://… instead of a SQLite file' },
  data: { env: 'PORTAL_DATA', help: 'folder for everything that is kept (data)' },
}

const help = `npm start -- [options]

${Object.entries(options)
  .map(([name, { env, help }]) => `  --${name.padEnd(26)} ${env.padEnd(26)} ${help}`)
  .join('\n')}
  --help

Each option can be given as the environment variable beside it.
With a Keycloak of your own, the environment also has KEYCLOAK_CLIENT_SECRET, KEYCLOAK_RUNTIME_CLIENT_SECRET and, for
the second application, KEYCLOAK_SECOND_CLIENT_SECRET; and, where they differ from the example's, KEYCLOAK_REALM,
KEYCLOAK_CLIENT_ID, KEYCLOAK_RUNTIME_CLIENT_ID and KEYCLOAK_SECOND_CLIENT_ID.`

const given = parseOptions()
if (given.help) {
  console.log(help)
  process.exit(0)
}
console.log('Starting the example: Keycloak, a mailbox, an SMS outbox and two applications. Ctrl-C ends all of it.')
installDependencies()

const env = { ...process.env }
for (const [name, { env: variable }] of Object.entries(options)) {
  if (typeof given[name] === 'string') env[variable] = given[name]
}
const example = fileURLToPath(new URL('run-example.ts', import.meta.url))
const root = fileURLToPath(new URL('..', import.meta.url))
// The channel tells the child when this process is gone, however it ended.
const child = spawn(process.execPath, ['--import', 'tsx', example], {
  cwd: root,
  env,
  stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
})
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
  process.on(signal, () => child.kill(signal))
}
child.once('exit', (code) => process.exit(code ?? 1))

/** @returns {Record<string, string | boolean | undefined>} */
function parseOptions() {
  const strings = Object.keys(options).map((name) => [name, { type: 'string' }])
  try {
    return util.parseArgs({ options: { ...Object.fromEntries(strings), help: { type: 'boolean' } } }).values
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n\n${help}`)
    process.exit(2)
  }
}
