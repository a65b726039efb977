import { join, resolve } from 'node:path'
import { portalConfig } from '../examples/portal/config.js'
import { readManifest } from '../src/manifest.js'
import { accountsRealm } from './accounts-realm.js'
import { buildPortal, portalNodeOptions } from './build-portal.js'
import { projectFolder } from './cache.js'
import { completeRealm } from './complete-realm.js'
import { connectProviders } from './connect-providers.js'
import { startKeycloak } from './keycloak.js'
import { startMailbox } from './mailbox.js'
import { startPart, stopAllParts } from './part-process.js'
import { people } from './people.js'
import { requireFreePort } from './port.js'
import { portalRealm, realmNames } from './realm.js'
import { keepSecrets, type Secrets } from './secrets.js'
import { startSmsGateway } from './sms-gateway.js'

// Starts the example's parts, says where they are, and ends them all together. `npm start` runs this file.

const say = (line: string) => console.log(line)

let ending = false
async function end(exitCode: number): Promise<void> {
  if (ending) return
  ending = true
  await stopAllParts()
  process.exit(exitCode)
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'disconnect'] as const) {
  process.on(signal as NodeJS.Signals, () => {
    if (!ending) say('\nEnding everything …')
    void end(0)
  })
}

try {
  await runExample()
} catch (error) {
  if (!ending) console.error(error instanceof Error ? error.message : error)
  await end(1)
}

async function runExample(): Promise<void> {
  const dataDir = resolve(projectFolder, process.env.PORTAL_DATA || 'data')
  const ownKeycloak = !process.env.KEYCLOAK_URL
  const secrets = keepSecrets(join(dataDir, 'secrets.json'))
  const smsPort = Number(process.env.SMS_PORT || 1081)
  const env = {
    ...(ownKeycloak && {
      KEYCLOAK_CLIENT_SECRET: secrets.portalSecret,
      KEYCLOAK_RUNTIME_CLIENT_SECRET: secrets.runtimeSecret,
    }),
    SESSION_SECRET: secrets.sessionSecret,
    TWO_FACTOR_KEY: secrets.twoFactorKey,
    STATEMENT_KEY: secrets.statementKey,
    SMS_URL: `http://localhost:${smsPort}`,
    SQLITE_FILE: join(dataDir, 'two-factor.db'),
  }
  const config = portalConfig({ ...process.env, ...env })
  const second = secondApplication(
    config,
    ownKeycloak ? secrets.secondSecret : process.env.KEYCLOAK_SECOND_CLIENT_SECRET,
  )
  await requireFreePort({ port: config.port, purpose: 'the portal', movedBy: 'PORTAL_PORT or --portal-port' })
  if (second !== undefined) {
    const movedBy = 'SECOND_PORT or --second-port'
    await requireFreePort({ port: Number(second.PORTAL_PORT), purpose: 'the second application', movedBy })
  }

  await startSmsGateway({ port: smsPort, movedBy: 'SMS_PORT or --sms-port' })
  const [main, ...endings] = await Promise.all([
    buildPortal(),
    startMailbox({
      smtpPort: config.smtp.port,
      webPort: Number(new URL(config.mailboxUrl).port),
      dataDir: join(dataDir, 'mailbox'),
      movedBy: { smtpPort: 'SMTP_PORT or --smtp-port', webPort: 'MAILBOX_PORT or --mailbox-port' },
    }).then((mailbox) => ({ name: 'The mailbox', ended: mailbox.ended })),
    ...(ownKeycloak ? [startOwnKeycloak(dataDir, config, second?.PORTAL_URL ?? '', secrets)] : []),
  ])
  say('Starting the portal …')
  const applications: { name: string; ended: Promise<void> }[] = []
  const start = async (name: string, url: string, log: string, changes: Record<string, string>) => {
    const { ended } = await startPart({
      name,
      command: process.execPath,
      args: [...portalNodeOptions, main],
      env: { ...env, ...changes },
      cwd: projectFolder,
      logFile: join(dataDir, log),
      timeoutMs: 60_000,
      isReady: async () => (await fetch(url)).ok,
    })
    applications.push({ name, ended })
  }
  await start('The portal', config.url, 'portal.log', second ? { PORTAL_OTHER_URL: second.PORTAL_URL } : {})
  if (second !== undefined) await start('The second application', second.PORTAL_URL, 'second.log', second)
  sayWhatToTry(config, dataDir, second?.PORTAL_URL)
  if (ownKeycloak) sayHowToExport(config, secrets.exportsSecret)
  say('\n  Ctrl-C ends all of it; the data stays.')
  for (const { name, ended } of [...endings, ...applications]) {
    void ended.then(() => {
      if (!ending) console.error(`${name} has ended by itself; its log is in ${dataDir}. Ending everything …`)
      void end(1)
    })
  }
}

