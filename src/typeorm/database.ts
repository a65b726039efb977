import type { Settlement } from '../ports/store.js'
import type { Row } from './row.js'

/** What a statement can be given; lists and times are turned into these first. */
export type Value = string | number | null

/** One connection, for as long as a piece of work lasts. */
export interface Connection {
  rows(sql: string, values: readonly Value[]): Promise<readonly Row[]>
  /** How many rows the statement wrote. */
  change(sql: string, values: readonly Value[]): Promise<number>
}

/** A database as the stores use it. Work may run several times: it keeps nothing between its runs. */
export interface Database {
  /** SQL for the database's time in ms. */
  readonly now: string
  /** Single statements, each of which commits by itself. */
  ask<Answer>(work: (on: Connection) => Promise<Answer>): Promise<Answer>
  /** Commits where the work says `settled` and rolls back where it says `moved`, or throws. */
  transaction(work: (on: Connection) => Promise<Settlement>): Promise<Settlement>
}

/** A row to write, by column name. */
export type Values = Readonly<Record<string, Value>>

/** Writes rows that must not be there yet. */
export function insert(on: Connection, table: string, rows: readonly Values[]): Promise<unknown> {
  return write(on, 'INSERT', table, rows)
}

/** Writes a row over whatever has its key: MySQL, MariaDB and SQLite read this statement alike. */
export function replace(on: Connection, table: string, row: Values): Promise<unknown> {
  return write(on, 'REPLACE', table, [row])
}

/** `?, ?, ?` for a list of values. */
export function marks(values: readonly unknown[]): string {
  return values.map(() => '?').join(', ')
}

/** Column names as both dialects read them, reserved words included. */
export function names(columns: readonly string[]): string {
  return columns.map((column) => `\`${column}\``).join(', ')
}

async function write(on: Connection, verb: string, table: string, rows: readonly Values[]): Promise<void> {
  const [first] = rows
  if (first === undefined) return
  const places = rows.map((row) => `(${marks(Object.keys(row))})`).join(', ')
  await on.change(`${verb} INTO ${table} (${names(Object.keys(first))}) VALUES ${places}`, rows.flatMap(Object.values))
}
