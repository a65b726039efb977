import { type Person, passwordOf } from './people.js'

/** One answer, read to its end. */
export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly body: string
  /** Where the answer came from, after redirects. */
  readonly url: string
}

/** What a request may set besides its path. */
export interface Sending {
  readonly headers?: Record<string, string>
  /** Follow redirects to their end; default true. */
  readonly follow?: boolean
}

/** A browser without scripts: cookies, redirects, forms. It sends Secure cookies over http to localhost, as browsers do. */
export interface Visitor {
  readonly origin: string
  readonly cookies: Map<string, string>
  get(path: string, sending?: Sending): Promise<Answer>
  /** Posts a form with the CSRF token of the page last seen. */
  post(path: string, fields?: Record<string, string>, sending?: Sending): Promise<Answer>
  /** Posts what is given, as it is. */
  send(path: string, body: BodyInit, sending: Sending): Promise<Answer>
  /** Signs in at Keycloak's own pages, by way of `at` (default: the portal's login), and ends where that leads. */
  signIn(person: Person, at?: string): Promise<Answer>
  /** Fills Keycloak's login forms in, the user name first where it asks for that alone, and ends where that leads. */
  fillIn(page: Answer, person: Person): Promise<Answer>
  /** A second browser with the same cookies, as they are now; at another application where one is given. */
  copy(origin?: string): Visitor
  csrf: string
  /** What it says it is; empty: what Node.js says. */
  agent: string
}

export function visitor(origin: string, from: Iterable<readonly [string, string]> = []): Visitor {
  const cookies = new Map<string, string>(from)

  async function request(url: string, init: RequestInit, follow: boolean, hops = 0): Promise<Answer> {
    if (hops > 20) throw new Error(`A redirect loop, at ${url}`)
    const { host, pathname } = new URL(url)
    const jar = [...cookies]
      .filter(([place]) => `${host}${pathname}`.startsWith(place.split(' ')[0] ?? ''))
      .map(([place, value]) => `${place.split(' ')[1]}=${value}`)
    const headers = {
      accept: 'text/html',
      ...(self.agent !== '' && { 'user-agent': self.agent }),
      ...(init.headers as Record<string, string>),
      ...(jar.length > 0 && { cookie: jar.join('; ') }),
    }
    const response = await fetch(url, { ...init, headers, redirect: 'manual' })
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';')
      const [name = '', value = ''] = [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]
      // Keycloak's realms are told apart by the paths of their cookies.
      const place = `${host}${/; *path=(\/realms\/[^;]*)/i.exec(line)?.[1] ?? ''} ${name}`
      if (value === '' || /max-age=0|expires=thu, 01 jan 1970/i.test(line)) cookies.delete(place)
      else cookies.set(place, value)
    }
    const location = response.headers.get('location')
    if (follow && location !== null && response.status >= 300 && response.status < 400) {
      await response.body?.cancel()
      const next = new URL(location, url).href
      // A mobile app's own address: the browser hands it over, and nothing is fetched.
      if (!/^https?:/.test(next)) return { status: response.status, headers: response.headers, body: '', url: next }
      return request(next, response.status === 307 ? { ...init } : { headers: { accept: 'text/html' } }, true, hops + 1)
    }
    const body = await response.text()
    const token = /name="_csrf" value="([^"]+)"/.exec(body)?.[1]
    if (token !== undefined) self.csrf = token
    return { status: response.status, headers: response.headers, body, url }
  }
  const absolute = (path: string) => new URL(path, origin).href
  const self: Visitor = {
    origin,
    cookies,
    csrf: '',
    agent: '',
    get: (path, { headers = {}, follow = true } = {}) => request(absolute(path), { headers }, follow),
    post: (path, fields = {}, { headers = {}, follow = true } = {}) =>
      request(
        absolute(path),
        {
          method: 'POST',
          headers: { 'content-type': 'application/x-www-form-urlencoded', origin, ...headers },
          body: new URLSearchParams({ _csrf: self.csrf, ...fields }).toString(),
        },
        follow,
      ),
    send: (path, body, { headers = {}, follow = true }) =>
      request(absolute(path), { method: 'POST', headers: { origin, ...headers }, body }, follow),
    async signIn(person, at = '/login') {
      return self.fillIn(await self.get(at), person)
    },
    fillIn,
    copy(at = origin) {
      const other = visitor(at, cookies)
      other.csrf = self.csrf
      other.agent = self.agent
      return other
    },
  }

  async function fillIn(page: Answer, person: Person): Promise<Answer> {
    let at = page
    for (let step = 0; step < 3; step++) {
      const action = /<form[^>]*id="kc-form-login"[^>]*action="([^"]+)"/.exec(at.body)?.[1]?.replaceAll('&amp;', '&')
      if (action === undefined) return at
      const fields: Record<string, string> = {}
      if (/name="username"/.test(at.body)) fields.username = person.name
      if (/name="password"/.test(at.body)) fields.password = passwordOf(person)
      const body = new URLSearchParams(fields).toString()
      at = await request(
        action,
        { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body },
        true,
      )
    }
    return at
  }
  return self
}
