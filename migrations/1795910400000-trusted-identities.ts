import type { MigrationInterface, QueryRunner, Table } from 'typeorm'
import { columnsFor } from './columns.js'

/** The table of people's accounts at identity providers: seen, or trusted. */
export class TwoFactorTrustedIdentities1795910400000 implements MigrationInterface {
  readonly name = 'TwoFactorTrustedIdentities1795910400000'

  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(tableFor(runner), true)
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable(tableFor(runner).name, true)
  }
}

function tableFor(runner: QueryRunner): Table {
  const { key, word, line, bigint, primary, table } = columnsFor(runner)
  return table(
    'two_factor_trusted_identity',
    [primary(key('key')), key('subject_key'), line('provider'), word('trust'), bigint('since')],
    [{ name: 'two_factor_trusted_identity_subject', columnNames: ['subject_key'] }],
  )
}
