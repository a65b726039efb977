import type { Frame } from '../../views/frame.js'
import type { Spoken } from '../spoken.js'

interface SearchProps {
  readonly frame: Spoken<Frame>
  /** The path below the mount that is searched. */
  readonly path: string
  readonly label: string
  readonly search: string
  /** Of the field, where a page has two. */
  readonly id?: string
}

/** A field that narrows the list below it. It changes nothing, so it is a GET and can be bookmarked. */
export function Search({ frame, path, label, search, id = 'q' }: SearchProps) {
  const texts = frame.texts.administration.pages
  return (
    <form class="search" method="get" action={`${frame.base}${path}`}>
      <div class="field">
        <label for={id}>{label}</label>
        <input class="plain" type="search" id={id} name="q" value={search} maxLength={100} autocomplete="off" />
      </div>
      <button type="submit" class="button">
        {texts.search}
      </button>
    </form>
  )
}

interface PagerProps extends Pick<SearchProps, 'frame' | 'path' | 'search'> {
  readonly previous: number | null
  readonly next: number | null
}

/** To the pages before and after. */
export function Pager({ frame, path, search, previous, next }: PagerProps) {
  const texts = frame.texts.administration.pages
  const to = (page: number) => `${frame.base}${path}?${new URLSearchParams({ q: search, page: String(page) })}`
  if (previous === null && next === null) return null
  return (
    <nav class="pager" aria-label={texts.pages}>
      <span>{previous !== null && <a href={to(previous)}>{texts.previous}</a>}</span>
      <span>{next !== null && <a href={to(next)}>{texts.next}</a>}</span>
    </nav>
  )
}
