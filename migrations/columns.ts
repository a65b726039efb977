import { type QueryRunner, Table, type TableColumnOptions, type TableIndexOptions } from 'typeorm'

/** The kinds of columns and tables that every schema step is made of, for the database at hand. */
export function columnsFor(runner: QueryRunner) {
  const { type } = runner.dataSource.options
  const isMysql = type === 'mysql' || type === 'mariadb'
  // Compared columns hold lowercase hex, UUIDs or plain words: byte order, whatever the database's default collation.
  const plain = isMysql ? { charset: 'ascii', collation: 'ascii_bin' } : {}
  const unicode = isMysql ? { charset: 'utf8mb4', collation: 'utf8mb4_bin' } : {}

  const key = (name: string): TableColumnOptions => ({ name, type: 'varchar', length: '64', ...plain })
  const uuid = (name: string): TableColumnOptions => ({ name, type: 'varchar', length: '36', ...plain })
  const word = (name: string): TableColumnOptions => ({ name, type: 'varchar', length: '64', ...plain })
  const line = (name: string): TableColumnOptions => ({ name, type: 'varchar', length: '255', ...unicode })
  const text = (name: string): TableColumnOptions => ({ name, type: 'text', ...unicode })
  const int = (name: string): TableColumnOptions => ({ name, type: isMysql ? 'int' : 'integer' })
  const bigint = (name: string): TableColumnOptions => ({ name, type: 'bigint' })
  const primary = (column: TableColumnOptions): TableColumnOptions => ({ ...column, isPrimary: true })
  const nullable = (column: TableColumnOptions): TableColumnOptions => ({ ...column, isNullable: true })

  const table = (name: string, columns: TableColumnOptions[], indices: TableIndexOptions[] = []) =>
    new Table({ name, columns, indices, ...(isMysql ? { engine: 'InnoDB' } : {}) })

  return { key, uuid, word, line, text, int, bigint, primary, nullable, table }
}
