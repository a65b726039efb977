import type { MigrationInterface, QueryRunner, Table } from 'typeorm'
import { columnsFor } from './columns.js'

/** The tables of codes that are sent to people. */
export class TwoFactorSentCodes1795392000000 implements MigrationInterface {
  readonly name = 'TwoFactorSentCodes1795392000000'

  async up(runner: QueryRunner): Promise<void> {
    for (const table of tablesFor(runner)) await runner.createTable(table, true)
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of tablesFor(runner).reverse()) await runner.dropTable(table.name, true)
  }
}

function tablesFor(runner: QueryRunner): Table[] {
  const { key, word, int, bigint, primary, table } = columnsFor(runner)
  return [
    table(
      'two_factor_challenge',
      [primary(key('session_key')), primary(word('purpose')), key('subject_key'), key('hash'), bigint('sent_at')],
      [
        { name: 'two_factor_challenge_subject', columnNames: ['subject_key'] },
        { name: 'two_factor_challenge_sent', columnNames: ['sent_at'] },
      ],
    ),
    table(
      'two_factor_send_count',
      [
        primary(key('key')),
        int('version'),
        bigint('hour_started_at'),
        int('in_hour'),
        bigint('day_started_at'),
        int('in_day'),
      ],
      [{ name: 'two_factor_send_count_day', columnNames: ['day_started_at'] }],
    ),
  ]
}
