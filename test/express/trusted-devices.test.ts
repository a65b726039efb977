import { expect } from 'chai'
import type { KeycloakLogin } from '../../src/domain/sign-in/login.js'
import type { TwoFactorOptions } from '../../src/options.js'
import { testDirectory } from '../../src/testing/test-directory.js'
import { codeAt } from '../crypto/code-at.js'
import { NOON, sampleLogin } from '../domain/sample-login.js'
import { type Browser, browser, setUp } from './browser.js'
import { type TwoClocks, twoClocks } from './clock.js'
import { type Portal, startPortal } from './portal.js'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'
const NEWER_FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:151.0) Gecko/20100101 Firefox/151.0'
const CHROME = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36'
const ON_WINDOWS = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0'

const STATEMENT_KEY = {
  kid: 'k',
  privateJwk: {
    kty: 'EC',
    crv: 'P-256',
    x: 'f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU',
    y: 'x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0',
    d: 'jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI',
  },
}

describe('trusted devices over HTTP', () => {
  let portal: Portal
  let clock: TwoClocks
  let fred: Browser
  let secret: string
  let entered: number
  let passwordSetAt: number | null

  const enter = (changes: Partial<KeycloakLogin> = {}) => {
    entered = Math.max(entered + 1_000, clock.at(0))
    return sampleLogin({ authenticatedAt: entered, issuedAt: entered, signedInAt: clock.now(), ...changes })
  }
  const code = () => codeAt(secret, Math.floor(clock.at(0) / 30_000))
  const agent = (name: string) => ({ 'user-agent': name })

  async function open(options: Partial<TwoFactorOptions> = {}): Promise<void> {
    clock = twoClocks(() => portal.store)
    passwordSetAt = 1_000
    const fredsName = { userId: sampleLogin().userId, username: 'fred', displayName: 'Fred' }
    const people = [{ ...fredsName, email: null, emailVerified: false, locale: null, enabled: true }]
    const directory = { ...testDirectory({ people }), passwordSetAt: async () => passwordSetAt }
    portal = await startPortal({
      clock,
      options: { directory, statementKeys: [STATEMENT_KEY], ...options },
      routes: (app, twoFactor) => {
        app.get('/statement', async (req, res) => {
          res.json((await twoFactor.statement(req, { audience: 'an archive' })).statement)
        })
        app.get('/state', async (req, res) => {
          res.json(await twoFactor.state(req))
        })
      },
    })
    clock.pass(0)
    entered = NOON
    fred = browser(portal.url)
    await fred.signIn(enter())
    secret = await setUp(fred, { enter, now: () => clock.at(0) })
    clock.pass(MINUTE)
  }
  afterEach(() => portal?.close())

  /** Signs in anew, in a Keycloak session of its own, with the cookies that the browser has; ends where that leads. */
  async function signIn(person: Browser, name = FIREFOX, changes: Partial<KeycloakLogin> = {}) {
    await person.signIn(enter({ sessionId: `session-${entered}`, ...changes }))
    return person.get('/two-factor/continue', agent(name))
  }
  const ASKED = '/two-factor/challenge'
  const cookieName = (person: Browser) => [...person.cookies.keys()].find((name) => name.includes('device')) ?? ''
  const cookieOf = (person: Browser) => person.cookies.get(cookieName(person))

  /** A browser that gave a code and ticked the box. */
  async function trusted(name = FIREFOX): Promise<Browser> {
    const person = browser(portal.url)
    clock.pass(MINUTE)
    expect((await signIn(person, name)).to).to.equal(ASKED)
    await person.get(ASKED, agent(name))
    const done = await person.post(ASKED, { code: code(), trust: '1' }, agent(name))
    expect(done.to).to.equal('/')
    return person
  }

  it('offers "Don’t ask again", keeps the tick after a wrong code, and sets a cookie nobody else reads', async () => {
    await open({ policies: { trustedDevices: { days: 30 } } })
    const person = browser(portal.url)
    await signIn(person)
    const page = await person.get(ASKED, agent(FIREFOX))
    expect(page.text).to.contain('Don’t ask again in this browser for 30 days')
    expect(page.text).not.to.contain(' checked')
    const wrong = await person.post(ASKED, { code: '000000', trust: '1' }, agent(FIREFOX))
    expect(wrong.text).to.match(/name="trust"[^>]* checked/)
    expect(cookieOf(person)).to.equal(undefined)
    const done = await person.post(ASKED, { code: code(), trust: '1' }, agent(FIREFOX))
    const line = done.headers.getSetCookie().find((set) => set.includes('device')) ?? ''
    expect(line).to.match(/^two-factor-device-[0-9a-f]{16}=/)
    expect(line).to.contain('HttpOnly').and.contain('SameSite=Lax').and.contain('Path=/')
    expect(Number(/Max-Age=(\d+)/.exec(line)?.[1])).to.be.closeTo(30 * 24 * 3600, 5)
  })

  it('does not ask the next time, gives the session a new id, and claims no second factor', async () => {
    await open()
    const person = await trusted()
    clock.pass(DAY)
    const before = cookieOf(person)
    await person.signIn(enter({ sessionId: 'session-next' }))
    const known = person.cookies.get('sid')
    expect((await person.get('/two-factor/continue', agent(NEWER_FIREFOX))).to).to.equal('/')
    expect(cookieOf(person)).not.to.equal(before)
    expect(person.cookies.get('sid')).not.to.equal(known)
    expect((await person.get('/anything')).text).to.equal('the application')
    expect((await person.get('/members')).text).to.equal('for members')
    const payroll = await person.get('/payroll', agent(FIREFOX))
    expect(payroll.to).to.equal(ASKED)
    expect((await person.follow(payroll)).text).not.to.contain('Don’t ask again')
    expect((await person.get('/two-factor/turn-off')).to).to.equal(ASKED)
    expect((await person.get('/statement')).json).to.deep.include({ method: 'trusted-device', amr: ['pwd'] })
    const state = await person.get('/state')
    expect(state.json).to.deep.include({ outcome: 'allow', verified: null, reasons: ['enrolled', 'trusted-device'] })
    const thief = browser(portal.url)
    thief.cookies.set('sid', known ?? '')
    expect((await thief.get('/members')).to).to.equal('/login')
  })

  it('goes on after the kept answer’s 15 minutes, for scripts and forms too, without another exchange', async () => {
    await open()
    const person = await trusted()
    expect((await signIn(person)).to).to.equal('/')
    const cookie = cookieOf(person)
    clock.pass(16 * MINUTE)
    expect((await person.get('/anything', { accept: 'application/json' })).text).to.equal('the application')
    expect((await person.post('/anything')).text).to.equal('the application')
    expect(cookieOf(person)).to.equal(cookie)
  })

  it('is asked in another browser, on another system, and when the days are over', async () => {
    await open()
    const person = await trusted()
    for (const name of [CHROME, ON_WINDOWS, '']) expect((await signIn(person, name)).to).to.equal(ASKED)
    expect((await signIn(person)).to).to.equal('/')
    clock.pass(90 * DAY)
    expect((await signIn(person)).to).to.equal(ASKED)
    expect(cookieOf(person)).to.equal(undefined)
  })

  it('punishes neither of two tabs, and both copies where one comes later', async () => {
    await open()
    const person = await trusted()
    const copy = () => {
      const other = browser(portal.url)
      other.cookies.set(cookieName(person), cookieOf(person) ?? '')
      return other
    }
    const tabs = [copy(), copy(), copy(), copy()]
    for (const tab of tabs) await tab.signIn(enter({ sessionId: `session-${entered}` }))
    const answers = await Promise.all(tabs.map((tab) => tab.get('/two-factor/continue', agent(FIREFOX))))
    expect(answers.map(({ to }) => to)).to.deep.equal(['/', '/', '/', '/'])
    expect(
      answers.filter(({ headers }) => headers.getSetCookie().some((line) => line.includes('device'))),
    ).to.have.length(1)
    clock.pass(31_000)
    const newest = tabs.find((tab) => cookieOf(tab) !== cookieOf(person)) as Browser
    const thief = copy()
    expect((await signIn(thief)).to).to.equal(ASKED)
    expect((await signIn(newest)).to).to.equal(ASKED)
    expect(portal.store.audit.filter(({ kind }) => kind === 'trusted-device-stolen')).to.have.length(1)
    // The sessions that came from it are judged anew.
    expect((await tabs[0]?.get('/anything', agent(FIREFOX)))?.to).to.equal(ASKED)
  })

  it('trusts nobody by a backup code, and not for a tick alone', async () => {
    await open()
    const [first] =
      (await fred.get('/two-factor/backup-codes/download')).text.match(/(?:[a-z2-7]{4}-){3}[a-z2-7]{4}/) ?? []
    const person = browser(portal.url)
    await signIn(person)
    await person.get('/two-factor/challenge/backup', agent(FIREFOX))
    const done = await person.post('/two-factor/challenge/backup', { code: first ?? '', trust: '1' }, agent(FIREFOX))
    expect(done.to).to.equal('/')
    expect(cookieOf(person)).to.equal(undefined)
    const other = browser(portal.url)
    await signIn(other)
    await other.get(ASKED, agent(FIREFOX))
    await other.post(ASKED, { code: code() }, agent(FIREFOX))
    expect(cookieOf(other)).to.equal(undefined)
    expect((await portal.store.trustedDevices(portal.store.audit[0]?.subjectKey ?? '')).length).to.equal(0)
  })

  it('offers nothing where the policy has no days, and takes no tick', async () => {
    await open({ policies: { trustedDevices: { days: 0 } } })
    const person = browser(portal.url)
    await signIn(person)
    expect((await person.get(ASKED, agent(FIREFOX))).text).not.to.contain('name="trust"')
    await person.post(ASKED, { code: code(), trust: '1' }, agent(FIREFOX))
    expect(cookieOf(person)).to.equal(undefined)
    expect((await person.get('/two-factor/devices')).text).to.contain('does not allow trusted devices')
  })

  it('asks again after another password, at the next login and within a kept one', async () => {
    await open()
    const person = await trusted()
    expect((await signIn(person)).to).to.equal('/')
    passwordSetAt = 2_000
    clock.pass(16 * MINUTE)
    expect((await person.get('/anything', agent(FIREFOX))).to).to.equal(ASKED)
    expect((await signIn(person)).to).to.equal(ASKED)
    expect(portal.store.audit.map(({ kind }) => kind)).to.include('trusted-device-ended')
  })

  it('tells on the settings page how many there are, and when a code was last used', async () => {
    await open()
    await trusted()
    const person = await trusted(CHROME)
    const { json } = await person.get('/two-factor', { accept: 'application/json' })
    expect(json.status).to.deep.include({ trustedDevices: { days: 90, count: 2 }, lastUsedAt: clock.at(0) })
    const page = await person.get('/two-factor')
    expect(page.text).to.contain('2 devices are not asked for a code').and.contain('href="/two-factor/devices"')
  })

  describe('the page of devices', () => {
    const ids = (text: string) => [...text.matchAll(/devices\/([0-9a-f-]{36})\/revoke/g)].map(([, id]) => id ?? '')

    it('lists, names and revokes; what was revoked is asked at once, elsewhere too', async () => {
      await open({ revocation: { within: '0s' } })
      const [here, there] = [await trusted(), await trusted(CHROME)]
      await signIn(there, CHROME)
      const list = await here.get('/two-factor/devices')
      expect(ids(list.text)).to.have.length(2)
      expect(list.text).to.contain('Firefox on Linux').and.contain('Chrome on Linux')
      expect(list.text.match(/This browser/g)).to.have.length(1)
      for (const part of cookieOf(here)?.split('.').slice(2) ?? []) expect(list.text).not.to.contain(part)
      const mine = (await portal.store.trustedDevices(portal.store.audit[0]?.subjectKey ?? '')).find(
        ({ browser }) => browser === 'Chrome',
      )
      await here.post(`/two-factor/devices/${mine?.id}/rename`, { name: '<b>The "other" one</b>' })
      const named = await here.get('/two-factor/devices')
      expect(named.text).to.contain('The name has been saved').and.contain('&lt;b>The ')
      expect((await here.get('/two-factor/devices')).text).not.to.contain('The name has been saved')
      expect((await there.get('/anything')).text).to.equal('the application')
      expect((await here.post(`/two-factor/devices/${mine?.id}/revoke`)).to).to.equal('/two-factor/devices')
      expect((await there.get('/anything', agent(CHROME))).to).to.equal(ASKED)
      expect((await signIn(there, CHROME)).to).to.equal(ASKED)
      expect((await here.get('/anything')).text).to.equal('the application')
      expect((await here.post('/two-factor/devices/revoke-all')).to).to.equal('/two-factor/devices')
      expect(cookieOf(here)).to.equal(undefined)
      expect((await here.get('/two-factor/devices')).text).to.contain('No browser is trusted')
      expect((await signIn(here)).to).to.equal(ASKED)
    })

    for (const [which, own] of [
      ['all of them', trusted],
      ['all, where there is none', async () => fred],
    ] as const) {
      it(`asks every other browser after revoking ${which}, those from before the set-up too`, async () => {
        await open({ revocation: { within: '0s' } })
        const [here, early] = [await own(), browser(portal.url)]
        await early.signIn(enter({ sessionId: 'early', signedInAt: NOON - DAY }))
        expect((await early.get('/anything')).text).to.equal('the application')
        const { json } = await here.get('/two-factor/devices', { accept: 'application/json' })
        here.token = String(json.csrfToken)
        expect((await here.post('/two-factor/devices/revoke-all')).to).to.equal('/two-factor/devices')
        expect((await early.get('/anything')).to).to.equal(ASKED)
        expect((await here.get('/anything')).text, 'gave a code itself').to.equal('the application')
      })
    }

    it('asks a trusted browser that revokes itself', async () => {
      await open()
      const person = await trusted()
      expect((await signIn(person)).to).to.equal('/')
      const [id] = ids((await person.get('/two-factor/devices')).text)
      await person.post(`/two-factor/devices/${id}/revoke`)
      expect((await person.get('/two-factor/devices', agent(FIREFOX))).to).to.equal(ASKED)
    })

    it('has another person’s device as 404, and no change without our form', async () => {
      await open()
      const person = await trusted()
      const [id] = ids((await person.get('/two-factor/devices')).text)
      const somebody = browser(portal.url)
      await somebody.signIn(enter({ userId: 'another-person' }))
      const { json } = await somebody.get('/two-factor/devices', { accept: 'application/json' })
      somebody.token = String(json.csrfToken)
      for (const path of [`${id}/revoke`, `${id}/rename`, 'all/revoke', '%2e%2e/revoke']) {
        expect((await somebody.post(`/two-factor/devices/${path}`, { name: 'x' })).status, path).to.equal(404)
      }
      const bad = [{ name: ['a', 'b'] }, { name: 'x'.repeat(65) }, {}] as Record<string, string | string[]>[]
      for (const fields of bad) {
        await person.get('/two-factor/devices')
        expect((await person.post(`/two-factor/devices/${id}/rename`, fields)).status).to.equal(400)
      }
      expect((await person.post(`/two-factor/devices/${id}/revoke`, { _csrf: 'x' })).status).to.equal(403)
      expect((await person.get('/two-factor/devices')).text).to.contain(id)
    })

    it('is behind the second step', async () => {
      await open()
      const person = browser(portal.url)
      await signIn(person)
      expect((await person.get('/two-factor/devices')).to).to.equal(ASKED)
      await person.get(ASKED)
      expect((await person.post('/two-factor/devices/revoke-all')).to).to.equal(ASKED)
    })
  })
})
