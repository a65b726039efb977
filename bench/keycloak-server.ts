import { once } from 'node:events'
import { createServer, request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import KcAdminClient from '@keycloak/keycloak-admin-client'
import { startKeycloak } from '../dev/keycloak.js'

export const REALM = 'bench'

/** The service account of the realm, which may also fill it. */
export const CLIENT = { clientId: 'bench', clientSecret: 'secret-of-the-bench' }

/** Does something `count` times, a few at once, as the service account, whose tokens do not last as long as that. */
export async function fill(
  url: string,
  count: number,
  make: (keycloak: KcAdminClient, index: number) => Promise<unknown>,
): Promise<void> {
  const keycloak = new KcAdminClient({ baseUrl: url, realmName: REALM })
  const [atOnce, renewed, told] = [8, 30_000, 5_000]
  let until = 0
  let next = 0
  const maker = async () => {
    while (next < count) {
      const index = next++
      if (Date.now() > until) {
        until = Date.now() + renewed
        await keycloak.auth({ grantType: 'client_credentials', ...CLIENT })
      }
      await make(keycloak, index)
      if (index % told === 0) console.error(`  ${index} of ${count} made`)
    }
  }
  until = Date.now() + renewed
  await keycloak.auth({ grantType: 'client_credentials', ...CLIENT })
  await Promise.all(Array.from({ length: atOnce }, maker))
}

/** Starts a Keycloak with that realm, and a way to it that counts. */
export async function startCounted(folder: string, port: number) {
  const keycloak = await startKeycloak({
    port,
    managementPort: port + 1,
    dataDir: join(folder, `keycloak-${port}`),
    realms: [realmWithAccount()],
    persistent: false,
    log: (line) => console.error(line),
  })
  const counted = await counting(keycloak.url)
  const stop = () => {
    counted.close()
    return keycloak.stop()
  }
  return { url: keycloak.url, counted, stop }
}

/** A realm with organizations and the service account. */
function realmWithAccount() {
  const roles = [
    'view-users',
    'view-organizations',
    'view-identity-providers',
    'manage-organizations',
    'manage-users',
    'manage-realm',
  ]
  return {
    realm: REALM,
    enabled: true,
    organizationsEnabled: true,
    clients: [
      {
        clientId: CLIENT.clientId,
        secret: CLIENT.clientSecret,
        standardFlowEnabled: false,
        serviceAccountsEnabled: true,
      },
    ],
    users: [
      {
        username: `service-account-${CLIENT.clientId}`,
        enabled: true,
        serviceAccountClientId: CLIENT.clientId,
        clientRoles: { 'realm-management': roles },
      },
    ],
  }
}

/** A way to Keycloak that counts what is read and written by its admin API. */
export interface Counted {
  readonly url: string
  readonly reads: number
  readonly writes: number
  close(): void
}

async function counting(keycloakUrl: string): Promise<Counted> {
  const { hostname, port } = new URL(keycloakUrl)
  let [reads, writes] = [0, 0]
  const server: Server = createServer((asked, answer) => {
    if (asked.url?.startsWith('/admin/')) asked.method === 'GET' ? reads++ : writes++
    const passedOn = request(
      { hostname, port, method: asked.method, path: asked.url, headers: asked.headers },
      (come) => {
        answer.writeHead(come.statusCode ?? 502, come.headers)
        come.pipe(answer)
      },
    )
    passedOn.once('error', () => asked.socket.destroy())
    asked.pipe(passedOn)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    get reads() {
      return reads
    },
    get writes() {
      return writes
    },
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
}
