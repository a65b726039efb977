import { stringify } from 'csv-stringify/sync'

/** What a cell of a CSV file holds. */
export type Cell = string | number | null

/**
 * Rows as the text of a CSV file (RFC 4180), part by part as they come, with a line of column names. Spreadsheets take
 * what begins with `=`, `+`, `-` or `@` as a formula, so an apostrophe is put before it (CWE-1236). `bom`: with the mark by
 * which spreadsheets recognise UTF-8.
 */
export async function* csv(
  columns: readonly string[],
  parts: AsyncIterable<readonly (readonly Cell[])[]>,
  { bom = false } = {},
): AsyncGenerator<string> {
  yield stringify([columns], { bom })
  for await (const rows of parts) {
    if (rows.length > 0) yield stringify(rows as Cell[][], { escape_formulas: true })
  }
}
