import { join } from 'node:path'
import { startMariadb } from '../../dev/mariadb.js'
import type { Figure } from '../figure.js'
import { median, quantile } from '../statistics.js'
import { bareTransactionsPerSecond } from './bare-transactions.js'
import { type DatabaseStatistics, databaseStatistics } from './database-statistics.js'
import { measure, type Series } from './measure.js'

const MARIADB_PORT = 25306

/** The code request with everything included, on a SQLite file. */
export async function benchCodeRequestOnSqlite(folder: string): Promise<Figure[]> {
  const { one, eight } = await measure({ sqlite: join(folder, 'code-request.db') })
  return [...latencies(one, eight), ...costs(one, eight)]
}

/** The code request with everything included, on a MariaDB server of its own with default settings. */
export async function benchCodeRequestOnMariadb(folder: string): Promise<Figure[]> {
  const mariadb = await startMariadb({ port: MARIADB_PORT, dataDir: join(folder, 'mariadb') })
  try {
    const url = await mariadb.createDatabase('bench')
    const bare: number[] = []
    const readings: DatabaseStatistics[] = []
    const { one, eight } = await measure(
      { mariadb: url },
      {
        aroundOne: async () => void readings.push(await databaseStatistics(url)),
        afterEight: async () => void bare.push(await bareTransactionsPerSecond(url, 8)),
      },
    )
    const ratios = eight.map(({ perSecond }, round) => perSecond / (bare[round] ?? Number.NaN))
    return [
      ...latencies(one, eight, { atMost: 2 }),
      ...costs(one, eight, { atMost: 1 }),
      ...counts(readings, one.each.length),
      { what: 'bare transactions of four updates, 8 clients', value: median(bare), unit: '/s' },
      {
        what: 'rate / bare rate, 8 clients',
        value: median(ratios),
        unit: '',
        target: { atLeast: 0.25 },
        peers: 'passport + otplib + one UPDATE 0.43, Keycloak 0.21, better-auth 0.06',
      },
    ]
  } finally {
    await mariadb.stop()
  }
}

function latencies(one: Series, eight: readonly Series[], p50?: { atMost: number }): Figure[] {
  const each = eight.flatMap((series) => series.each)
  return [
    { what: 'p50, 1 client', value: median(one.each), unit: 'ms', ...(p50 && { target: p50 }) },
    { what: 'p95, 1 client', value: quantile(one.each, 0.95), unit: 'ms' },
    { what: 'p50, 8 clients', value: median(each), unit: 'ms' },
    { what: 'p95, 8 clients', value: quantile(each, 0.95), unit: 'ms' },
    { what: 'rate, 8 clients', value: median(eight.map(({ perSecond }) => perSecond)), unit: '/s' },
  ]
}

function costs(one: Series, eight: readonly Series[], target?: { atMost: number }): Figure[] {
  const peers = 'passport + otplib + one UPDATE 0.54, Keycloak 1.3, better-auth 4.2'
  return [
    { what: 'CPU of the server per request, 1 client', value: one.cpuMs, unit: 'ms' },
    {
      what: 'CPU of the server per request, 8 clients',
      value: median(eight.map(({ cpuMs }) => cpuMs)),
      unit: 'ms',
      ...(target && { target, peers }),
    },
    {
      what: 'memory of the server, all sessions in it',
      value: Math.max(...eight.map(({ memoryBytes }) => memoryBytes)) / 2 ** 20,
      unit: 'MB',
    },
  ]
}

/** What the database counted for the series with one client. */
function counts([before, after]: readonly DatabaseStatistics[], requests: number): Figure[] {
  if (before === undefined || after === undefined) throw new Error('The statistics were not read')
  const perRequest = (...names: (keyof DatabaseStatistics)[]) =>
    names.reduce((sum, name) => sum + after[name] - before[name], 0) / requests
  return [
    { what: 'commits per request', value: perRequest('Com_commit'), unit: '', target: { atMost: 1 } },
    {
      what: 'rows written per request',
      value: perRequest('Handler_update', 'Handler_write', 'Handler_delete'),
      unit: '',
      target: { atMost: 3 },
    },
    { what: 'reads per request', value: perRequest('Com_select'), unit: '', target: { atMost: 1 } },
  ]
}
