import type { KeycloakLogin } from '../../src/domain/sign-in/login.js'
import { codeAt } from '../crypto/code-at.js'

/** An answer, read to its end. */
export interface Page {
  readonly status: number
  readonly text: string
  readonly headers: Headers
  /** Where it redirects to; empty where it does not. */
  readonly to: string
  readonly json: Record<string, unknown>
}

type Fields = Record<string, string | readonly string[]>

/** Someone's browser: cookies, the token of the last form, and no redirect followed unseen. */
export function browser(url: string) {
  const cookies = new Map<string, string>()
  let token = ''

  async function ask(path: string, init: RequestInit = {}): Promise<Page> {
    const headers = new Headers({ accept: 'text/html', ...(init.headers as Record<string, string> | undefined) })
    if (cookies.size > 0) headers.set('cookie', [...cookies].map(([name, value]) => `${name}=${value}`).join('; '))
    const response = await fetch(url + path, { ...init, headers, redirect: 'manual' })
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (value === '' || /expires=thu, 01 jan 1970/i.test(line)) cookies.delete(name)
      else cookies.set(name, value)
    }
    const text = await response.text()
    token = /name="_csrf" value="([^"]*)"/.exec(text)?.[1] ?? token
    const json = /json/.test(response.headers.get('content-type') ?? '') ? JSON.parse(text) : {}
    return {
      status: response.status,
      text,
      headers: response.headers,
      to: response.headers.get('location') ?? '',
      json,
    }
  }
  const get = (path: string, headers: Record<string, string> = {}) => ask(path, { headers })
  const post = (path: string, fields: Fields = {}, headers: Record<string, string> = {}) => {
    const body = new URLSearchParams()
    for (const [name, value] of Object.entries({ _csrf: token, ...fields })) {
      for (const one of [value].flat()) body.append(name, one)
    }
    return ask(path, { method: 'POST', body, headers })
  }
  return {
    cookies,
    ask,
    get,
    post,
    get token() {
      return token
    },
    set token(given: string) {
      token = given
    },
    /** The application's login, with what it forwarded to Keycloak as answer. */
    signIn: (login: KeycloakLogin, { keep = false } = {}) =>
      ask(`/test/sign-in${keep ? '?keep' : ''}`, {
        method: 'POST',
        body: JSON.stringify(login),
        headers: { 'content-type': 'application/json' },
      }),
    /** Follows redirects of our own, at most ten. */
    async follow(page: Page): Promise<Page> {
      let at = page
      for (let hops = 0; at.to.startsWith('/') && at.to !== '/login'; hops++) {
        if (hops === 10) throw new Error(`redirected for ever, at last to ${at.to}`)
        at = await get(at.to)
      }
      return at
    },
  }
}

export type Browser = ReturnType<typeof browser>

/**
 * Sets up an authenticator app as a person does: password asked for, QR code, first code. `enter` gives the login after
 * a new password entry. Returns the secret.
 */
export async function setUp(
  person: Browser,
  { enter, now }: { enter: () => KeycloakLogin; now: () => number },
): Promise<string> {
  await person.follow(await person.get('/two-factor/set-up'))
  await person.signIn(enter())
  const apps = await person.follow(await person.get('/two-factor/continue'))
  if (apps.status !== 200) throw new Error(`set-up answered ${apps.status}: ${apps.text.slice(0, 500)}`)
  const shown = await person.follow(await person.post('/two-factor/set-up', { method: 'totp' }))
  const secret = /<code id="key">([A-Z2-7 ]+)<\/code>/.exec(shown.text)?.[1]?.replaceAll(' ', '') ?? ''
  await person.get('/two-factor/set-up/totp?step=confirm')
  const code = codeAt(secret, Math.floor(now() / 30_000) - 1)
  const confirmed = await person.post('/two-factor/set-up/totp', { code })
  if (confirmed.to !== '/two-factor/backup-codes') {
    throw new Error(`set-up ended with ${confirmed.status} ${confirmed.to}: ${confirmed.text.slice(0, 2000)}`)
  }
  return secret
}
