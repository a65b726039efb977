import type { MigrationInterface, QueryRunner, Table } from 'typeorm'
import { columnsFor } from './columns.js'

/** The table of people who do not want to be invited to set up a second factor any more. */
export class TwoFactorInvitations1795651200001 implements MigrationInterface {
  readonly name = 'TwoFactorInvitations1795651200001'

  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(tableFor(runner), true)
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable(tableFor(runner).name, true)
  }
}

function tableFor(runner: QueryRunner): Table {
  const { key, bigint, primary, table } = columnsFor(runner)
  return table('two_factor_invitation', [primary(key('subject_key')), bigint('dismissed_at')])
}
