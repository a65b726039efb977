import { setTimeout as delay } from 'node:timers/promises'
import { type DataSource, Migration, MigrationExecutor, type QueryRunner } from 'typeorm'
import { twoFactorMigrations } from '../../migrations/index.js'
import { storeError } from './store-errors.js'

const TRIES = 60

/** TypeORM's own executor over this library's migrations alone: same table, same record, so hosts may also run them. */
class OwnMigrations extends MigrationExecutor {
  /** One step alone, where it is named. */
  only: string | undefined

  protected override getMigrations(): Migration[] {
    const steps = twoFactorMigrations.map((Step) => {
      const step = new Step()
      return new Migration(undefined, Number(step.name.slice(-13)), step.name, step)
    })
    return this.only === undefined ? steps : steps.filter(({ name }) => name === this.only)
  }
}

/** Runs those of our migrations that the database has not seen, whatever else the DataSource has pending. */
export async function runOwnMigrations(dataSource: DataSource, signal?: AbortSignal): Promise<string[]> {
  const runner = dataSource.createQueryRunner()
  try {
    // Processes that start together wait for each other here. Clusters have no lock in common, and some refuse: see below.
    if (isMysql(dataSource)) await runner.query("SELECT GET_LOCK('two_factor_migrations', 60)").catch(() => undefined)
    return await runOn(dataSource, runner, signal)
  } catch (error) {
    throw signal?.aborted && error === signal.reason ? error : storeError(error)
  } finally {
    if (isMysql(dataSource)) await runner.query("SELECT RELEASE_LOCK('two_factor_migrations')").catch(() => undefined)
    await runner.release()
  }
}

const isMysql = ({ options: { type } }: DataSource): boolean => type === 'mysql' || type === 'mariadb'

async function runOn(dataSource: DataSource, runner: QueryRunner, signal: AbortSignal | undefined): Promise<string[]> {
  const done: string[] = []
  for (let tries = 1; ; ) {
    signal?.throwIfAborted()
    try {
      const executor = new OwnMigrations(dataSource, runner)
      const [next] = await executor.getPendingMigrations()
      if (next === undefined) return done
      executor.only = next.name
      // MySQL and MariaDB commit at each table anyway, and one step's transaction must not hold back the next.
      executor.transaction = 'each'
      done.push(...(await executor.executePendingMigrations()).map(({ name }) => name))
    } catch (error) {
      // Processes on two nodes may meet in a table or an index: the one that came second waits, and goes on.
      if (tries === TRIES || !isMadeAlready(error)) throw error
      tries += 1
      await delay(100 + 100 * Math.random())
    }
  }
}

export async function pendingOwnMigrations(dataSource: DataSource): Promise<string[]> {
  const pending = await new OwnMigrations(dataSource).getPendingMigrations().catch((error) => {
    throw storeError(error)
  })
  return pending.map(({ name }) => name)
}

const isMadeAlready = (error: unknown): boolean =>
  error instanceof Error && /already exists|duplicate (key|column) name/i.test(error.message)
