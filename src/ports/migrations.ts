/** A store that can make its own tables, as `typeormStore` and `sqliteStore` can. */
export interface Migrations {
  /** Runs those of this library's migrations that the database has not seen, and returns their names. */
  migrate(): Promise<string[]>
  /** The names of this library's migrations that the database has not seen. */
  pendingMigrations(): Promise<string[]>
  /** Gives back the connections that the store opened itself. */
  close(): Promise<void>
}
