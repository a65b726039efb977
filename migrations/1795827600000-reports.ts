import { type MigrationInterface, type QueryRunner, type Table, TableIndex } from 'typeorm'
import { columnsFor } from './columns.js'

const LOG = 'two_factor_audit_event'
const BY_KIND = new TableIndex({ name: 'two_factor_audit_event_kind', columnNames: ['kind', 'at'] })

/** What lists and reports need: who belongs to which tenant, and the log by kind. */
export class TwoFactorReports1795827600000 implements MigrationInterface {
  readonly name = 'TwoFactorReports1795827600000'

  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(tableFor(runner), true)
    const log = await runner.getTable(LOG)
    // A run that broke off may have made it already.
    if (!log?.indices.some(({ name }) => name === BY_KIND.name)) await runner.createIndex(LOG, BY_KIND)
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropIndex(LOG, BY_KIND)
    await runner.dropTable(tableFor(runner).name, true)
  }
}

function tableFor(runner: QueryRunner): Table {
  const { key, line, primary, table } = columnsFor(runner)
  return table(
    'two_factor_membership',
    [primary(line('tenant_id')), primary(key('subject_key'))],
    [{ name: 'two_factor_membership_subject', columnNames: ['subject_key'] }],
  )
}
