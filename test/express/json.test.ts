import { expect } from 'chai'
import type { KeycloakLogin } from '../../src/domain/sign-in/login.js'
import { codeAt } from '../crypto/code-at.js'
import { NOON, sampleLogin } from '../domain/sample-login.js'
import { type Browser, browser, type Page, setUp } from './browser.js'
import { type TwoClocks, twoClocks } from './clock.js'
import { type Portal, startPortal } from './portal.js'

const SECOND = 1000
const MINUTE = 60 * SECOND
const JSON_ONLY = { accept: 'application/json' }

describe('JSON', () => {
  let portal: Portal
  let clock: TwoClocks
  let fred: Browser
  let entered: number

  const enter = (changes: Partial<KeycloakLogin> = {}) => {
    entered = Math.max(entered + SECOND, clock.at(0))
    return sampleLogin({ authenticatedAt: entered, issuedAt: entered, signedInAt: clock.now(), ...changes })
  }
  const get = (path: string, headers = {}) => fred.get(`/two-factor${path}`, { ...JSON_ONLY, ...headers })
  /** Posts as a single-page application does: the token of the last view in the header. */
  async function post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Page> {
    const type = { 'content-type': 'application/json' }
    return fred.ask(`/two-factor${path}`, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { ...JSON_ONLY, ...type, 'x-csrf-token': token, ...headers },
    })
  }
  let token: string
  const take = (page: Page): Record<string, unknown> => {
    expect(page.status, page.text).to.equal(200)
    token = String(page.json.csrfToken)
    return page.json
  }
  /** Past the password, so that the second factor may be changed. */
  async function enterPassword(path: string, sessionId = 'session-1'): Promise<void> {
    const refused = await get(path, { referer: `${portal.url}/spa/security?tab=2` })
    expect(refused.json).to.include({ needs: 'password', location: `${portal.url}/login` })
    const asked = await fred.signIn(enter({ sessionId }))
    expect(asked.json).to.deep.equal({ prompt: 'login' })
    const back = await fred.get('/two-factor/continue')
    expect(back.to).to.equal('/spa/security?tab=2')
  }

  beforeEach(async () => {
    clock = twoClocks(() => portal.store)
    portal = await startPortal({ clock })
    clock.pass(0)
    entered = NOON
    fred = browser(portal.url)
    await fred.signIn(enter())
  })
  afterEach(() => portal.close())

  it('leads through set-up, by the same routes', async () => {
    await enterPassword('/set-up')
    expect(take(await get('/set-up'))).to.include({ page: 'set-up', replaces: false, application: 'Acme Portal' })
    const begun = await post('/set-up', { method: 'totp', verified: true, extra: [1] })
    expect([begun.status, begun.json]).to.deep.equal([
      200,
      { location: `${portal.url}/two-factor/set-up/totp`, method: 'GET' },
    ])
    const { key, address } = take(await get('/set-up/totp'))
    expect(address).to.match(/^otpauth:/)
    const code = codeAt(String(key).replaceAll(' ', ''), Math.floor(clock.at(0) / 30_000))
    const confirmed = await post('/set-up/totp', { code })
    expect(confirmed.json).to.deep.equal({ location: `${portal.url}/two-factor/backup-codes`, method: 'GET' })
    const codes = take(await get('/backup-codes'))
    expect(codes).to.include({ page: 'backup-codes', saveBackupCodes: true, justEnabled: true })
    expect(codes.codes).to.have.length(10)
    expect((await post('/backup-codes/saved', { created: codes.createdAt })).status).to.equal(200)
    const { status, events } = take(await get('/'))
    expect(status).to.deep.include({ active: true, method: 'totp', saveBackupCodes: false })
    expect((events as object[])[0]).to.have.all.keys('kind', 'at', 'origin')
  })

  it('holds what the page shows and nothing else, whatever the handler gave', async () => {
    const view = take(await get('/'))
    expect(Object.keys(view).sort()).to.deep.equal(
      ['application', 'base', 'csrfToken', 'done', 'events', 'home', 'locale', 'now', 'page', 'person']
        .concat('status', 'timeZone', 'accounts', 'protectedBy')
        .sort(),
    )
    const page = await get('/')
    expect(page.headers.get('content-type')).to.match(/^application\/json/)
    expect(page.headers.get('cache-control')).to.equal('no-store')
    expect(page.headers.get('vary')).to.match(/accept/i)
  })

  it('goes to whoever prefers it, and a page to everybody else', async () => {
    for (const [accept, type] of [
      ['application/json', 'json'],
      ['application/json, text/html;q=0.5', 'json'],
      ['text/html, application/json', 'html'],
      ['*/*', 'html'],
      ['text/html,application/xhtml+xml,*/*;q=0.8', 'html'],
    ] as const) {
      expect((await get('/', { accept })).headers.get('content-type'), accept).to.contain(type)
    }
  })

  describe('at sign-in', () => {
    let secret: string
    const code = (steps = 0) => codeAt(secret, Math.floor(clock.at(0) / 30_000) + steps)

    beforeEach(async () => {
      secret = await setUp(fred, { enter, now: () => clock.at(0) })
      clock.pass(MINUTE)
      fred = browser(portal.url)
      await fred.signIn(enter({ sessionId: 'session-2' }))
    })

    it('says what is needed, asks for the code, and says where to go on', async () => {
      const refused = await fred.get('/members', JSON_ONLY)
      expect([refused.status, refused.json.needs, refused.json.location]).to.deep.equal([
        401,
        'code',
        `${portal.url}/two-factor/challenge`,
      ])
      expect(take(await get('/challenge'))).to.include({ page: 'challenge', method: 'totp', digits: 6, problem: null })
      const accepted = await post('/challenge', { code: code() })
      expect([accepted.status, accepted.json]).to.deep.equal([200, { location: `${portal.url}/`, method: 'GET' }])
      expect((await fred.get('/members', JSON_ONLY)).text).to.equal('for members')
      expect((await get('/challenge')).json, 'nothing more to ask').to.have.property('location')
    })

    it('comes back to the page whose script asked', async () => {
      await fred.get('/members', { ...JSON_ONLY, referer: `${portal.url}/spa#x` })
      take(await get('/challenge'))
      expect((await post('/challenge', { code: code() })).json.location).to.equal(`${portal.url}/spa`)
    })

    for (const referer of ['https://evil.example/spa', 'nonsense', '//evil.example']) {
      it(`comes back to the start from ${referer}`, async () => {
        await fred.get('/members', { ...JSON_ONLY, referer })
        take(await get('/challenge'))
        expect((await post('/challenge', { code: code() })).json.location).to.equal(`${portal.url}/`)
      })
    }

    it('gets the verdict of a wrong and of a replayed code, and the wait', async () => {
      take(await get('/challenge'))
      const wrong = await post('/challenge', { code: '000000' })
      expect([wrong.status, wrong.json]).to.deep.equal([422, { outcome: 'wrong', triesLeft: 4, lockedUntil: null }])
      await post('/challenge', { code: code() })
      fred = browser(portal.url)
      await fred.signIn(enter({ sessionId: 'session-3' }))
      take(await get('/challenge'))
      expect((await post('/challenge', { code: code() })).json.outcome).to.equal('replayed')
      for (let tries = 0; tries < 4; tries++) await post('/challenge', { code: '000000' })
      const locked = await post('/challenge', { code: code(1) })
      expect([locked.status, locked.json.outcome]).to.deep.equal([429, 'locked'])
      expect(Number(locked.headers.get('retry-after'))).to.be.within(1, 60)
    })

    it('takes no backup code of another form, and one once', async () => {
      take(await get('/challenge/backup'))
      const refused = await post('/challenge/backup', { code: 'aaaa-aaaa-aaaa-aaaa' })
      expect([refused.status, refused.json.outcome]).to.deep.equal([422, 'wrong'])
      expect((await post('/challenge/backup', { code: 'x' })).json).to.include({ code: 'ERR_2FA_MALFORMED' })
    })

    it('is sent by a form where the application’s logout has to go on', async () => {
      take(await get('/challenge'))
      expect((await post('/challenge/cancel', {})).json).to.deep.equal({
        location: `${portal.url}/logout`,
        method: 'POST',
      })
    })

    it('asks for the code again, then for the password, before a change; and then makes it', async () => {
      take(await get('/challenge'))
      await post('/challenge', { code: code() })
      clock.pass(6 * MINUTE)
      const referer = { referer: `${portal.url}/spa/security?tab=2` }
      expect((await get('/turn-off', referer)).json.needs).to.equal('code')
      take(await get('/challenge'))
      expect((await post('/challenge', { code: code() })).json.location).to.equal(
        `${portal.url}${'/spa/security?tab=2'}`,
      )
      await enterPassword('/turn-off', 'session-2')
      take(await get('/turn-off'))
      expect((await post('/turn-off', {})).json.location).to.equal(`${portal.url}/two-factor`)
      expect(take(await get('/')).done).to.equal('turned-off')
    })

    it('asks for a newer code also where a page before had asked for less', async () => {
      await fred.get('/members', { accept: 'text/html' })
      expect((await fred.get('/payroll', JSON_ONLY)).json.needs).to.equal('code')
      take(await get('/challenge'))
      await post('/challenge', { code: code() })
      clock.pass(6 * MINUTE)
      await fred.get('/members', { accept: 'text/html' })
      expect((await fred.get('/payroll', JSON_ONLY)).json.needs).to.equal('code')
      expect(take(await get('/challenge')).page).to.equal('challenge')
    })
  })

  describe('bodies', () => {
    beforeEach(async () => {
      await setUp(fred, { enter, now: () => clock.at(0) })
      clock.pass(MINUTE)
      await fred.signIn(enter({ sessionId: 'session-2' }))
      take(await get('/challenge'))
    })

    for (const body of [
      null,
      [],
      ['123456'],
      'code',
      42,
      {},
      { code: null },
      { code: 123456 },
      { code: ['123456'] },
      { code: { $ne: '1' } },
      { code: '' },
      { code: '1'.repeat(10_000 - 20) },
      { __proto__: null, 'code[$ne]': '1' },
    ]) {
      it(`are refused as malformed, and count nothing: ${JSON.stringify(body)?.slice(0, 40)}`, async () => {
        const page = await post('/challenge', body)
        expect([page.status, page.json.code]).to.deep.equal([400, 'ERR_2FA_MALFORMED'])
        expect((await post('/challenge', { code: '000000' })).json.triesLeft).to.equal(4)
      })
    }

    it('cannot reach a prototype', async () => {
      const sent = '{"__proto__":{"code":"000000","admin":true},"constructor":{"prototype":{"admin":true}}}'
      const page = await fred.ask('/two-factor/challenge', {
        method: 'POST',
        body: sent,
        headers: { ...JSON_ONLY, 'content-type': 'application/json', 'x-csrf-token': token },
      })
      expect(page.json.code).to.equal('ERR_2FA_MALFORMED')
      expect(({} as { admin?: unknown }).admin).to.equal(undefined)
    })

    it('need the token, in the header or as a field, and our origin', async () => {
      const wrong = { code: '000000' }
      for (const [headers, body] of [
        [{ 'x-csrf-token': '' }, wrong],
        [{ 'x-csrf-token': 'x' }, { ...wrong, _csrf: 'y' }],
        [{ 'x-csrf-token': '' }, { ...wrong, _csrf: [token] }],
        [{ origin: 'https://evil.example' }, wrong],
      ] as const) {
        const page = await post('/challenge', body, headers)
        expect([page.status, page.json.code]).to.deep.equal([403, 'ERR_2FA_FORBIDDEN'])
        expect(page.headers.get('content-type')).to.contain('application/problem+json')
      }
      expect((await post('/challenge', { ...wrong, _csrf: token }, { 'x-csrf-token': '' })).status).to.equal(422)
    })
  })

  describe('to somebody who is not signed in', () => {
    it('says so, and the login comes back to the page whose script asked', async () => {
      fred = browser(portal.url)
      const page = await get('/', { referer: `${portal.url}/spa` })
      expect([page.status, page.json.needs, page.json.location]).to.deep.equal([401, 'sign-in', `${portal.url}/login`])
      await fred.signIn(enter())
      expect((await fred.get('/two-factor/continue')).to).to.equal('/spa')
    })

    it('does not change where somebody returns to who is on the way to sign in already', async () => {
      fred = browser(portal.url)
      await fred.get('/payroll')
      await get('/', { referer: `${portal.url}/spa` })
      await fred.signIn(enter())
      expect((await fred.get('/two-factor/continue')).to).to.equal('/payroll')
    })
  })
})
