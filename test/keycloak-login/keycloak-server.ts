import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A server that stands in for Keycloak's token endpoint, its realm's keys and its admin API. */
export interface KeycloakServer {
  readonly url: string
  /** Every request, as `POST /realms/acme/protocol/openid-connect/token`. */
  readonly requests: string[]
  /** The `Authorization` header of every request to the admin API. */
  readonly authorizations: string[]
  /** What these answer; tests put their own in place. */
  token: Answer
  keys: Answer
  user: Answer
  close(): Promise<void>
}

type Answer = (req: IncomingMessage, res: ServerResponse) => void

/** Answers with a status and a body. */
export function answer(status: number, body: unknown = {}, headers: Record<string, string> = {}): Answer {
  return (_req, res) => {
    res.writeHead(status, { 'content-type': 'application/json', ...headers })
    res.end(typeof body === 'string' ? body : JSON.stringify(body))
  }
}

/** Starts one on a free port of the loopback. */
export async function startKeycloakServer(): Promise<KeycloakServer> {
  const requests: string[] = []
  const authorizations: string[] = []
  let tokens = 0
  const server = createServer((req, res) => {
    requests.push(`${req.method} ${req.url}`)
    if (req.url?.startsWith('/admin/')) {
      authorizations.push(String(req.headers.authorization))
      return keycloak.user(req, res)
    }
    return req.url?.endsWith('/certs') ? keycloak.keys(req, res) : keycloak.token(req, res)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const keycloak: KeycloakServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    authorizations,
    token: (req, res) => answer(200, { access_token: `token-${++tokens}`, expires_in: 300 })(req, res),
    keys: answer(200, { keys: [] }),
    user: answer(200, { username: 'fred' }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
  return keycloak
}
