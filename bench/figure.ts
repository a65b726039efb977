/** One line of the bench's table. */
export interface Figure {
  readonly what: string
  readonly value: number
  readonly unit: string
  /** What the design asks for; a figure without one is there to read the others by. */
  readonly target?: { readonly atMost: number } | { readonly atLeast: number }
  /** What others need for the same, as the design quotes it. */
  readonly peers?: string
}

/** Whether the figure reaches its target; true where it has none. */
export function isReached({ value, target }: Figure): boolean {
  if (target === undefined) return true
  return 'atMost' in target ? value <= target.atMost : value >= target.atLeast
}

/** Prints the figures as a plain table, each beside its target. */
export function printFigures(title: string, figures: readonly Figure[]): void {
  const rows = figures.map((figure) => [
    figure.what,
    `${amount(figure.value)} ${figure.unit}`.trim(),
    targetOf(figure),
    figure.target === undefined ? '' : isReached(figure) ? 'reached' : 'MISSED',
    figure.peers ?? '',
  ])
  const table = [['', 'measured', 'target', '', 'design quotes'], ...rows]
  const widths = [0, 1, 2, 3].map((column) => Math.max(...table.map((row) => row[column]?.length ?? 0)))
  console.log(`\n${title}`)
  for (const row of table)
    console.log(`  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd())
}

function targetOf({ target, unit }: Figure): string {
  if (target === undefined) return ''
  const [word, limit] = 'atMost' in target ? ['at most', target.atMost] : ['at least', target.atLeast]
  return `${word} ${limit} ${unit}`.trim()
}

function amount(value: number): string {
  if (Number.isInteger(value)) return value.toLocaleString('en')
  return value >= 100 ? Math.round(value).toLocaleString('en') : value.toPrecision(3)
}
