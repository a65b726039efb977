import type { DataSource, QueryRunner } from 'typeorm'
import type { Dialect } from './run-database.js'
import { tooSlow } from './store-errors.js'

/** Lends connections of the pool. What is not over in time loses its connection, and with it the chance to commit. */
export function lendFromPool(dataSource: DataSource, ready: () => Promise<void>): Dialect['lend'] {
  return (work, leftMs) =>
    new Promise((resolve, reject) => {
      let runner: QueryRunner | undefined
      let isOver = false
      // A connection goes back to the pool only once it is destroyed: released before, it would be lent to the next one.
      let spoiled: Promise<void> | undefined
      const spoil = () => {
        spoiled ??= runner?.connect().then(
          (connection: { destroy(): void }) => connection.destroy(),
          () => undefined,
        )
      }
      const release = async () => {
        await spoiled
        await runner?.release()
      }
      const timer = setTimeout(() => {
        isOver = true
        spoil()
        void release()
        reject(tooSlow())
      }, leftMs)
      const run = async () => {
        await ready()
        if (isOver) throw tooSlow()
        // With replication the others lag behind, and a judgement must rest on what is so.
        runner = dataSource.createQueryRunner('master')
        try {
          return await work(runner, spoil)
        } finally {
          await release()
        }
      }
      run()
        .then(resolve, reject)
        .finally(() => clearTimeout(timer))
    })
}
