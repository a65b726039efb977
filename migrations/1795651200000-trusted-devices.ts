import type { MigrationInterface, QueryRunner, Table } from 'typeorm'
import { columnsFor } from './columns.js'

/** The table of browsers that are not asked again for a while. */
export class TwoFactorTrustedDevices1795651200000 implements MigrationInterface {
  readonly name = 'TwoFactorTrustedDevices1795651200000'

  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(tableFor(runner), true)
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable(tableFor(runner).name, true)
  }
}

function tableFor(runner: QueryRunner): Table {
  const { key, uuid, line, int, bigint, primary, nullable, table } = columnsFor(runner)
  return table(
    'two_factor_trusted_device',
    [
      primary(uuid('id')),
      key('subject_key'),
      nullable(line('name')),
      line('browser'),
      line('system'),
      nullable(line('address')),
      int('counter'),
      key('hash'),
      nullable(key('previous_hash')),
      nullable(bigint('password_set_at')),
      bigint('created_at'),
      bigint('used_at'),
      bigint('ends_at'),
    ],
    [
      { name: 'two_factor_trusted_device_subject', columnNames: ['subject_key'] },
      { name: 'two_factor_trusted_device_ends', columnNames: ['ends_at'] },
    ],
  )
}
