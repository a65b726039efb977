import { createServer, request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A way to Keycloak that counts what is changed, and can be cut. */
export interface CountingProxy {
  readonly url: string
  /** How many changes Keycloak has answered since `cutAt`. */
  readonly changes: number
  /**
   * From now on nothing is answered any more once so many changes have been made: the last of them is made, and its
   * answer lost. `onCut` is called then. 0: nothing is made at all; infinite: everything is answered.
   */
  cutAt(changes: number, onCut?: () => void): void
  /** The same, once so many requests of any kind have been answered. */
  cutAfter(requests: number): void
  close(): Promise<void>
}

/** Starts one on a port of the system's choice. */
export async function countingProxy(keycloakUrl: string): Promise<CountingProxy> {
  const { hostname, port } = new URL(keycloakUrl)
  let changes = 0
  let limit = Number.POSITIVE_INFINITY
  let answers = Number.POSITIVE_INFINITY
  let cut: (() => void) | undefined
  const server: Server = createServer((asked, answer) => {
    if (changes >= limit || answers-- <= 0) return void asked.socket.destroy()
    const isChange = asked.method !== 'GET' && asked.url?.includes('/admin/') === true
    const passedOn = request(
      { hostname, port, method: asked.method, path: asked.url, headers: asked.headers },
      (come) => {
        if (isChange) changes++
        if (changes >= limit) {
          cut?.()
          return void asked.socket.destroy()
        }
        answer.writeHead(come.statusCode ?? 502, come.headers)
        come.pipe(answer)
      },
    )
    passedOn.once('error', () => asked.socket.destroy())
    asked.pipe(passedOn)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    get changes() {
      return changes
    },
    cutAt(at, onCut) {
      changes = 0
      limit = at
      answers = Number.POSITIVE_INFINITY
      cut = onCut
    },
    cutAfter(requests) {
      answers = requests
    },
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
