import { Agent, type IncomingMessage, request } from 'node:http'
import { PERSON } from './application.js'
import { secretOf } from './people.js'
import { bareCode, stepAt } from './totp-code.js'

/** A person in front of the code page. */
export interface Asked {
  readonly person: number
  readonly cookie: string
  readonly token: string
}

/** Browsers of many people, over as many kept connections as there are clients. */
export function codeClient(port: number, clients: number) {
  const agent = new Agent({ keepAlive: true, maxSockets: clients })
  const send = (method: string, path: string, headers: Record<string, string>, body = '') =>
    new Promise<IncomingMessage & { text: string }>((resolve, reject) => {
      request({ agent, host: '127.0.0.1', port, method, path, headers }, (res) => {
        let text = ''
        res.setEncoding('utf8')
        res.on('data', (chunk: string) => {
          text += chunk
        })
        res.on('end', () => resolve(Object.assign(res, { text })))
      })
        .once('error', reject)
        .end(body)
    })

  return {
    /** Opens the code page. */
    async open(person: number): Promise<Asked> {
      const page = await send('GET', '/two-factor/challenge', { [PERSON]: String(person) })
      const token = /name="_csrf" value="([^"]+)"/.exec(page.text)?.[1]
      const cookie = cookieOf(page)
      if (page.statusCode !== 200 || token === undefined || cookie === undefined) {
        throw new Error(`Person ${person} is not asked for a code: status ${page.statusCode}`)
      }
      return { person, cookie, token }
    },
    /** Posts the code of now; returns what it took in ms, and the cookie of the session that it earned. */
    async answer({ person, cookie, token }: Asked): Promise<{ ms: number; cookie: string | undefined }> {
      const code = bareCode(secretOf(person), stepAt(Date.now()))
      const body = new URLSearchParams({ _csrf: token, code }).toString()
      const headers = {
        [PERSON]: String(person),
        cookie,
        'content-type': 'application/x-www-form-urlencoded',
        'content-length': String(body.length),
      }
      const start = performance.now()
      const answer = await send('POST', '/two-factor/challenge', headers, body)
      const ms = performance.now() - start
      if (answer.statusCode !== 303) throw new Error(`The code of person ${person} got status ${answer.statusCode}`)
      return { ms, cookie: cookieOf(answer) }
    },
    close: () => agent.destroy(),
  }
}

const cookieOf = (res: IncomingMessage): string | undefined => res.headers['set-cookie']?.[0]?.split(';')[0]
