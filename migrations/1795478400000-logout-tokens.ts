import { type MigrationInterface, type QueryRunner, Table, type TableColumnOptions } from 'typeorm'

/** The logout tokens that were spent. */
export class TwoFactorLogoutTokens1795478400000 implements MigrationInterface {
  readonly name = 'TwoFactorLogoutTokens1795478400000'

  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(tableFor(runner), true)
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable(tableFor(runner).name, true)
  }
}

function tableFor(runner: QueryRunner): Table {
  const { type } = runner.dataSource.options
  const isMysql = type === 'mysql' || type === 'mariadb'
  // Lowercase hex, compared by its bytes whatever the database's default collation.
  const plain = isMysql ? { charset: 'ascii', collation: 'ascii_bin' } : {}
  const key: TableColumnOptions = { name: 'key', type: 'varchar', length: '64', isPrimary: true, ...plain }
  return new Table({
    name: 'two_factor_logout_token',
    columns: [key, { name: 'ends_at', type: 'bigint' }],
    indices: [{ name: 'two_factor_logout_token_ends', columnNames: ['ends_at'] }],
    ...(isMysql ? { engine: 'InnoDB' } : {}),
  })
}