/** What the second application, which shares code, store and keys with the portal, is told differently. */
function secondApplication({ url }: ReturnType<typeof portalConfig>, clientSecret: string | undefined) {
  if (!clientSecret) return undefined
  const port = process.env.SECOND_PORT || '3001'
  return {
    PORTAL_NAME: 'Second Application',
    PORTAL_COOKIE: 'second',
    PORTAL_PORT: port,
    PORTAL_URL: process.env.SECOND_URL || `http://localhost:${port}`,
    PORTAL_OTHER_URL: url,
    KEYCLOAK_CLIENT_ID: process.env.KEYCLOAK_SECOND_CLIENT_ID || realmNames.secondClient,
    KEYCLOAK_CLIENT_SECRET: clientSecret,
  }
}

async function startOwnKeycloak(
  dataDir: string,
  { url, keycloak }: ReturnType<typeof portalConfig>,
  secondUrl: string,
  { secondSecret, exportsSecret }: Secrets,
) {
  const manifest = readManifest()
  const realm = {
    portalUrls: [url],
    portalSecret: keycloak.clientSecret,
    secondUrls: [secondUrl],
    secondSecret,
    exportsSecret,
    runtimeSecret: keycloak.runtimeClientSecret,
  }
  say('Starting Keycloak, a minute or more the first time …')
  const server = await startKeycloak({
    port: Number(new URL(keycloak.url).port),
    managementPort: Number(process.env.KEYCLOAK_MANAGEMENT_PORT || 9000),
    dataDir: join(dataDir, 'keycloak'),
    realms: [portalRealm(realm), accountsRealm(realm.runtimeSecret)],
    persistent: true,
    log: say,
    movedBy: {
      port: 'KEYCLOAK_PORT or --keycloak-port',
      managementPort: 'KEYCLOAK_MANAGEMENT_PORT or --keycloak-management-port',
    },
  })
  await completeRealm(server, manifest, realm)
  await connectProviders(server, realm.runtimeSecret)
  return { name: 'Keycloak', ended: server.ended }
}

function sayWhatToTry(
  { url, mailboxUrl, smsUrl, keycloak }: ReturnType<typeof portalConfig>,
  dataDir: string,
  secondUrl: string | undefined,
): void {
  say(`
  Portal    ${url}
  Second    ${secondUrl ?? 'not started: KEYCLOAK_SECOND_CLIENT_SECRET is not given'}
  Mailbox   ${mailboxUrl}
  SMS       ${smsUrl}
  Keycloak  ${keycloak.url} (administration: admin, password admin, unless it is your own)
  Data      ${dataDir}

  People    ${people.map((person) => person.name).join(', ')}; everybody's password is the user name

  Try       1. Sign in as fred. Nothing is asked yet.
            2. Two-factor settings: switch it on, scan the QR code, type the six digits, keep the backup codes.
            3. See the mailbox. Sign out, sign in: now the code is asked.
            4. Type a wrong code, the same code again, a backup code, or cancel and sign in as somebody else.
            5. Sign in to the second application: the code given in the portal counts there.
            6. Sign in as sam: type the name, then choose Office 365, there sam@acme.example with the password sam:
               no code is asked.`)
}

/** Whoever has a Keycloak of their own has no client for this. */
function sayHowToExport({ url, keycloak }: ReturnType<typeof portalConfig>, secret: string): void {
  const token = `${keycloak.url}/realms/${keycloak.realm}/protocol/openid-connect/token`
  say(`\
            7. Fetch the orders as the nightly export does, by a client whose tokens need no code:
               token=$(curl -s ${token} \\
                 -d grant_type=client_credentials -d client_id=${realmNames.exportsClient} \\
                 --data-urlencode client_secret=${secret} | sed 's/.*"access_token":"\\([^"]*\\).*/\\1/')
               curl -H "Authorization: Bearer $token" ${url}/api/orders`)
}
