import type { MigrationInterface, QueryRunner, Table } from 'typeorm'
import { columnsFor } from './columns.js'

/** The table of single sign-ons that were let by, one for each Keycloak session. */
export class TwoFactorBypassGrants1795914000000 implements MigrationInterface {
  readonly name = 'TwoFactorBypassGrants1795914000000'

  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(tableFor(runner), true)
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable(tableFor(runner).name, true)
  }
}

function tableFor(runner: QueryRunner): Table {
  const { key, bigint, primary, table } = columnsFor(runner)
  return table(
    'two_factor_bypass_grant',
    [
      primary(key('keycloak_session')),
      key('subject_key'),
      key('identity'),
      bigint('session_started_at'),
      bigint('ends_at'),
    ],
    [
      { name: 'two_factor_bypass_grant_subject', columnNames: ['subject_key'] },
      { name: 'two_factor_bypass_grant_ends', columnNames: ['ends_at'] },
    ],
  )
}
