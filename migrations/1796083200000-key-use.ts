import { type MigrationInterface, type QueryRunner, TableIndex } from 'typeorm'

const TABLE = 'two_factor_backup_code'

/** An index that tells whose unused backup codes a key is still needed for. */
export class TwoFactorKeyUse1796083200000 implements MigrationInterface {
  readonly name = 'TwoFactorKeyUse1796083200000'

  async up(runner: QueryRunner): Promise<void> {
    // MySQL and MariaDB commit at once: a run that broke off may have left the index behind.
    const table = await runner.getTable(TABLE)
    if (table?.indices.some(({ name }) => name === INDEX.name)) return
    await runner.createIndex(TABLE, INDEX)
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropIndex(TABLE, INDEX)
  }
}

const INDEX = new TableIndex({
  name: 'two_factor_backup_code_key',
  columnNames: ['key_id', 'subject_key', 'used_at'],
})
