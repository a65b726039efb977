import type { Texts } from '../../texts/index.js'
import type { LogEntry } from '../../views/administration/person.js'

/** What was decided and why, as far as there are words for it; the rest is in JSON and CSV. */
export function detailText({ administration }: Texts, kind: LogEntry['kind'], details: LogEntry['details']): string {
  const { reasons, outcomes, reason } = administration.pages
  const { outcome, reason: given } = details
  if (kind !== 'login-decided') return typeof given === 'string' ? reason({ reason: given }) : ''
  const said = typeof outcome === 'string' && has(outcomes, outcome) ? outcomes[outcome] : String(outcome ?? '')
  const because = Array.isArray(details.reasons) ? details.reasons : []
  const words = because.map((each) => (has(reasons, each) ? reasons[each] : each))
  return [said, words.join(' → ')].filter((part) => part !== '').join(': ')
}

function has<Known extends object>(known: Known, key: PropertyKey): key is keyof Known {
  return Object.hasOwn(known, key)
}
