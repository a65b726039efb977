import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { ScureBase32Plugin } from 'otplib'
import { PERSON } from '../application.js'
import { answerQuestions, usage } from '../code-request/ask-process.js'
import type { ServerQuestion } from '../code-request/server.js'
import { secretOf } from '../people.js'
import { peer } from './peer-packages.js'

// better-auth's own two-factor plugin on its own tables. The password is not hashed, so that the code alone is measured.

interface Auth {
  readonly options: object
  handler(request: Request): Promise<Response>
}

interface Pool {
  query(sql: string, values: unknown[]): Promise<unknown>
}

const SECRET = 'a-secret-of-the-bench-with-more-than-32-characters'
const ORIGIN = 'http://localhost'

answerQuestions<ServerQuestion>(async (question) =>
  'usage' in question ? usage() : start('mariadb' in question.start ? question.start.mariadb : '', question.people),
)

async function start(url: string, people: number): Promise<{ port: number }> {
  const { createPool } = await peer<{ createPool(options: object): Pool }>('mysql2/promise')
  const { betterAuth } = await peer<{ betterAuth(options: object): Auth }>('better-auth')
  const { twoFactor } = await peer<{ twoFactor(): object }>('better-auth/plugins')
  const { getMigrations } = await peer<{
    getMigrations(options: object): Promise<{ runMigrations(): Promise<void> }>
  }>('better-auth/db/migration')
  const pool = createPool({ uri: url, timezone: 'Z', connectionLimit: 10 })
  const auth = betterAuth({
    database: pool,
    secret: SECRET,
    baseURL: ORIGIN,
    logger: { level: 'error' },
    rateLimit: { enabled: false },
    emailAndPassword: { enabled: true, password: { hash: async () => 'x', verify: async () => true } },
    plugins: [twoFactor()],
  })
  await (await getMigrations(auth.options)).runMigrations()
  await enrol(pool, people)
  const server = createServer((req, res) => {
    answer(auth, req, res).catch((error: unknown) => res.writeHead(500).end(String(error)))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return { port: (server.address() as AddressInfo).port }
}

async function enrol(pool: Pool, people: number): Promise<void> {
  const { symmetricEncrypt } = await peer<{ symmetricEncrypt(of: object): Promise<string> }>('better-auth/crypto')
  const base32 = new ScureBase32Plugin()
  const now = new Date()
  const ids = Array.from({ length: people }, (_, id) => id)
  const put = (table: string, columns: string, rows: unknown[][]) =>
    pool.query(`INSERT INTO ${table} (${columns}) VALUES ?`, [rows])
  await put(
    'user',
    'id, name, email, emailVerified, createdAt, updatedAt, twoFactorEnabled',
    ids.map((id) => [`u${id}`, 'Bench', `p${id}@bench.example`, 1, now, now, 1]),
  )
  await put(
    'account',
    'id, accountId, providerId, userId, password, createdAt, updatedAt',
    ids.map((id) => [`a${id}`, `u${id}`, 'credential', `u${id}`, 'x', now, now]),
  )
  const secrets = await Promise.all(
    ids.map((id) =>
      symmetricEncrypt({ key: SECRET, data: `base32:${base32.encode(secretOf(id), { padding: false })}` }),
    ),
  )
  await put(
    'twoFactor',
    'id, secret, backupCodes, userId, verified',
    ids.map((id) => [`t${id}`, secrets[id], '[]', `u${id}`, 1]),
  )
}

/** Puts better-auth's own endpoints behind the form that the bench's clients fill in. */
async function answer(auth: Auth, req: IncomingMessage, res: ServerResponse): Promise<void> {
  if (req.method === 'GET') {
    const email = `p${req.headers[PERSON]}@bench.example`
    const signedIn = await auth.handler(post('/sign-in/email', { email, password: 'x' }, ''))
    const cookies = signedIn.headers.getSetCookie().map((line) => line.split(';')[0] ?? '')
    res.setHeader('set-cookie', `all=${encodeURIComponent(cookies.join('; '))}`)
    res.writeHead(signedIn.status).end('<input name="_csrf" value="none">')
    return
  }
  const chunks: Buffer[] = []
  for await (const chunk of req) chunks.push(chunk as Buffer)
  const code = new URLSearchParams(Buffer.concat(chunks).toString()).get('code')
  const cookie = decodeURIComponent((req.headers.cookie ?? '').slice('all='.length))
  const verified = await auth.handler(post('/two-factor/verify-totp', { code }, cookie))
  const body = await verified.text()
  res.writeHead(verified.status === 200 ? 303 : verified.status).end(body)
}

function post(path: string, body: object, cookie: string): Request {
  const headers = { 'content-type': 'application/json', origin: ORIGIN, cookie }
  return new Request(`${ORIGIN}/api/auth${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
}
