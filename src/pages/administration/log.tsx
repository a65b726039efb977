import type { Texts } from '../../texts/index.js'
import type { LogEntry } from '../../views/administration/person.js'
import type { Frame } from '../../views/frame.js'
import { sideBySide } from '../side-by-side.js'
import type { Spoken } from '../spoken.js'
import { detailText } from './detail-text.js'

interface LogProps {
  readonly view: Spoken<Frame>
  readonly title: string
  readonly entries: readonly LogEntry[]
  /** What is said where there are none. */
  readonly empty: string
}

/** Entries of the log, folded away. */
export function Log({ view, title, entries, empty }: LogProps) {
  return (
    <details>
      <summary>{title}</summary>
      {entries.length === 0 ? <p>{empty}</p> : <Entries view={view} entries={entries} />}
    </details>
  )
}

/** Entries of the log: what, when, from where, and what was decided. */
export function Entries({ view, entries }: Pick<LogProps, 'view' | 'entries'>) {
  const texts = view.texts
  return (
    <ul class="activity">
      {entries.map((entry, index) => (
        <Entry key={`${entry.kind} ${entry.at} ${index}`} view={view} entry={entry} texts={texts} />
      ))}
    </ul>
  )
}

function Entry({ view, entry, texts }: { view: Spoken<Frame>; entry: LogEntry; texts: Texts }) {
  const { kind, at, origin, details } = entry
  const { browser, system, address } = origin
  const where = browser && system && texts.administration.place({ browser, system })
  const detail = detailText(texts, kind, details)
  return (
    <li>
      <span>{texts.administration.events[kind]}</span>
      {detail !== '' && <span>{detail}</span>}
      <span class="hint">{sideBySide(texts.administration.time({ at, timeZone: view.timeZone }), where, address)}</span>
    </li>
  )
}
