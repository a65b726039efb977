import { join } from 'node:path'
import type { PortalConfig } from '../examples/portal/config.js'
import { type PortalRealmOptions, realmNames } from './realm.js'
import { newStatementKey } from './secrets.js'

/** The first of the 500 ports that the tests use: 22000, or what `TEST_PORTS` says. */
export const firstTestPort = Number(process.env.TEST_PORTS || 22000)

/** The six ports on which portals may run; the realm of the tests knows no others. */
export const portalPorts: readonly number[] = Array.from({ length: 6 }, (_, index) => firstTestPort + 300 + index)

/** The realm of the tests. */
export const testRealm: PortalRealmOptions = {
  portalUrls: portalPorts.map((port) => `http://localhost:${port}`),
  portalSecret: 'portal-secret-of-the-tests',
  // The second application's first address, where Keycloak tells it of logouts, is another one than the portal's.
  secondUrls: portalPorts.map((port) => `http://localhost:${port}`).reverse(),
  secondSecret: 'second-secret-of-the-tests',
  exportsSecret: 'exports-secret-of-the-tests',
  runtimeSecret: 'runtime-secret-of-the-tests',
}

const statementKey = newStatementKey()

/** The configuration of a portal on the parts that `npm test` started; `port` is one of `portalPorts`. */
export function testPortalConfig(options: {
  port: number
  dataDir: string
  databaseUrl?: string
  /** The second application instead of the portal. */
  second?: boolean
}): PortalConfig {
  const { port, dataDir, databaseUrl, second = false } = options
  return {
    name: second ? 'Second Application' : 'Example Portal',
    cookie: second ? 'second' : 'portal',
    port,
    url: `http://localhost:${port}`,
    keycloak: {
      url: process.env.TEST_KEYCLOAK_URL ?? '',
      realm: realmNames.realm,
      clientId: second ? realmNames.secondClient : realmNames.portalClient,
      clientSecret: second ? testRealm.secondSecret : testRealm.portalSecret,
      runtimeClientId: realmNames.runtimeClient,
      runtimeClientSecret: testRealm.runtimeSecret,
    },
    smtp: smtpAddress(process.env.TEST_SMTP ?? ''),
    mailboxUrl: process.env.TEST_MAILBOX_URL ?? '',
    ...(databaseUrl !== undefined && { databaseUrl }),
    sqliteFile: join(dataDir, 'two-factor.db'),
    sessionSecret: 'session-secret-of-the-tests',
    secretKeys: [{ id: '1', key: Buffer.alloc(32, 'two-factor').toString('base64') }],
    statementKey,
  }
}

function smtpAddress(address: string): PortalConfig['smtp'] {
  const [host = '', port] = address.split(':')
  return { host, port: Number(port) }
}
