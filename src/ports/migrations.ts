/** A store that can make its own tables, as `typeormStore` and `sqliteStore` can. */
export interface Migrations {
  /**
   * Runs those of this library's migrations that the database has not seen, and returns their names. Throws the signal's
   * reason where it is aborted; the step under way is finished.
   */
  migrate(work?: { readonly signal?: AbortSignal | undefined }): Promise<string[]>
  /** The names of this library's migrations that the database has not seen. */
  pendingMigrations(): Promise<string[]>
  /** Gives back the connections that the store opened itself. */
  close(): Promise<void>
}
