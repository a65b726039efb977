import type { Texts } from '../../texts/index.js'
import type { LogEntry } from '../../views/administration/person.js'
import { sideBySide } from '../side-by-side.js'

/** What was decided and why, as far as there are words for it; the rest is in JSON and CSV. */
export function detailText({ administration }: Texts, kind: LogEntry['kind'], details: LogEntry['details']): string {
  const { outcomes, reason, client, provider } = administration.pages
  const { outcome, reason: given } = details
  if (kind === 'policy-changed') return changesText({ administration }, details.changes)
  if (kind !== 'login-decided') return typeof given === 'string' ? reason({ reason: given }) : ''
  const said = typeof outcome === 'string' && has(outcomes, outcome) ? outcomes[outcome] : String(outcome ?? '')
  const because = Array.isArray(details.reasons) ? details.reasons : []
  const decided = [said, because.map((each) => reasonText({ administration }, each)).join(' → ')]
  return sideBySide(
    decided.filter((part) => part !== '').join(': '),
    typeof details.client === 'string' && client({ client: details.client }),
    typeof details.provider === 'string' && provider({ provider: details.provider }),
  )
}

/** Each field of a policy that was changed, with its values before and after as they are kept. */
function changesText({ administration }: Pick<Texts, 'administration'>, changes: unknown): string {
  const { fields } = administration.policy
  const lines = Array.isArray(changes) ? changes.map(String) : []
  return lines
    .map((line) => {
      const [, field = '', values = ''] = /^([^:]+)(.*)$/s.exec(line) ?? []
      return `${has(fields, field) ? fields[field] : field}${values}`
    })
    .join('; ')
}

/** One reason in words; that of a later version as it is. */
export function reasonText({ administration }: Pick<Texts, 'administration'>, reason: string): string {
  const { reasons } = administration.pages
  return has(reasons, reason) ? reasons[reason] : reason
}

function has<Known extends object>(known: Known, key: PropertyKey): key is keyof Known {
  return Object.hasOwn(known, key)
}
