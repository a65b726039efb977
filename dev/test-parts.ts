import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { readManifest } from '../src/manifest.js'
import { accountsRealm } from './accounts-realm.js'
import { completeRealm } from './complete-realm.js'
import { configCliJar } from './config-cli.js'
import { connectProviders } from './connect-providers.js'
import { startGalera } from './galera.js'
import { startKeycloak } from './keycloak.js'
import { startMailbox } from './mailbox.js'
import { startMariadb } from './mariadb.js'
import type { Part } from './parts.js'
import { portalRealm } from './realm.js'
import { firstTestPort, testRealm } from './test-portal.js'

/** Starts one part for the tests and returns the environment variables that tell them where it is. */
export type StartPart = (dataDir: string) => Promise<Record<string, string>>

const movedBy = 'TEST_PORTS, the first of the 500 ports that the tests use'

/** The parts that `npm test` starts, each on ports of its own. */
export const testParts: Record<Part, StartPart> = {
  keycloak: async (dataDir) => {
    const manifest = readManifest()
    const keycloak = await startKeycloak({
      port: firstTestPort + 80,
      managementPort: firstTestPort + 90,
      dataDir: join(dataDir, 'keycloak'),
      realms: [portalRealm(testRealm), accountsRealm(testRealm.runtimeSecret)],
      persistent: false,
      log: (line) => console.log(line),
      movedBy: { port: movedBy, managementPort: movedBy },
    })
    await completeRealm(keycloak, manifest, testRealm)
    await connectProviders(keycloak, testRealm.runtimeSecret)
    return { TEST_KEYCLOAK_URL: keycloak.url }
  },
  mariadb: async (dataDir) => {
    const mariadb = await startMariadb({ port: firstTestPort + 306, dataDir: join(dataDir, 'mariadb'), movedBy })
    return { TEST_MARIADB_URL: mariadb.url }
  },
  galera: async (dataDir) => {
    const galera = await startGalera({
      basePort: firstTestPort + 400,
      dataDir: join(dataDir, 'galera'),
      nodes: 3,
      movedBy,
    })
    return { TEST_GALERA_URLS: galera.nodes.map(({ url }) => url).join(',') }
  },
  mailbox: async (dataDir) => {
    const mailbox = await startMailbox({
      smtpPort: firstTestPort + 25,
      webPort: firstTestPort + 108,
      dataDir: join(dataDir, 'mailbox'),
      movedBy: { smtpPort: movedBy, webPort: movedBy },
    })
    return { TEST_MAILBOX_URL: mailbox.url, TEST_SMTP: `${mailbox.smtp.host}:${mailbox.smtp.port}` }
  },
  browser: async () => {
    const browser = process.env.CHROMIUM || '/usr/bin/chromium'
    if (existsSync(browser)) return { TEST_BROWSER: browser }
    throw new Error(`There is no ${browser} on this machine. Install it, or name another Chromium with CHROMIUM.`)
  },
  'config-cli': async () => {
    const jar = configCliJar()
    if (jar !== undefined && existsSync(jar)) return { TEST_CONFIG_CLI: jar }
    throw new Error(
      `KEYCLOAK_CONFIG_CLI names ${jar ?? 'nothing'}: let it name the jar of keycloak-config-cli, 6.5 or newer, from the releases at github.com/adorsys/keycloak-config-cli. It needs Java 21.`,
    )
  },
}
