import type { MigrationInterface, QueryRunner, Table } from 'typeorm'
import { columnsFor } from './columns.js'

/** The table of codes that the help desk issues. */
export class TwoFactorBypassCodes1795824000000 implements MigrationInterface {
  readonly name = 'TwoFactorBypassCodes1795824000000'

  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(tableFor(runner), true)
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable(tableFor(runner).name, true)
  }
}

function tableFor(runner: QueryRunner): Table {
  const { key, uuid, line, bigint, primary, nullable, table } = columnsFor(runner)
  return table(
    'two_factor_bypass_code',
    [
      primary(key('subject_key')),
      uuid('id'),
      key('hash'),
      line('key_id'),
      bigint('created_at'),
      bigint('ends_at'),
      nullable(bigint('used_at')),
    ],
    [{ name: 'two_factor_bypass_code_ends', columnNames: ['ends_at'] }],
  )
}
