import { setTimeout as delay } from 'node:timers/promises'
import type { QueryRunner } from 'typeorm'
import type { Connection, Database } from './database.js'
import { isAborted, LIMIT_MS, storeError } from './store-errors.js'

const TRIES = 12

const LONGEST_PAUSE_MS = 250

/** What differs between the databases. */
export interface Dialect {
  readonly now: string
  readonly begin: string
  /** The statements of a lent connection. */
  connect(runner: QueryRunner): Promise<Connection>
  /**
   * Lends a connection for one piece of work and takes it back. After `leftMs` the connection must be unable to commit
   * and the promise rejected. Work that calls `spoil` leaves a connection that nobody else may use.
   */
  lend<Answer>(work: (runner: QueryRunner, spoil: () => void) => Promise<Answer>, leftMs: number): Promise<Answer>
}

/** Runs work on lent connections: again where the database aborted it, in transactions that end, with errors that name the cure. */
export function runDatabase({ now, begin, connect, lend }: Dialect): Database {
  return {
    now,
    ask: (work) => repeating((leftMs) => lend(async (runner) => work(await connect(runner)), leftMs)),
    transaction: (work) =>
      repeating((leftMs) =>
        lend(async (runner, spoil) => {
          await runner.query(begin)
          try {
            const settlement = await work(await connect(runner))
            await runner.query(settlement === 'settled' ? 'COMMIT' : 'ROLLBACK')
            return settlement
          } catch (error) {
            await runner.query('ROLLBACK').catch(spoil)
            throw error
          }
        }, leftMs),
      ),
  }
}

async function repeating<Answer>(attempt: (leftMs: number) => Promise<Answer>): Promise<Answer> {
  const end = performance.now() + LIMIT_MS
  for (let tries = 1; ; tries += 1) {
    try {
      return await attempt(end - performance.now())
    } catch (error) {
      // Jitter parts those who met; 2, 4, 8 … ms keep the first repetition cheap.
      const pauseMs = Math.min(2 ** tries, LONGEST_PAUSE_MS) * (0.5 + Math.random())
      if (!isAborted(error) || tries === TRIES || performance.now() + pauseMs > end) throw storeError(error)
      await delay(pauseMs)
    }
  }
}
