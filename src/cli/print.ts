/** Rows of cells as lines, each column as wide as its widest cell. */
export function rows(table: readonly (readonly string[])[]): string[] {
  const widths: number[] = []
  for (const row of table) {
    for (const [column, cell] of row.entries()) widths[column] = Math.max(widths[column] ?? 0, cell.length)
  }
  return table.map((row) =>
    row
      .map((cell, column) => (column === row.length - 1 ? cell : cell.padEnd(widths[column] ?? 0)))
      .join('  ')
      .trimEnd(),
  )
}

/** A time in ms as ISO 8601 in UTC, to the second. */
export function time(at: number): string {
  return new Date(at).toISOString().replace(/\.\d{3}Z$/, 'Z')
}

/**
 * A text without what a terminal would take as a command, or what turns it round: names come from outside. The joiners
 * stay, without which Persian and Hindi names are misspelt.
 */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}]/gu, (character) => (KEPT.has(character) ? character : '�'))
}

const KEPT: ReadonlySet<string> = new Set(['\n', '\u200c', '\u200d'])
