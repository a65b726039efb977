import { request } from 'node:http'
import { expect } from 'chai'
import type { KeycloakLogin } from '../../src/domain/sign-in/login.js'
import { codeAt } from '../crypto/code-at.js'
import { NOON, sampleLogin } from '../domain/sample-login.js'
import { type Browser, browser, setUp } from './browser.js'
import { type TwoClocks, twoClocks } from './clock.js'
import { type Portal, startPortal } from './portal.js'

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

describe('sign-in over HTTP', () => {
  let portal: Portal
  let clock: TwoClocks
  let fred: Browser
  let secret: string
  let entered: number

  /** A login whose password is entered now. */
  const enter = (changes: Partial<KeycloakLogin> = {}) => {
    entered += SECOND
    const at = Math.max(entered, clock.at(0))
    entered = at
    return sampleLogin({ authenticatedAt: at, issuedAt: at, signedInAt: clock.now(), ...changes })
  }
  const code = (steps = 0) => codeAt(secret, Math.floor(clock.at(0) / 30_000) + steps)

  beforeEach(async () => {
    clock = twoClocks(() => portal.store)
    portal = await startPortal({ clock })
    clock.pass(0)
    entered = NOON
    fred = browser(portal.url)
    await fred.signIn(enter())
    secret = await setUp(fred, { enter, now: () => clock.at(0) })
    clock.pass(MINUTE)
  })
  afterEach(() => portal.close())

  /** Somebody who entered fred's password elsewhere, in a Keycloak session of its own. */
  async function anotherBrowser(): Promise<{ person: Browser; login: KeycloakLogin }> {
    const person = browser(portal.url)
    const login = enter({ sessionId: `session-${entered}` })
    await person.signIn(login)
    return { person, login }
  }

  describe('enforce()', () => {
    it('lets anonymous requests and exceptions pass, and asks whoever has a second factor', async () => {
      const { person } = await anotherBrowser()
      expect((await browser(portal.url).get('/anything')).text).to.equal('the application')
      expect((await person.get('/health')).text).to.equal('the application')
      expect((await person.get('/health/deep')).text).to.equal('the application')
      const asked = await person.get('/anything?x=1')
      expect([asked.status, asked.to]).to.deep.equal([303, '/two-factor/challenge'])
      const answered = await person.follow(await person.get('/two-factor/challenge'))
      expect(answered.status).to.equal(200)
      const accepted = await person.post('/two-factor/challenge', { code: code() })
      expect([accepted.status, accepted.to]).to.deep.equal([303, '/anything?x=1'])
      expect((await person.get('/anything')).text).to.equal('the application')
    })

    for (const path of [
      '/healthy',
      '/health/../payroll',
      '/health/%2e%2e/anything',
      '/health/%2E./anything',
      '/health/..%2fanything',
      '/health/x%2f..%2f..%2fanything',
      '/health%2f..%2fanything',
      '/health/x%5c..%5canything',
      '/HEALTH/../anything',
      '//health',
    ]) {
      it(`takes ${path} for no exception`, async () => {
        const { person } = await anotherBrowser()
        // Not by fetch, which would resolve the path before it asks.
        const cookie = [...person.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
        const status = await new Promise((resolve, reject) => {
          const asking = request(`${portal.url}/`, { path, headers: { cookie, accept: 'text/html' } }, (res) => {
            res.resume()
            resolve(res.statusCode)
          })
          asking.on('error', reject).end()
        })
        expect(status).to.equal(303)
      })
    }

    it('tells JSON where a person has to go, and keeps nothing of it', async () => {
      const { person } = await anotherBrowser()
      const asked = await person.get('/api', { accept: 'application/json' })
      expect(asked.status).to.equal(401)
      expect(asked.json).to.include({ location: `${portal.url}/two-factor/challenge`, status: 401 })
    })

    it('does not return to a form, whose fields would be lost', async () => {
      const { person } = await anotherBrowser()
      await person.post('/transfer', { to: 'mallory' })
      await person.get('/two-factor/challenge')
      expect((await person.post('/two-factor/challenge', { code: code() })).to).to.equal('/')
    })

    it('asks the person who signs in next in the same browser session', async () => {
      const { person } = await anotherBrowser()
      await person.get('/two-factor/challenge')
      await person.post('/two-factor/challenge', { code: code() })
      expect((await person.get('/anything')).text).to.equal('the application')
      await person.signIn(enter({ sessionId: 'session-9' }))
      expect((await person.get('/anything')).to).to.equal('/two-factor/challenge')
    })

    it('asks in a login from after set-up, also where the process’s clock is a little behind the database’s', async () => {
      clock.ahead = -45 * SECOND
      clock.pass(-30 * SECOND)
      const { person } = await anotherBrowser()
      expect((await person.get('/anything')).to).to.equal('/two-factor/challenge')
    })

    it('refuses somebody who acts as another person', async () => {
      const person = browser(portal.url)
      await person.signIn(sampleLogin({ authenticatedAt: null, impersonator: 'an-administrator' }))
      for (const path of ['/anything', '/payroll', '/two-factor/', '/two-factor/challenge', '/two-factor/set-up']) {
        const page = await person.get(path)
        expect([page.status, page.text.includes('ERR_2FA_FORBIDDEN')], path).to.deep.equal([403, true])
      }
    })

    it('refuses a code of somebody who acts as another person, also in a session that had a form', async () => {
      await fred.get('/two-factor/turn-off')
      await fred.signIn(sampleLogin({ authenticatedAt: null, impersonator: 'an-administrator' }), { keep: true })
      const before = portal.store.calls.length
      for (const path of ['challenge', 'challenge/backup', 'challenge/cancel']) {
        const page = await fred.post(`/two-factor/${path}`, { code: code() })
        expect([page.status, page.text.includes('An administrator is signed in')], path).to.deep.equal([403, true])
      }
      expect(portal.store.calls).to.have.length(before)
    })

    it('lets nobody inherit a mark or a kept answer with the session of somebody else', async () => {
      expect((await fred.get('/members')).text).to.equal('for members')
      await fred.signIn(enter({ userId: 'ann', sessionId: 'session-ann' }), { keep: true })
      expect((await fred.get('/members')).to).to.equal('/two-factor/set-up')
      await fred.get('/anything')
      await fred.signIn(enter({ sessionId: 'session-2' }), { keep: true })
      expect((await fred.get('/anything')).to).to.equal('/two-factor/challenge')
    })

    it('passes nobody while the store cannot be read, and says so', async () => {
      const { person } = await anotherBrowser()
      const down = () =>
        Promise.reject(Object.assign(new Error('down'), { name: 'TwoFactorError', code: 'ERR_2FA_STORE', status: 503 }))
      // The portal's store is what watchedStore inherits from, so this reaches it.
      portal.store.load = down as never
      expect((await person.get('/anything')).status).to.equal(503)
      expect((await browser(portal.url).get('/anything')).status).to.equal(200)
    })

    it('costs no read for a verified request within five seconds, and one primary-key read after', async () => {
      await fred.get('/anything')
      portal.store.calls.length = 0
      for (let asked = 0; asked < 5; asked++) expect((await fred.get('/anything')).status).to.equal(200)
      expect(portal.store.calls).to.deep.equal([])
    })
  })

  describe('the code page', () => {
    it('gives the session a new id and keeps what the application keeps in it', async () => {
      const { person } = await anotherBrowser()
      await person.get('/two-factor/challenge')
      const before = person.cookies.get('sid') ?? ''
      await person.post('/two-factor/challenge', { code: code() })
      expect(person.cookies.get('sid')).not.to.equal(before)
      const { json } = await person.get('/test/session')
      expect(json).to.deep.include({ cart: 'three apples' })
      expect(Object.keys(json.twoFactor as object)).to.deep.equal(['mark'])
      const thief = browser(portal.url)
      thief.cookies.set('sid', before)
      expect((await thief.get('/test/session')).json).not.to.have.property('login')
    })

    it('says how many tries are left, then that one has to wait, with Retry-After for JSON', async () => {
      const { person } = await anotherBrowser()
      await person.get('/two-factor/challenge')
      const wrong =
        ['000000', '111111', '222222', '333333'].find((one) => ![-1, 0, 1].some((by) => code(by) === one)) ?? ''
      for (let tried = 0; tried < 5; tried++) {
        expect((await person.post('/two-factor/challenge', { code: wrong })).status).to.equal(422)
      }
      const locked = await person.post('/two-factor/challenge', { code: code() }, { accept: 'application/json' })
      expect(locked.status).to.equal(429)
      expect(locked.headers.get('retry-after')).to.equal('60')
      expect(locked.json).to.include({ outcome: 'locked' })
    })

    it('counts nothing for malformed fields, and answers 400', async () => {
      const { person } = await anotherBrowser()
      await person.get('/two-factor/challenge')
      for (const fields of [
        {},
        { code: '' },
        { code: '12345' },
        { code: ['123456', '123456'] },
        { 'code[$ne]': '1' },
        { 'code[]': '123456' },
        { __proto__x: '1' },
        { code: '1'.repeat(9000) },
      ]) {
        expect((await person.post('/two-factor/challenge', fields as never)).status).to.equal(400)
      }
      const state = await portal.store.load(portal.store.audit[0]?.subjectKey ?? '', '')
      expect(state.attempts.codes.wrong).to.equal(0)
    })

    it('keeps no code and no secret in the session or in an address', async () => {
      const { person } = await anotherBrowser()
      await person.get('/two-factor/challenge')
      const used = code()
      const { to } = await person.post('/two-factor/challenge', { code: used })
      expect(to).not.to.contain(used)
      const { text } = await person.get('/test/session')
      expect(text).not.to.contain(used).and.not.to.contain(secret)
    })

    it('is for whoever has to answer: others are led onwards', async () => {
      expect((await fred.get('/two-factor/challenge')).to).to.equal('/')
      const nobody = browser(portal.url)
      expect((await nobody.get('/two-factor/challenge')).to).to.equal('/login')
    })

    for (const path of ['/two-factor/', '/anything']) {
      it(`returns to our own origin alone, whatever address a request for ${path} was made with`, async () => {
        const { person } = await anotherBrowser()
        const cookie = [...person.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
        const options = { path: `http://evil.example${path}`, headers: { cookie, accept: 'text/html' } }
        await new Promise((resolve, reject) => {
          const asking = request(`${portal.url}/`, options, (res) => {
            res.resume()
            res.once('end', resolve)
          })
          asking.on('error', reject).end()
        })
        const { json } = await person.get('/test/session')
        expect(JSON.stringify(json.twoFactor ?? {})).not.to.contain('evil.example')
      })
    }

    it('sends Cancel as a POST to the application’s logout, and writes it down', async () => {
      const { person } = await anotherBrowser()
      await person.get('/two-factor/challenge')
      const page = await person.post('/two-factor/challenge/cancel')
      expect([page.status, page.to]).to.deep.equal([307, '/logout'])
      expect(portal.store.audit.at(-1)?.kind).to.equal('challenge-cancelled')
    })

    it('lets the application on the same store go on unasked after a sign-in, by the verified session', async () => {
      const { person, login } = await anotherBrowser()
      await person.get('/two-factor/challenge')
      await person.post('/two-factor/challenge', { code: code() })
      const elsewhere = browser(portal.url)
      await elsewhere.signIn(login)
      expect((await elsewhere.get('/two-factor/continue')).to).to.equal('/')
      expect((await elsewhere.get('/anything')).text).to.equal('the application')
    })

    it('leads a session from before the second step through the sign-in, and gives it nothing by itself', async () => {
      const { person, login } = await anotherBrowser()
      const before = browser(portal.url)
      await before.signIn(login)
      expect((await before.get('/two-factor/continue')).to).to.equal('/two-factor/challenge')
      await person.get('/two-factor/challenge')
      await person.post('/two-factor/challenge', { code: code() })
      for (const path of ['/anything', '/two-factor/', '/two-factor/challenge']) {
        expect((await before.get(path)).to, path).to.equal('/login')
      }
      expect((await before.get('/two-factor/continue')).to).to.equal('/two-factor/challenge')
      expect((await before.get('/anything')).to).to.equal('/login')
    })

    it('returns to the page first asked for, whatever the browser fetches by itself meanwhile', async () => {
      const { person } = await anotherBrowser()
      await person.get('/members')
      for (const accept of ['image/avif,image/webp,*/*;q=0.8', '*/*', 'application/json']) {
        expect((await person.get('/favicon.ico', { accept })).status, accept).to.equal(401)
      }
      await person.get('/two-factor/challenge')
      expect((await person.post('/two-factor/challenge', { code: code() })).to).to.equal('/members')
    })
  })

  describe('required()', () => {
    it('sends whoever is not signed in to the login, and JSON a 401', async () => {
      const nobody = browser(portal.url)
      expect((await nobody.get('/members')).to).to.equal('/login')
      expect([...nobody.cookies.keys()]).to.deep.equal(['two-factor-return'])
      expect((await nobody.get('/members', { accept: 'application/json' })).status).to.equal(401)
    })

    it('leads whoever has no second factor to set-up', async () => {
      const ann = browser(portal.url)
      await ann.signIn(enter({ userId: 'ann' }))
      expect((await ann.get('/anything')).text).to.equal('the application')
      expect((await ann.get('/members')).to).to.equal('/two-factor/set-up')
    })

    it('wants a code of the last five minutes where the route says so', async () => {
      clock.pass(3 * MINUTE)
      expect((await fred.get('/payroll')).text).to.equal('the payroll')
      clock.pass(2 * MINUTE)
      expect((await fred.get('/payroll')).to).to.equal('/two-factor/challenge')
      expect((await fred.get('/members')).text).to.equal('for members')
      await fred.get('/two-factor/challenge')
      expect((await fred.post('/two-factor/challenge', { code: code() })).to).to.equal('/payroll')
      expect((await fred.get('/payroll')).text).to.equal('the payroll')
    })

    for (const [name, ahead] of [
      ['ten minutes ahead of', 10 * MINUTE],
      ['ten minutes behind', -10 * MINUTE],
    ] as const) {
      it(`works where the process’s clock is ${name} the database’s`, async () => {
        clock.ahead = ahead
        const { person } = await anotherBrowser()
        await person.get('/payroll')
        await person.get('/two-factor/challenge')
        expect((await person.post('/two-factor/challenge', { code: code() })).to).to.equal('/payroll')
        expect((await person.follow(await person.get('/payroll'))).text).to.equal('the payroll')
      })
    }
  })

  describe('changes of the second factor', () => {
    it('need a password entered for them, in the last five minutes', async () => {
      expect((await fred.get('/two-factor/turn-off')).status).to.equal(200)
      clock.pass(5 * MINUTE)
      await fred.get('/two-factor/challenge')
      const asked = await fred.get('/two-factor/turn-off')
      expect(asked.to).to.equal('/two-factor/challenge')
      await fred.get('/two-factor/challenge')
      await fred.post('/two-factor/challenge', { code: code() })
      expect((await fred.get('/two-factor/turn-off')).to).to.equal('/login')
      expect((await fred.get('/login')).json).to.deep.equal({ prompt: 'login' })
      await fred.signIn(enter())
      const back = await fred.get('/two-factor/continue')
      expect(back.to).to.equal('/two-factor/turn-off')
      expect((await fred.get('/two-factor/turn-off')).status).to.equal(200)
    })

    for (const [name, ahead] of [
      ['ten minutes ahead of', 10 * MINUTE],
      ['ten minutes behind', -10 * MINUTE],
    ] as const) {
      it(`end in no redirect loop where the process’s clock is ${name} the database’s`, async () => {
        clock.ahead = ahead
        const { person } = await anotherBrowser()
        await person.follow(await person.get('/members'))
        expect((await person.post('/two-factor/challenge', { code: code() })).to).to.equal('/members')
        const page = await person.follow(await person.get('/two-factor/turn-off'))
        expect([page.to, page.status]).to.be.deep.equal(['/login', 303])
      })
    }

    it('say what the login route failed to forward where nothing was entered, once, and without a loop', async () => {
      clock.pass(6 * MINUTE)
      await fred.follow(await fred.get('/two-factor/turn-off'))
      await fred.post('/two-factor/challenge', { code: code() })
      expect((await fred.get('/two-factor/turn-off')).to).to.equal('/login')
      await fred.signIn(sampleLogin({ authenticatedAt: entered, issuedAt: clock.at(0), signedInAt: clock.now() }))
      const failed = await fred.get('/two-factor/continue')
      expect(failed.status).to.equal(500)
      const event = portal.events.at(-1)
      const error = event && 'error' in event ? (event.error as Error) : undefined
      expect(error?.message).to.contain('prompt=login').and.to.contain('signInParams')
    })

    it('are not open to whoever comes back as somebody else', async () => {
      await fred.signIn(enter())
      await fred.get('/two-factor/challenge')
      await fred.post('/two-factor/challenge', { code: code() })
      expect((await fred.get('/two-factor/turn-off')).to).to.equal('/login')
      await fred.signIn(enter({ userId: 'ann', sessionId: 'session-ann' }))
      const back = await fred.get('/two-factor/continue')
      expect(back.to).to.equal('/')
      expect((await fred.get('/two-factor/backup-codes')).to).to.equal('/login')
    })

    it('turn off: everything goes, and every session is judged anew, at once in this process', async () => {
      const { person } = await anotherBrowser()
      await person.follow(await person.get('/members'))
      await person.post('/two-factor/challenge', { code: code() })
      expect((await person.get('/members')).text).to.equal('for members')
      const page = await fred.get('/two-factor/turn-off')
      expect(page.status).to.equal(200)
      expect((await fred.post('/two-factor/turn-off')).to).to.equal('/two-factor')
      expect((await fred.get('/two-factor/')).status).to.equal(200)
      expect((await person.get('/members')).to).to.equal('/two-factor/set-up')
      expect((await fred.get('/members')).to).to.equal('/two-factor/set-up')
      expect((await fred.post('/two-factor/turn-off')).status).to.be.oneOf([303, 403, 409])
    })

    it('leave the forms of an open page usable after its file was downloaded', async () => {
      const page = await fred.get('/two-factor/backup-codes')
      expect(page.status).to.equal(200)
      const token = fred.token
      const created = /name="created" value="(\d+)"/.exec(page.text)?.[1] ?? ''
      const file = await fred.get('/two-factor/backup-codes/download')
      expect(file.headers.get('content-disposition')).to.contain('Acme-Portal-backup-codes.txt')
      expect((await fred.post('/two-factor/backup-codes/saved', { _csrf: token, created })).to).to.equal(
        '/two-factor/backup-codes',
      )
    })

    it('keep the session’s id over visits of our own pages', async () => {
      await fred.get('/two-factor/')
      const id = fred.cookies.get('sid')
      await Promise.all([fred.get('/two-factor/'), fred.get('/two-factor/backup-codes'), fred.get('/two-factor/')])
      expect(fred.cookies.get('sid')).to.equal(id)
    })

    it('are closed while the second step is pending', async () => {
      for (const path of [
        '',
        'set-up',
        'set-up/totp',
        'backup-codes',
        'backup-codes/download',
        'backup-codes/regenerate',
        'turn-off',
      ]) {
        const { person } = await anotherBrowser()
        expect((await person.get(`/two-factor/${path}`)).to, path).to.equal('/two-factor/challenge')
      }
      const before = portal.store.audit.length
      for (const path of ['set-up', 'set-up/totp', 'backup-codes/saved', 'backup-codes/regenerate', 'turn-off']) {
        const { person } = await anotherBrowser()
        await person.get('/two-factor/challenge')
        const page = await person.post(`/two-factor/${path}`, { method: 'totp', code: code() })
        expect(page.to, path).to.equal('/two-factor/challenge')
      }
      expect(portal.store.audit).to.have.length(before)
    })

    it('need a mailed code of people who came through an identity provider', async () => {
      const ann = browser(portal.url)
      await ann.signIn(enter({ userId: 'ann', identityProvider: 'google' }))
      expect((await ann.get('/two-factor/set-up')).to).to.equal('/two-factor/fresh')
    })
  })

  describe('/continue', () => {
    it('returns to where the person was, once', async () => {
      const ann = browser(portal.url)
      await ann.get('/members?x=1')
      await ann.signIn(enter({ userId: 'ann' }))
      expect((await ann.get('/two-factor/continue')).to).to.equal('/members?x=1')
      expect((await ann.get('/two-factor/continue')).to).to.equal('/')
    })

    it('forwards nothing to Keycloak for a sign-in that we did not send for a password', async () => {
      const ann = browser(portal.url)
      expect((await ann.get('/login')).json).to.deep.equal({})
      await ann.get('/members')
      expect((await ann.get('/login')).json).to.deep.equal({})
    })

    it('says what is wrong where the login does not stay in the session, instead of going round for ever', async () => {
      const nobody = browser(portal.url)
      let page = await nobody.get('/members')
      // Keycloak signs in silently, and the application loses the login each time.
      for (let round = 0; round < 4 && page.to === '/login'; round++) page = await nobody.get('/two-factor/continue')
      expect(page.status).to.equal(500)
      expect(page.text).to.contain('ERR_2FA_CONFIGURATION')
    })
  })

  describe('state()', () => {
    it('tells what enforce() would do, and changes nothing', async () => {
      const { person, login } = await anotherBrowser()
      const asked = await portal.twoFactor.state({ session: { login, regenerate() {} } } as never)
      expect(asked).to.deep.include({ signedIn: true, outcome: 'challenge', reasons: ['enrolled'], verified: null })
      expect(await portal.twoFactor.state({ session: { regenerate() {} } } as never)).to.deep.equal({ signedIn: false })
      expect((await person.get('/test/session')).json).not.to.have.property('twoFactor')
    })
  })

  it('asks again at once after a reset elsewhere, where each request has to know', async () => {
    const strict = await startPortal({ clock, options: { revocation: { within: '0s' } } })
    try {
      strict.store.time = clock.at(0)
      const ann = browser(strict.url)
      const enterAnn = () => enter({ userId: 'ann' })
      await ann.signIn(enterAnn())
      await setUp(ann, { enter: enterAnn, now: () => clock.at(0) })
      expect((await ann.get('/members')).text).to.equal('for members')
      const subjectKey = strict.store.audit[0]?.subjectKey ?? ''
      const { attempts, epoch } = await strict.store.load(subjectKey, '')
      const expected = { subjectKey, version: attempts.version, epoch }
      await strict.store.turnOff(expected, { revokedAt: clock.at(0), effects: { audit: [], messages: [] } })
      expect((await ann.get('/members')).to).to.equal('/two-factor/set-up')
      strict.store.epoch = () => Promise.reject(new Error('down'))
      expect((await ann.get('/anything')).status).not.to.equal(200)
    } finally {
      await strict.close()
    }
  })

  it('does not let in a thief with the password, stopped at the set-up, because the person has set theirs up', async () => {
    const strict = await startPortal({ clock, options: { policies: { withoutTenant: 'required' } } })
    try {
      strict.store.time = clock.at(0)
      const enterBea = (sessionId: string) => enter({ userId: 'bea', sessionId })
      const thief = browser(strict.url)
      await thief.signIn(enterBea('of the thief'))
      expect((await thief.get('/members')).to).to.equal('/two-factor/set-up')
      clock.pass(60_000)
      strict.store.time = clock.at(0)
      const bea = browser(strict.url)
      await bea.signIn(enterBea('of bea'))
      await setUp(bea, { enter: () => enterBea('of bea'), now: () => clock.at(0) })
      expect((await bea.get('/members')).text).to.equal('for members')
      expect((await thief.get('/anything')).to).to.equal('/two-factor/challenge')
    } finally {
      await strict.close()
    }
  })

  it('goes on, once the backup codes are kept, to the page that set-up was asked for', async () => {
    const enterAnn = () => enter({ userId: 'ann', sessionId: 'session-ann' })
    const ann = browser(portal.url)
    await ann.signIn(enterAnn())
    expect((await ann.get('/members?of=acme')).to).to.equal('/two-factor/set-up')
    await setUp(ann, { enter: enterAnn, now: () => clock.at(0) })
    const page = await ann.get('/two-factor/backup-codes')
    expect(page.text).to.contain('href="/two-factor/continue"')
    const created = /name="created" value="(\d+)"/.exec(page.text)?.[1] ?? ''
    const saved = await ann.post('/two-factor/backup-codes/saved', { created })
    expect([saved.status, saved.to]).to.deep.equal([303, '/two-factor/continue'])
    expect((await ann.get('/two-factor/continue')).to).to.equal('/members?of=acme')
    expect((await ann.get('/two-factor/backup-codes')).text).not.to.contain('/two-factor/continue')
    expect((await ann.get('/two-factor/continue')).to).to.equal('/')
  })

  it('asks again after 24 hours', async () => {
    const { person } = await anotherBrowser()
    await person.get('/two-factor/challenge')
    await person.post('/two-factor/challenge', { code: code() })
    clock.pass(24 * HOUR - 1)
    expect((await person.get('/anything')).status).to.equal(200)
    clock.pass(1)
    expect((await person.get('/anything')).to).to.equal('/two-factor/challenge')
  })
})
