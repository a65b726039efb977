import type { MigrationInterface, QueryRunner, Table } from 'typeorm'
import { columnsFor } from './columns.js'

/** The tables of sign-in, challenge, enrolment, backup codes, messages and audit log. */
export class TwoFactorFirstSchema1795305600000 implements MigrationInterface {
  readonly name = 'TwoFactorFirstSchema1795305600000'

  async up(runner: QueryRunner): Promise<void> {
    // MySQL and MariaDB commit after each table: "if not exists" lets a run that broke off be repeated.
    for (const table of tablesFor(runner)) await runner.createTable(table, true)
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of tablesFor(runner).reverse()) await runner.dropTable(table.name, true)
  }
}

function tablesFor(runner: QueryRunner): Table[] {
  const { key, uuid, word, line, text, int, bigint, primary, nullable, table } = columnsFor(runner)
  return [
    table('two_factor_subject', [
      primary(key('key')),
      text('issuer'),
      text('user_id'),
      nullable(line('locale')),
      nullable(line('time_zone')),
      int('epoch'),
      nullable(bigint('revoked_at')),
    ]),
    table('two_factor_attempts', [
      primary(key('subject_key')),
      int('version'),
      int('codes_wrong'),
      bigint('codes_locked_until'),
      int('recovery_wrong'),
      bigint('recovery_locked_until'),
      bigint('last_spent'),
    ]),
    table('two_factor_enrolment', [
      primary(key('subject_key')),
      uuid('id'),
      word('method'),
      word('algorithm'),
      int('digits'),
      int('period_seconds'),
      text('sealed_secret'),
      bigint('confirmed_at'),
      bigint('active_since'),
      nullable(bigint('backup_codes_saved_at')),
    ]),
    table(
      'two_factor_pending_enrolment',
      [
        primary(key('subject_key')),
        uuid('id'),
        word('method'),
        word('algorithm'),
        int('digits'),
        int('period_seconds'),
        text('sealed_secret'),
        key('keycloak_session'),
        bigint('created_at'),
      ],
      [{ name: 'two_factor_pending_enrolment_created', columnNames: ['created_at'] }],
    ),
    table(
      'two_factor_backup_code',
      [
        primary(uuid('id')),
        key('subject_key'),
        int('position'),
        key('hash'),
        line('key_id'),
        nullable(text('sealed_code')),
        nullable(bigint('saved_at')),
        bigint('created_at'),
        nullable(bigint('used_at')),
      ],
      [
        { name: 'two_factor_backup_code_hash', columnNames: ['hash'], isUnique: true },
        { name: 'two_factor_backup_code_subject', columnNames: ['subject_key'] },
        { name: 'two_factor_backup_code_saved', columnNames: ['saved_at'] },
      ],
    ),
    table(
      'two_factor_verified_session',
      [
        primary(key('key')),
        key('subject_key'),
        key('keycloak_session'),
        word('proof'),
        bigint('judged_at'),
        bigint('ends_at'),
      ],
      [
        { name: 'two_factor_verified_session_subject', columnNames: ['subject_key'] },
        { name: 'two_factor_verified_session_keycloak', columnNames: ['keycloak_session'] },
        { name: 'two_factor_verified_session_ends', columnNames: ['ends_at'] },
      ],
    ),
    table(
      'two_factor_message',
      [
        primary(uuid('id')),
        key('subject_key'),
        nullable(text('sealed_body')),
        bigint('created_at'),
        bigint('next_try_at'),
        int('tries'),
        nullable(bigint('closed_at')),
        nullable(word('outcome')),
      ],
      [{ name: 'two_factor_message_due', columnNames: ['closed_at', 'next_try_at'] }],
    ),
    table(
      'two_factor_audit_event',
      [
        primary(uuid('id')),
        key('subject_key'),
        word('kind'),
        bigint('at'),
        nullable(line('browser')),
        nullable(line('system')),
        nullable(line('address')),
        text('details'),
      ],
      [
        { name: 'two_factor_audit_event_subject', columnNames: ['subject_key', 'at'] },
        { name: 'two_factor_audit_event_at', columnNames: ['at'] },
      ],
    ),
  ]
}
