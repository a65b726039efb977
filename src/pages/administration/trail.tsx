import type { Frame } from '../../views/frame.js'
import type { Spoken } from '../spoken.js'

interface TrailProps {
  readonly frame: Spoken<Frame>
  /** Where the reader is below the start, as links; the page itself is not among them. */
  readonly steps?: readonly { readonly path: string; readonly name: string }[]
}

/** The way back to the administrators' start. */
export function Trail({ frame, steps = [] }: TrailProps) {
  const texts = frame.texts.administration.pages
  return (
    <nav class="trail" aria-label={texts.trail}>
      {[{ path: '/admin', name: texts.title }, ...steps].map(({ path, name }) => (
        <a key={path} href={`${frame.base}${path}`}>
          {name}
        </a>
      ))}
    </nav>
  )
}
