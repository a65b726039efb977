import { startProcess, type Usage } from './ask-process.js'
import type { Answered, ClientsQuestion } from './clients.js'
import type { Place, ServerQuestion } from './server.js'

const WARM_UP = 1_500
const ONE_CLIENT = 1_500
/** Eight clients come in rounds, so that what they are compared with is measured right beside them. */
const ROUNDS = 4
const EIGHT_CLIENTS = 1_000

/** What a series of code requests took. */
export interface Series {
  /** How long each request took, in ms. */
  readonly each: readonly number[]
  readonly perSecond: number
  /** CPU time of the server for one request, in ms. */
  readonly cpuMs: number
  /** The server's memory afterwards. */
  readonly memoryBytes: number
}

/** What else is measured beside the code requests. */
export interface Beside {
  /** Right before and right after the series with one client. */
  readonly aroundOne?: () => Promise<void>
  /** After each round with eight clients. */
  readonly afterEight?: () => Promise<void>
  /** The file that answers as a server; default: this library's. */
  readonly server?: string
  /** Which share of the usual number of requests is made, from 0 to 1; default 1. */
  readonly share?: number
}

/** Posts the code of thousands of people, each once: server and clients are processes of their own. */
export async function measure(
  place: Place,
  { aroundOne = async () => {}, afterEight = async () => {}, server: file = 'server.js', share = 1 }: Beside = {},
): Promise<{ one: Series; eight: readonly Series[] }> {
  const server = startProcess(file)
  const clients = startProcess('clients.js')
  const [warmUp, alone, together] = [WARM_UP * share, ONE_CLIENT * share, EIGHT_CLIENTS * share]
  let used = 0
  const open = (port: number, atOnce: number, count: number) => {
    const people = Array.from({ length: count }, () => used++)
    return clients.ask({ open: { port, clients: atOnce, people } } satisfies ClientsQuestion)
  }
  const answer = async (): Promise<Series> => {
    const before = await server.ask<Usage>({ usage: true } satisfies ServerQuestion)
    const { each, all } = await clients.ask<Answered>({ answer: true } satisfies ClientsQuestion)
    const { cpuMicroseconds, memoryBytes } = await server.ask<Usage>({ usage: true } satisfies ServerQuestion)
    const cpuMs = (cpuMicroseconds - before.cpuMicroseconds) / 1000 / each.length
    return { each, perSecond: (each.length * 1000) / all, cpuMs, memoryBytes }
  }
  try {
    const start: ServerQuestion = { start: place, people: warmUp + alone + ROUNDS * together }
    const { port } = await server.ask<{ port: number }>(start)
    await open(port, 1, warmUp)
    await answer()
    await open(port, 1, alone)
    await aroundOne()
    const one = await answer()
    await aroundOne()
    const eight: Series[] = []
    for (let round = 0; round < ROUNDS; round += 1) {
      await open(port, 8, together)
      eight.push(await answer())
      await afterEight()
    }
    return { one, eight }
  } finally {
    await clients.stop()
    await server.stop()
  }
}
