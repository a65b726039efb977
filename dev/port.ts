import { createServer } from 'node:net'

export interface PortWish {
  port: number
  /** What will listen there, for the error. */
  purpose: string
  /** How another port is chosen, for the error. Default: the option `port` of the function that was called. */
  movedBy?: string | undefined
}

// "localhost" may mean either address: somebody else on ::1 would receive the browser's requests.
const loopbackAddresses = ['127.0.0.1', '::1']

/** Resolves when nobody listens on the port; otherwise throws naming the port and the setting that moves it. */
export async function requireFreePort({ port, purpose, movedBy = 'the option "port"' }: PortWish): Promise<void> {
  for (const address of loopbackAddresses) {
    const code = await tryToListen(port, address)
    if (code === 'EADDRINUSE') {
      throw new Error(
        `Port ${port} (${purpose}) is taken by another program. Stop that program, or choose another port with ${movedBy}.`,
      )
    }
    if (code === 'EACCES') {
      throw new Error(`Port ${port} (${purpose}) may not be used by this user. Choose one above 1023 with ${movedBy}.`)
    }
  }
}

const tryToListen = (port: number, host: string): Promise<string | undefined> =>
  new Promise((resolve) => {
    const server = createServer()
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code))
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(undefined)))
  })
