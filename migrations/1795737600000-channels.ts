import type { MigrationInterface, QueryRunner, Table } from 'typeorm'
import { columnsFor } from './columns.js'

/**
 * Sent codes remember by which channel they went and where, and the channels that do not work are kept.
 *
 * Codes live ten minutes: the table of those under way is made anew, and whoever waits for one asks for another.
 */
export class TwoFactorChannels1795737600000 implements MigrationInterface {
  readonly name = 'TwoFactorChannels1795737600000'

  async up(runner: QueryRunner): Promise<void> {
    await runner.dropTable('two_factor_challenge', true)
    await runner.createTable(challengeTable(runner, 'with channel'), true)
    await runner.createTable(channelTable(runner), true)
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('two_factor_channel', true)
    await runner.dropTable('two_factor_challenge', true)
    await runner.createTable(challengeTable(runner, 'without channel'), true)
  }
}

function challengeTable(runner: QueryRunner, which: 'with channel' | 'without channel'): Table {
  const { key, word, bigint, primary, table } = columnsFor(runner)
  const channel = which === 'with channel' ? [word('channel'), key('destination')] : []
  return table(
    'two_factor_challenge',
    [
      primary(key('session_key')),
      primary(word('purpose')),
      key('subject_key'),
      key('hash'),
      ...channel,
      bigint('sent_at'),
    ],
    [
      { name: 'two_factor_challenge_subject', columnNames: ['subject_key'] },
      { name: 'two_factor_challenge_sent', columnNames: ['sent_at'] },
    ],
  )
}

function channelTable(runner: QueryRunner): Table {
  const { word, line, bigint, primary, table } = columnsFor(runner)
  return table('two_factor_channel', [
    primary(word('channel')),
    bigint('failing_since'),
    bigint('failed_at'),
    line('reason'),
  ])
}
