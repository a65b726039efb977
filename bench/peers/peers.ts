import { join } from 'node:path'
import { startMariadb } from '../../dev/mariadb.js'
import { bareTransactionsPerSecond } from '../code-request/bare-transactions.js'
import { measure, type Series } from '../code-request/measure.js'
import type { Figure } from '../figure.js'
import { median } from '../statistics.js'
import { installPeers } from './peer-packages.js'

const MARIADB_PORT = 25309

const PEERS = [
  { name: 'ours', server: 'server.js' },
  { name: 'passport + otplib + one UPDATE', server: '../peers/passport-server.js' },
  { name: 'better-auth, two-factor plugin', server: '../peers/better-auth-server.js' },
] as const

/** The code request beside what others do for it, on the same MariaDB server, one after another in one run. */
export async function benchPeers(folder: string): Promise<Figure[]> {
  await installPeers()
  const mariadb = await startMariadb({ port: MARIADB_PORT, dataDir: join(folder, 'mariadb-peers') })
  try {
    const figures: Figure[] = []
    const rates = new Map<string, number>()
    for (const [place, { name, server }] of PEERS.entries()) {
      const url = await mariadb.createDatabase(`peer_${place}`)
      const bare: number[] = []
      const afterEight = async () => void bare.push(await bareTransactionsPerSecond(url, 8))
      const { one, eight } = await measure({ mariadb: url }, { afterEight, server, share: 0.2 })
      const ratio = median(eight.map(({ perSecond }, round) => perSecond / (bare[round] ?? Number.NaN)))
      rates.set(name, ratio)
      figures.push(...figuresOf(name, one, eight, ratio))
    }
    const ours = rates.get('ours') ?? Number.NaN
    const better = rates.get('better-auth, two-factor plugin') ?? Number.NaN
    return [
      ...figures,
      { what: 'our rate / that of better-auth', value: ours / better, unit: 'times', target: { atLeast: 1 } },
    ]
  } finally {
    await mariadb.stop()
  }
}

function figuresOf(name: string, one: Series, eight: readonly Series[], ratio: number): Figure[] {
  return [
    { what: `${name}: p50, 1 client`, value: median(one.each), unit: 'ms' },
    { what: `${name}: CPU per request, 8 clients`, value: median(eight.map(({ cpuMs }) => cpuMs)), unit: 'ms' },
    { what: `${name}: rate, 8 clients`, value: median(eight.map(({ perSecond }) => perSecond)), unit: '/s' },
    { what: `${name}: rate / bare rate`, value: ratio, unit: '' },
  ]
}
