import type { Answer, Visitor } from './visitor.js'

/** Posts a code for the verdict as JSON: `accepted`, the verdict's outcome, or the status where it is neither. */
export async function outcomeOf(browser: Visitor, code: string, path = '/two-factor/challenge'): Promise<string> {
  return outcomeIn(await postCode(browser, code, path))
}

/** Posts a code, asking for JSON and following no redirect. */
export function postCode(browser: Visitor, code: string, path = '/two-factor/challenge'): Promise<Answer> {
  return browser.post(path, { code }, { headers: { accept: 'application/json' }, follow: false })
}

/** What a posted code was answered with. A redirect to the login is no success: the session had just been renewed. */
export function outcomeIn({ status, headers, body }: Answer): string {
  const goesTo = (location: string | null) => (/\/login$/.test(location ?? '') ? 'sign-in' : 'accepted')
  if (status === 303) return goesTo(headers.get('location'))
  const json = headers.get('content-type')?.includes('json') ? JSON.parse(body) : {}
  if (status === 200 && 'location' in json) return goesTo(json.location)
  if (status === 401 && json.needs === 'sign-in') return 'sign-in'
  return json.outcome ?? String(status)
}

/** How often each outcome came. */
export function tally(outcomes: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const outcome of outcomes) counts[outcome] = (counts[outcome] ?? 0) + 1
  return counts
}
