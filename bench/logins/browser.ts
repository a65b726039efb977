import { Agent, type IncomingMessage, request } from 'node:http'
import { PERSON, SESSION } from '../application.js'

/** An answer, read to its end, and what it took. */
export interface Answer {
  readonly status: number
  readonly text: string
  readonly to: string
  readonly ms: number
}

/** One person's browser, at any of the applications, in one Keycloak session at a time. */
export interface BenchBrowser {
  /** Another Keycloak session, and a session of the application's that has just begun; what is kept for long stays. */
  signInAnew(session: string): void
  get(port: number, path: string): Promise<Answer>
  /** Posts a form with the token of the page seen last. */
  post(port: number, path: string, fields: Record<string, string>): Promise<Answer>
}

const AGENT = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'
const agent = new Agent({ keepAlive: true })

export function benchBrowser(person: number): BenchBrowser {
  const cookies = new Map<string, string>()
  let session: string | undefined
  let token = ''

  function ask(port: number, method: string, path: string, body = ''): Promise<Answer> {
    const headers = {
      [PERSON]: String(person),
      ...(session !== undefined && { [SESSION]: session }),
      'user-agent': AGENT,
      accept: 'text/html',
      cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
      ...(method === 'POST' && {
        'content-type': 'application/x-www-form-urlencoded',
        'content-length': String(body.length),
      }),
    }
    return new Promise((resolve, reject) => {
      const start = performance.now()
      request({ agent, host: '127.0.0.1', port, method, path, headers }, (res) => {
        let text = ''
        res.setEncoding('utf8')
        res.on('data', (chunk: string) => {
          text += chunk
        })
        res.on('end', () => {
          const ms = performance.now() - start
          keep(res)
          token = /name="_csrf" value="([^"]+)"/.exec(text)?.[1] ?? token
          resolve({ status: res.statusCode ?? 0, text, to: res.headers.location ?? '', ms })
        })
      })
        .once('error', reject)
        .end(body)
    })
  }
  function keep({ headers }: IncomingMessage): void {
    for (const line of headers['set-cookie'] ?? []) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      cookies.set(name, value)
    }
  }
  return {
    signInAnew(next) {
      session = next
      cookies.delete('connect.sid')
    },
    get: (port, path) => ask(port, 'GET', path),
    post: (port, path, fields) => ask(port, 'POST', path, new URLSearchParams({ _csrf: token, ...fields }).toString()),
  }
}
