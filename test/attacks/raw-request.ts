import { request } from 'node:http'

/** One request with any path and any headers, those included that browsers and fetch do not let one set. */
export function rawRequest(
  origin: string,
  path: string,
  headers: Record<string, string> = {},
): Promise<{ status: number; headers: NodeJS.Dict<string | string[]>; body: string }> {
  const { hostname, port } = new URL(origin)
  return new Promise((resolve, reject) => {
    request({ hostname, port, path, headers: { accept: 'text/html', ...headers } }, (response) => {
      let body = ''
      response.setEncoding('utf8')
      response.on('data', (part: string) => {
        body += part
      })
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }))
    })
      .on('error', reject)
      .end()
  })
}

/** A GET whose body is held back, so that its session is loaded long before it is answered. */
export function heldRequest(
  origin: string,
  cookie: string,
): { /** Lets it end; returns the cookies it was given. */ finish(): Promise<string[]> } {
  const { hostname, port } = new URL(origin)
  const headers = {
    accept: 'text/html',
    cookie,
    'content-type': 'application/x-www-form-urlencoded',
    'content-length': '1',
  }
  const held = request({ hostname, port, path: '/two-factor/', headers })
  const answered = new Promise<string[]>((resolve, reject) => {
    held.on('error', reject)
    held.on('response', (response) => {
      response.resume()
      response.on('end', () => resolve((response.headers['set-cookie'] ?? []).map((line) => line.split(';')[0] ?? '')))
    })
  })
  held.flushHeaders()
  return {
    finish() {
      held.end('x')
      return answered
    },
  }
}
