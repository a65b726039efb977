import { type MigrationInterface, type QueryRunner, TableColumn } from 'typeorm'
import { columnsFor } from './columns.js'

const TABLE = 'two_factor_grace'

/** A column for all the logins that a grace was spent for, beside the last one. */
export class TwoFactorGraceLogins1796169600000 implements MigrationInterface {
  readonly name = 'TwoFactorGraceLogins1796169600000'

  async up(runner: QueryRunner): Promise<void> {
    // MySQL and MariaDB commit at once: a run that broke off may have left the column behind.
    if (await runner.hasColumn(TABLE, 'earlier_logins')) return
    const { text, nullable } = columnsFor(runner)
    await runner.addColumn(TABLE, new TableColumn(nullable(text('earlier_logins'))))
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropColumn(TABLE, 'earlier_logins')
  }
}
