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
  // Not before there is a part: what cannot be read at all must not look like an empty file.
  let head = stringify([columns], { bom })
  for await (const rows of parts) {
    const text = rows.length > 0 ? stringify(rows as Cell[][], { escape_formulas: true }) : ''
    yield head + text
    head = ''
  }
  if (head !== '') yield head
}
