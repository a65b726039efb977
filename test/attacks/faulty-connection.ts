import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** A connection to a part that can be cut and mended, as networks are. */
export interface FaultyConnection {
  readonly port: number
  cut(): void
  mend(): void
  close(): Promise<void>
}

/** Listens on the loopback and passes everything on to a port there. */
export async function faultyConnection(to: number): Promise<FaultyConnection> {
  const sockets = new Set<Socket>()
  let whole = true
  const server = createServer((client) => {
    if (!whole) return void client.destroy()
    const part = connect(to, '127.0.0.1')
    for (const [socket, other] of [
      [client, part],
      [part, client],
    ] as const) {
      sockets.add(socket)
      socket.on('error', () => other.destroy())
      socket.on('close', () => {
        sockets.delete(socket)
        other.destroy()
      })
      socket.pipe(other)
    }
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const cut = () => {
    whole = false
    for (const socket of sockets) socket.destroy()
  }
  return {
    port: (server.address() as AddressInfo).port,
    cut,
    mend: () => {
      whole = true
    },
    async close() {
      cut()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
