import { expect } from 'chai'
import { type Administrators, startAdministrators } from './administrators.js'
import { type Browser, browser } from './browser.js'

const JSON_TYPE = { accept: 'application/json', 'content-type': 'application/json' }

/** Open to everybody, signed in or not. */
const OPEN = ['/jwks', '/openapi.json', '/assets/style.css', '/assets/comfort.js', '/backchannel-logout']

/** For whoever has done the first step alone. */
const PENDING = [
  '/continue',
  '/challenge',
  '/challenge/resend',
  '/challenge/by-email',
  '/challenge/backup',
  '/challenge/cancel',
]

/** Fields of which it only matters that they are there, or which are replaced where they lead elsewhere. */
const takesAnything = (path: string, field: string) =>
  field === 'resend' || (field === 'to' && path.endsWith('/invitation/dismiss'))

interface Route {
  readonly method: string
  readonly path: string
  readonly fields: readonly string[]
}

describe('every route of the OpenAPI document', () => {
  let given: Administrators
  let opal: Browser
  let routes: readonly Route[]

  const acts = () => given.portal.store.audit.filter(({ kind }) => kind !== 'login-decided').length
  const send = (who: Browser, { path }: Route, headers: Record<string, string>, body: unknown = {}) =>
    who.ask(path, { method: 'POST', headers: { ...JSON_TYPE, ...headers }, body: JSON.stringify(body) })
  const changes = () => routes.filter(({ method }) => method === 'post')

  beforeEach(async () => {
    given = await startAdministrators()
    opal = await given.verified('opal')
    const { json } = await opal.get('/two-factor/openapi.json')
    const values: Record<string, string> = { person: 'bea', tenant: 'acme', alias: 'google', id: crypto.randomUUID() }
    routes = Object.entries(json.paths as Record<string, Record<string, unknown>>)
      .filter(([path]) => !OPEN.includes(path))
      .flatMap(([path, methods]) =>
        Object.entries(methods).map(([method, operation]) => ({
          method,
          path: `/two-factor${path.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? '')}`,
          fields: fieldsOf(operation),
        })),
      )
    expect(routes.length).to.be.greaterThan(50)
  })
  afterEach(() => given.portal.close())

  it('leads whoever did the first step alone to the code page, and does nothing for them', async () => {
    const thief = browser(given.portal.url)
    await thief.signIn(given.enter('opal', { sessionId: 'of the thief' }))
    await thief.follow(await thief.get('/two-factor/continue'))
    const before = acts()
    for (const route of routes.filter(({ path }) => !PENDING.some((pending) => path === `/two-factor${pending}`))) {
      const page = route.method === 'get' ? await thief.get(route.path) : await thief.post(route.path)
      // What nobody may do who has a second factor is refused to everybody alike.
      if (route.path === '/two-factor/later') expect(page.status, route.path).to.equal(403)
      else expect([page.status, page.to], route.path).to.deep.equal([303, '/two-factor/challenge'])
    }
    expect(acts()).to.equal(before)
  })

  it('changes nothing without the token of the session, nor from another site', async () => {
    const token = String((await opal.get('/two-factor/', { accept: 'application/json' })).json.csrfToken)
    const before = acts()
    for (const route of changes()) {
      for (const headers of [
        {},
        { 'x-csrf-token': '0'.repeat(64) },
        { 'x-csrf-token': token, origin: 'https://e.example' },
      ]) {
        const page = await send(opal, route, headers as Record<string, string>)
        expect([page.status, page.json.code], route.path).to.deep.equal([403, 'ERR_2FA_FORBIDDEN'])
      }
    }
    expect(acts()).to.equal(before)
  })

  it('answers what is no value of a field, and does nothing', async () => {
    const token = String((await opal.get('/two-factor/', { accept: 'application/json' })).json.csrfToken)
    const before = acts()
    for (const route of changes()) {
      for (const field of route.fields.filter((name) => !takesAnything(route.path, name))) {
        for (const value of [{}, { $ne: 1 }, [{}], '9'.repeat(10_000)]) {
          const page = await send(opal, route, { 'x-csrf-token': token }, { [field]: value })
          expect(page.status, `${route.path} ${field} ${JSON.stringify(value).slice(0, 20)}`).to.be.within(300, 499)
        }
      }
    }
    expect(acts()).to.equal(before)
  })
})

/** The names of the fields that a change takes. */
function fieldsOf(operation: unknown): string[] {
  const { requestBody } = operation as { requestBody?: { content: Record<string, { schema: object }> } }
  const [content] = Object.values(requestBody?.content ?? {})
  const { properties = {} } = (content?.schema ?? {}) as { properties?: object }
  return Object.keys(properties).filter((name) => name !== '_csrf')
}
