import type { MigrationInterface, QueryRunner, Table } from 'typeorm'
import { columnsFor } from './columns.js'

/** What changes of policy have still to do, and whom they have told. */
export class TwoFactorPolicyJobs1795650000000 implements MigrationInterface {
  readonly name = 'TwoFactorPolicyJobs1795650000000'

  async up(runner: QueryRunner): Promise<void> {
    for (const table of tablesFor(runner)) await runner.createTable(table, true)
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const { name } of tablesFor(runner)) await runner.dropTable(name, true)
  }
}

function tablesFor(runner: QueryRunner): Table[] {
  const { key, uuid, word, line, int, bigint, primary, nullable, table } = columnsFor(runner)
  return [
    table(
      'two_factor_policy_job',
      [
        primary(uuid('id')),
        line('issuer'),
        line('tenant_id'),
        word('kind'),
        word('former_requirement'),
        word('former_applies_to'),
        nullable(word('from_date')),
        nullable(int('days_before')),
        line('by_user'),
        bigint('created_at'),
        nullable(bigint('next_at')),
        int('members_seen'),
        int('people_done'),
        int('version'),
      ],
      [
        { name: 'two_factor_policy_job_due', columnNames: ['next_at'] },
        { name: 'two_factor_policy_job_created', columnNames: ['created_at'] },
      ],
    ),
    table(
      'two_factor_policy_job_person',
      [primary(uuid('job_id')), primary(key('subject_key')), bigint('told_at')],
      [{ name: 'two_factor_policy_job_person_told', columnNames: ['told_at'] }],
    ),
  ]
}
