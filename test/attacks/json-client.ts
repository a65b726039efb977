import { expect } from 'chai'
import { type Answered, responses } from '../views/responses.js'
import type { Person } from './people.js'
import type { Answer, Visitor } from './visitor.js'

/** A JSON answer. */
export interface Told extends Answered {
  readonly body: Record<string, unknown>
  readonly headers: Headers
}

/** What a single-page application does in a browser: everything by JSON, each answer held against the OpenAPI document. */
export interface JsonClient {
  readonly browser: Visitor
  /** The operations that were answered, such as `get /challenge 200`. */
  readonly answered: Set<string>
  get(path: string): Promise<Told>
  post(path: string, fields?: Record<string, unknown>): Promise<Told>
  /** Gets `path`; where the password is asked for, it is entered at Keycloak, and the person comes back. */
  getFresh(path: string): Promise<Told>
}

/** The page of the application that the scripts run in; it comes back here from Keycloak. */
const PAGE = '/certificate'

export async function jsonClient(browser: Visitor, person: Person): Promise<JsonClient> {
  const { origin } = browser
  const document = await browser.get('/two-factor/openapi.json')
  const judged = responses(JSON.parse(document.body))
  const answered = new Set<string>()
  let token = ''
  const headers = () => ({ accept: 'application/json', referer: `${origin}${PAGE}`, 'x-csrf-token': token })

  function read(method: string, path: string, answer: Answer): Told {
    const contentType = answer.headers.get('content-type')?.split(';', 1)[0] ?? ''
    const body = JSON.parse(answer.body) as Record<string, unknown>
    const { status } = answer
    const place = (path.split('?', 1)[0] ?? path).replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/, '{id}')
    expect(
      judged.answer(method, place, { status, contentType, body }),
      `${method} ${path}: ${answer.body}`,
    ).to.deep.equal([])
    expect(answer.headers.get('cache-control')).to.equal('no-store')
    if (typeof body.csrfToken === 'string') token = body.csrfToken
    answered.add(`${method} ${place} ${status}`)
    return { status, contentType, body, headers: answer.headers }
  }
  const client: JsonClient = {
    browser,
    answered,
    async get(path) {
      return read('get', path, await browser.get(`/two-factor${path}`, { headers: headers(), follow: false }))
    },
    async post(path, fields = {}) {
      const sending = { headers: { ...headers(), 'content-type': 'application/json' }, follow: false }
      return read('post', path, await browser.send(`/two-factor${path}`, JSON.stringify(fields), sending))
    },
    async getFresh(path) {
      const first = await client.get(path)
      if (first.body.needs !== 'password') return first
      expect(first.body.location).to.equal(`${origin}/login`)
      const back = await browser.signIn(person)
      expect(back.url).to.equal(`${origin}${PAGE}`)
      return client.get(path)
    },
  }
  return client
}
