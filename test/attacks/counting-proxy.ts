import { once } from 'node:events'
import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A way to Keycloak that notes the admin calls that are made on it. */
export interface CountingProxy {
  readonly url: string
  /** The calls since the last time this was asked, as `GET /users/…`. */
  taken(): readonly string[]
  close(): Promise<void>
}

/** Listens on the loopback and passes requests on to a base URL. */
export async function countingProxy(to: string): Promise<CountingProxy> {
  let calls: string[] = []
  const target = new URL(to)
  const server = createServer((req, res) => {
    const [, path] = /^\/admin\/realms\/[^/]+(\/[^?]*)?/.exec(req.url ?? '') ?? []
    if (path !== undefined) calls.push(`${req.method} ${path}`)
    const onwards = request(
      { host: target.hostname, port: target.port, method: req.method, path: req.url, headers: req.headers },
      (answer) => {
        res.writeHead(answer.statusCode ?? 502, answer.headers)
        answer.pipe(res)
      },
    )
    onwards.on('error', () => res.destroy())
    req.pipe(onwards)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    taken: () => {
      const taken = calls
      calls = []
      return taken
    },
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
