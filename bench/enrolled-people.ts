import { join } from 'node:path'
import { startMariadb } from '../dev/mariadb.js'
import { codeClient } from './code-client.js'
import { type AskedProcess, startProcess } from './code-request/ask-process.js'
import type { ServerQuestion } from './code-request/server.js'
import type { Figure } from './figure.js'
import { insertPeople } from './many-people.js'
import { median } from './statistics.js'

const MARIADB_PORT = 25308
const FEW = 1_000
const MANY = 1_000_000
const ROUNDS = 8
const LOGINS = 100

/** The same login, code page and code, where few people and where many are enrolled. */
export async function benchEnrolledPeople(folder: string): Promise<Figure[]> {
  const mariadb = await startMariadb({
    port: MARIADB_PORT,
    dataDir: join(folder, 'mariadb-people'),
    // For a million people the tables and indices need about a gigabyte; a server is given what its data needs.
    settings: ['--innodb-buffer-pool-size=1536M'],
  })
  const servers: AskedProcess[] = []
  const open = async (name: string): Promise<{ url: string; port: number }> => {
    const url = await mariadb.createDatabase(name)
    const server = startProcess('server.js')
    servers.push(server)
    return {
      url,
      ...(await server.ask<{ port: number }>({ start: { mariadb: url }, people: 0 } satisfies ServerQuestion)),
    }
  }
  try {
    const [few, many] = [await open('few'), await open('many')]
    await insertPeople(few.url, FEW)
    await insertPeople(many.url, MANY, { real: FEW })
    const each: Record<'few' | 'many', number[]> = { few: [], many: [] }
    const ratios: number[] = []
    // The first round warms up; each person signs in once at each.
    for (let round = 0; round <= ROUNDS; round += 1) {
      const people = Array.from({ length: LOGINS }, (_, index) => round * LOGINS + index)
      const times = { few: await signIn(few.port, people), many: await signIn(many.port, people) }
      if (round === 0) continue
      each.few.push(...times.few)
      each.many.push(...times.many)
      ratios.push(median(times.many) / median(times.few))
    }
    return [
      { what: `p50 of a login, ${FEW.toLocaleString('en')} enrolled`, value: median(each.few), unit: 'ms' },
      { what: `p50 of a login, ${MANY.toLocaleString('en')} enrolled`, value: median(each.many), unit: 'ms' },
      { what: 'many / few, median of the rounds', value: median(ratios), unit: 'times', target: { atMost: 1.1 } },
    ]
  } finally {
    await Promise.all(servers.map((server) => server.stop()))
    await mariadb.stop()
  }
}

/** How long the code page and the code took together, for each person, in ms. */
async function signIn(port: number, people: readonly number[]): Promise<number[]> {
  const client = codeClient(port, 1)
  const times: number[] = []
  for (const person of people) {
    const start = performance.now()
    await client.answer(await client.open(person))
    times.push(performance.now() - start)
  }
  client.close()
  return times
}
