import { expect } from 'chai'
import { sampleLogin } from '../domain/sample-login.js'
import { type Browser, browser } from './browser.js'
import { type Portal, startPortal } from './portal.js'

describe('csrfProtection', () => {
  let portal: Portal
  let fred: Browser
  const PATH = '/two-factor/challenge'
  const CODE = { code: '123456' }

  before(async () => {
    portal = await startPortal()
  })
  after(() => portal.close())

  beforeEach(async () => {
    fred = browser(portal.url)
    await fred.signIn(sampleLogin({ signedInAt: Date.now() }))
    await fred.get('/two-factor/')
    const page = await fred.get('/test/session')
    fred.token = (page.json.twoFactor as { csrfToken?: string } | undefined)?.csrfToken ?? ''
  })

  const refused = (page: { status: number; text: string }) => {
    expect(page.status).to.equal(403)
    expect(page.text).to.contain('ERR_2FA_FORBIDDEN')
  }

  it('lets a form of ours pass', async () => {
    for (const headers of [{}, { origin: portal.url }, { origin: portal.url, 'sec-fetch-site': 'same-origin' }]) {
      expect((await fred.post(PATH, CODE, headers as Record<string, string>)).status).not.to.equal(403)
    }
  })

  it('refuses a form without token, with an empty, a wrong, a doubled or another session’s one', async () => {
    const other = browser(portal.url)
    await other.signIn(sampleLogin({ signedInAt: Date.now() }))
    for (const _csrf of [
      '',
      'x',
      '0'.repeat(64),
      [fred.token, fred.token],
      fred.token.toUpperCase(),
      `${fred.token}0`,
    ]) {
      refused(await fred.post(PATH, { ...CODE, _csrf }))
    }
    refused(await fred.post(PATH, { code: '123456', _csrf: [] }))
    refused(await other.post(PATH, { ...CODE, _csrf: fred.token }))
    refused(await browser(portal.url).post(PATH, { ...CODE, _csrf: fred.token }))
  })

  it('takes no token from the address or from a cookie', async () => {
    refused(await fred.post(`${PATH}?_csrf=${fred.token}`, { ...CODE, _csrf: [] }))
    fred.cookies.set('_csrf', fred.token)
    refused(await fred.post(PATH, { ...CODE, _csrf: [] }))
  })

  for (const [what, headers] of [
    ['a foreign Origin', { origin: 'https://evil.example' }],
    ['Origin: null', { origin: 'null' }],
    ['an Origin of another port', { origin: 'http://127.0.0.1:1' }],
    ['an Origin that begins like ours', { origin: 'http://127.0.0.1.evil.example' }],
    ['an empty Origin', { origin: '' }],
    ['Sec-Fetch-Site: cross-site', { 'sec-fetch-site': 'cross-site' }],
    ['Sec-Fetch-Site: same-site', { 'sec-fetch-site': 'same-site' }],
    ['our Origin from another site', { origin: 'OURS', 'sec-fetch-site': 'cross-site' }],
  ] as const) {
    it(`refuses ${what}, even with the right token`, async () => {
      const given = Object.fromEntries(
        Object.entries(headers).map(([name, value]) => [name, value === 'OURS' ? portal.url : value]),
      )
      refused(await fred.post(PATH, CODE, given))
    })
  }

  for (const type of ['application/json', 'text/plain', 'multipart/form-data; boundary=x', 'application/x-unknown']) {
    it(`refuses a body of ${type} without token`, async () => {
      const page = await fred.ask(PATH, {
        method: 'POST',
        body: '{"code":"123456"}',
        headers: { 'content-type': type },
      })
      refused(page)
    })
  }

  it('takes the token of JSON from the body or from X-CSRF-Token', async () => {
    const asJson = (body: object, headers: Record<string, string> = {}) =>
      fred.ask(PATH, {
        method: 'POST',
        body: JSON.stringify(body),
        headers: { 'content-type': 'application/json', accept: 'application/json', ...headers },
      })
    expect((await asJson({ ...CODE, _csrf: fred.token })).json).to.deep.equal({ outcome: 'not-enrolled' })
    expect((await asJson(CODE, { 'x-csrf-token': fred.token })).json).to.deep.equal({ outcome: 'not-enrolled' })
    expect((await asJson({ ...CODE, _csrf: { toString: fred.token } })).status).to.equal(403)
    expect((await asJson({ ...CODE, _csrf: [fred.token] })).status).to.equal(403)
  })

  for (const method of ['PUT', 'PATCH', 'DELETE']) {
    it(`refuses ${method} without token`, async () => {
      refused(await fred.ask(PATH, { method, headers: { 'content-type': 'application/json' }, body: '{}' }))
    })
  }

  it('asks nothing of GET and HEAD, from wherever they come', async () => {
    for (const method of ['GET', 'HEAD']) {
      const page = await fred.ask('/two-factor/', { method, headers: { 'sec-fetch-site': 'cross-site' } })
      expect(page.status).to.equal(200)
    }
  })

  it('changes nothing by GET: the changing paths answer no GET, or with a question', async () => {
    const before = portal.store.audit.length
    for (const path of [
      'challenge/cancel',
      'backup-codes/saved',
      'turn-off',
      'backup-codes/regenerate',
      'challenge',
      'set-up',
    ]) {
      const page = await fred.get(`/two-factor/${path}`)
      expect(page.status, path).to.be.oneOf([200, 303, 404])
    }
    expect(portal.store.audit).to.have.length(before)
  })
})
