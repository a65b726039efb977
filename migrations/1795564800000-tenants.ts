import type { MigrationInterface, QueryRunner, Table } from 'typeorm'
import { columnsFor } from './columns.js'

/** The tables of tenants' policies, and of how far people have put off what a policy requires. */
export class TwoFactorTenants1795564800000 implements MigrationInterface {
  readonly name = 'TwoFactorTenants1795564800000'

  async up(runner: QueryRunner): Promise<void> {
    for (const table of tablesFor(runner)) await runner.createTable(table, true)
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const { name } of tablesFor(runner)) await runner.dropTable(name, true)
  }
}

function tablesFor(runner: QueryRunner): Table[] {
  const { key, line, text, int, bigint, primary, nullable, table } = columnsFor(runner)
  return [
    table('two_factor_tenant', [
      primary(key('realm')),
      primary(line('tenant_id')),
      text('policy'),
      nullable(text('synchronized')),
      bigint('epoch'),
      bigint('version'),
      bigint('changed_at'),
      bigint('stricter_at'),
    ]),
    table('two_factor_grace', [
      primary(key('subject_key')),
      primary(line('tenant_id')),
      bigint('started_at'),
      int('logins'),
      key('last_login'),
    ]),
  ]
}
