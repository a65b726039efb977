import type { QueryRunner } from 'typeorm'
import type { Connection } from './database.js'

/** Statements by TypeORM's own `query`. */
export async function queryConnection(runner: QueryRunner): Promise<Connection> {
  return {
    rows: (sql, values) => runner.query(sql, [...values]),
    change: async (sql, values) => {
      const { affected } = await runner.query(sql, [...values], true)
      if (affected === undefined) throw new Error('The driver did not say how many rows were written')
      return affected
    },
  }
}
