import { create } from 'qrcode'

/** Light modules around the symbol (ISO/IEC 18004, 9.1). */
const QUIET_ZONE = 4

/** A QR code as inline SVG: black on white whatever the page's colours, since many cameras don't read it inverted. */
export function QrCode({ text, label }: { readonly text: string; readonly label: string }) {
  const { modules } = create(text, { errorCorrectionLevel: 'M' })
  const side = modules.size + 2 * QUIET_ZONE
  return (
    <svg class="qr" viewBox={`0 0 ${side} ${side}`} width="240" height="240" role="img" aria-label={label}>
      <rect width={side} height={side} fill="#fff" />
      <path d={outline(modules)} stroke="#000" shape-rendering="crispEdges" />
    </svg>
  )
}

interface Modules {
  readonly size: number
  get(row: number, column: number): number | boolean
}

/** One stroke for each run of dark modules in a row. */
function outline(modules: Modules): string {
  let path = ''
  for (let row = 0; row < modules.size; row++) {
    for (let column = 0; column < modules.size; column++) {
      if (!modules.get(row, column)) continue
      const start = column
      while (column < modules.size && modules.get(row, column)) column++
      path += `M${start + QUIET_ZONE} ${row + QUIET_ZONE + 0.5}h${column - start}`
    }
  }
  return path
}
