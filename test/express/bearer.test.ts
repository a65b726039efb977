import { expect } from 'chai'
import type { Request } from 'express'
import type { KeycloakLogin } from '../../src/domain/sign-in/login.js'
import { TwoFactorError } from '../../src/errors.js'
import { bearerBy, tokenOf } from '../../src/express/sign-in/bearer.js'
import type { AccessToken } from '../../src/ports/access-tokens.js'
import { testDirectory } from '../../src/testing/test-directory.js'
import { codeAt } from '../crypto/code-at.js'
import { NOON, sampleLogin } from '../domain/sample-login.js'
import { type Browser, browser, setUp } from './browser.js'
import { type TwoClocks, twoClocks } from './clock.js'
import { type Portal, sessionOf, startPortal } from './portal.js'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

describe('requests with an access token', () => {
  let portal: Portal
  let clock: TwoClocks
  let fred: Browser
  let secret: string
  let entered: number
  /** What the realm knows of: tokens by their text. */
  let tokens: Map<string, AccessToken>
  let verified: number

  const enter = (changes: Partial<KeycloakLogin> = {}) => {
    entered = Math.max(entered + 1000, clock.at(0))
    return sampleLogin({ authenticatedAt: entered, issuedAt: entered, signedInAt: clock.now(), ...changes })
  }
  /** A token of a login, that lasts as long as the test. */
  const tokenFor = (login: KeycloakLogin | null, clientId = 'mobile') => {
    const text = `token-${tokens.size}`
    tokens.set(text, { clientId, login, endsAt: Date.now() + HOUR })
    return text
  }
  const api = (token: string, path = '/api', headers: Record<string, string> = {}) =>
    browser(portal.url).get(path, { accept: '*/*', authorization: `Bearer ${token}`, ...headers })

  beforeEach(async () => {
    tokens = new Map()
    verified = 0
    clock = twoClocks(() => portal.store)
    const directory = {
      ...testDirectory(),
      person: async (userId: string) => ({ ...FRED, userId }),
      verifyAccessToken: async (text: string, audiences: readonly string[]) => {
        verified++
        expect(audiences).to.deep.equal(['portal-api'])
        const token = tokens.get(text)
        if (token === undefined) throw new TwoFactorError('ERR_2FA_SIGN_IN_REQUIRED', 'The access token is wrong.')
        return token
      },
    }
    portal = await startPortal({
      clock,
      options: {
        bearer: { audiences: ['portal-api'], exemptClients: ['reports'] },
        mobileReturns: { app: 'com.acme.app:/two-factor' },
        directory,
      },
      routes: (app, twoFactor) => {
        app.get('/whose', async (req, res) => {
          res.json({ login: await twoFactor.bearer(req), state: await twoFactor.state(req) })
        })
        app.get('/of/acme', twoFactor.required({ tenant: 'acme' }), (_req, res) => {
          res.send('for acme')
        })
        app.get('/signed-in', twoFactor.signedIn(), (_req, res) => {
          res.send('somebody')
        })
      },
    })
    clock.pass(0)
    entered = NOON
    fred = browser(portal.url)
    await fred.signIn(enter())
    secret = await setUp(fred, { enter, now: () => clock.at(0) })
    clock.pass(MINUTE)
  })
  afterEach(() => portal.close())

  /** Opens what the API answered with, in a browser of the same Keycloak session, and gives the code there. */
  async function verifyInBrowser(login: KeycloakLogin, location: unknown): Promise<void> {
    const person = browser(portal.url)
    await person.signIn(login)
    const page = await person.get(String(location).replace(portal.url, ''))
    expect(page.status).to.equal(200)
    clock.pass(30_000)
    const code = codeAt(secret, Math.floor(clock.at(0) / 30_000))
    expect((await person.post('/two-factor/challenge', { code })).status).to.equal(303)
  }

  it('are asked for the second step as RFC 9470 says, and told what to open', async () => {
    const answer = await api(tokenFor(enter({ sessionId: 'phone' })))
    expect(answer.status).to.equal(401)
    expect(answer.headers.get('content-type')).to.match(/^application\/problem\+json/)
    expect(answer.headers.get('www-authenticate')).to.match(/^Bearer error="insufficient_user_authentication"/)
    expect(answer.headers.get('www-authenticate')).not.to.contain('max_age')
    expect(answer.json).to.include({
      code: 'ERR_2FA_SIGN_IN_REQUIRED',
      location: `${portal.url}/two-factor/challenge?max_age=86400`,
    })
  })

  it('pass once a code was given in the same Keycloak session', async () => {
    const login = enter({ sessionId: 'phone' })
    const token = tokenFor(login)
    await verifyInBrowser(login, (await api(token)).json.location)
    expect((await api(token)).text).to.equal('the application')
    expect((await api(token, '/members')).text).to.equal('for members')
    // Refreshed, it is another text of the same login.
    expect((await api(tokenFor({ ...login, issuedAt: login.issuedAt + 60_000 }))).text).to.equal('the application')
  })

  it('are asked again in another Keycloak session, after a new entry, and as another person', async () => {
    const login = enter({ sessionId: 'phone' })
    await verifyInBrowser(login, (await api(tokenFor(login))).json.location)
    for (const other of [{ sessionId: 'tablet' }, { authenticatedAt: entered + 5000 }]) {
      expect((await api(tokenFor({ ...login, ...other }))).status).to.equal(401)
    }
    const ann = { ...login, userId: 'ann' }
    expect((await api(tokenFor(ann), '/members')).json.location).to.equal(`${portal.url}/two-factor/set-up`)
  })

  it('pass without a code from a client that is exempt, and from no other of the same Keycloak session', async () => {
    const login = enter({ sessionId: 'shared' })
    const exempt = tokenFor({ ...login, clientId: 'reports' })
    const mobile = tokenFor({ ...login, clientId: 'mobile' })
    expect((await api(exempt)).text).to.equal('the application')
    expect((await api(exempt, '/members')).text).to.equal('for members')
    expect((await api(mobile)).status).to.equal(401)
    expect((await api(exempt, '/payroll')).status).to.equal(401)
    expect((await api(exempt)).text).to.equal('the application')
  })

  it('exempt nobody whose session is the application’s own, whatever client it names', async () => {
    const web = browser(portal.url)
    await web.signIn(enter({ sessionId: 'web', clientId: 'reports' }))
    expect((await web.get('/')).to).to.contain('/two-factor/challenge')
  })

  it('need a code of the time that a route names', async () => {
    const login = enter({ sessionId: 'phone' })
    const token = tokenFor(login)
    await verifyInBrowser(login, (await api(token, '/payroll')).json.location)
    expect((await api(token, '/payroll')).text).to.equal('the payroll')
    clock.pass(5 * MINUTE)
    const late = await api(token, '/payroll')
    expect(late.status).to.equal(401)
    expect(late.headers.get('www-authenticate')).to.match(/max_age="300"$/)
    expect(late.json.location).to.equal(`${portal.url}/two-factor/challenge?max_age=300`)
    expect((await api(token)).text).to.equal('the application')
    await verifyInBrowser(login, late.json.location)
    expect((await api(token, '/payroll')).text).to.equal('the payroll')
  })

  it('lead back to the mobile app that opened the page, by its name', async () => {
    const login = enter({ sessionId: 'phone' })
    const token = tokenFor(login)
    const { location } = (await api(token, '/payroll')).json
    const person = browser(portal.url)
    await person.signIn(login)
    const opened = `${String(location).replace(portal.url, '')}&return=app`
    expect((await person.get(opened)).text).to.contain('name="code"')
    clock.pass(30_000)
    const code = codeAt(secret, Math.floor(clock.at(0) / 30_000))
    const accepted = await person.post('/two-factor/challenge', { code })
    const page = await person.get(accepted.to)
    expect(page.status).to.equal(200)
    expect(page.text).to.contain('href="com.acme.app:/two-factor"').and.to.contain('url=com.acme.app:/two-factor')
    expect((await api(token, '/payroll')).text).to.equal('the payroll')
    // Nothing is asked where nothing is to do, and the way back is the same.
    expect((await person.get('/two-factor/challenge?return=app')).text).to.contain('href="com.acme.app:/two-factor"')
  })

  for (const query of [
    'return=other',
    'return=https://evil.example',
    'return=__proto__',
    'return=app&return=app',
    'max_age=0',
    'max_age=-1',
    'max_age=86401',
    'max_age=5m',
    'max_age=300&max_age=300',
  ]) {
    it(`open no page with ?${query}`, async () => {
      const answer = await fred.get(`/two-factor/challenge?${query}`, { accept: 'application/json' })
      expect([answer.status, answer.json.code]).to.deep.equal([400, 'ERR_2FA_MALFORMED'])
    })
  }

  it('are refused at once after the second factor was reset, and never by what was kept of before', async () => {
    const login = enter({ sessionId: 'phone' })
    const token = tokenFor(login)
    await verifyInBrowser(login, (await api(token, '/members')).json.location)
    expect((await api(token, '/members')).text).to.equal('for members')
    await fred.get('/two-factor/turn-off')
    expect((await fred.post('/two-factor/turn-off')).status).to.equal(303)
    // Every process learns of it within 5 s; this one at once.
    expect((await api(token, '/members')).json.location).to.equal(`${portal.url}/two-factor/set-up`)
  })

  it('end after 24 hours', async () => {
    const login = enter({ sessionId: 'phone' })
    const token = tokenFor(login)
    await verifyInBrowser(login, (await api(token)).json.location)
    clock.pass(24 * HOUR)
    expect((await api(token)).status).to.equal(401)
  })

  it('are never judged by a session, whoever it belongs to', async () => {
    const { cookies } = fred
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    expect((await fred.get('/members')).text).to.equal('for members')
    const another = await api(tokenFor(enter({ sessionId: 'phone' })), '/members', { cookie })
    expect([another.status, another.json.code]).to.deep.equal([403, 'ERR_2FA_FORBIDDEN'])
    expect((await api('wrong', '/members', { cookie })).status).to.equal(401)
    expect((await api('', '/members', { cookie })).status).to.equal(401)
  })

  it('do not vouch for somebody else who is signed in by a cookie', async () => {
    const verifiedLogin = enter({ sessionId: 'phone' })
    await verifyInBrowser(verifiedLogin, (await api(tokenFor(verifiedLogin))).json.location)
    const token = tokenFor(verifiedLogin)
    expect((await api(token)).status).to.equal(200)
    const victim = browser(portal.url)
    await victim.signIn(enter({ userId: 'ann' }))
    const cookie = [...victim.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const answer = await api(token, '/api', { cookie })
    expect([answer.status, answer.json.code]).to.deep.equal([403, 'ERR_2FA_FORBIDDEN'])
  })

  it('are refused with what is wrong where the token is, also where nobody need be signed in', async () => {
    for (const path of ['/api', '/signed-in', '/members']) {
      const answer = await api('wrong', path)
      expect(answer.status).to.equal(401)
      expect(answer.headers.get('www-authenticate')).to.equal('Bearer error="invalid_token"')
      expect(answer.json.detail).to.contain('The access token is wrong.')
    }
    expect((await api(tokenFor(enter({ sessionId: 'phone' })), '/signed-in')).text).to.equal('somebody')
  })

  it('are malformed with the token elsewhere, or bound to a key', async () => {
    const token = tokenFor(enter({ sessionId: 'phone' }))
    const inQuery = await browser(portal.url).get(`/api?access_token=${token}`, { accept: 'application/json' })
    const bound = await browser(portal.url).get('/api', { accept: 'application/json', authorization: `DPoP ${token}` })
    for (const answer of [inQuery, bound]) {
      expect([answer.status, answer.json.code]).to.deep.equal([400, 'ERR_2FA_MALFORMED'])
    }
  })

  it('are told from other credentials by their scheme, whatever its case and the blanks around', async () => {
    const token = tokenFor(enter({ sessionId: 'phone' }))
    const answered = async (authorization: string) => {
      const answer = await browser(portal.url).get('/signed-in', { accept: 'application/json', authorization })
      return `${answer.status} ${answer.headers.get('www-authenticate')}`
    }
    for (const right of [`bearer ${token}`, `BEARER \t ${token}`]) expect(await answered(right)).to.equal('200 null')
    for (const wrong of ['Bearer', `Bearer ${token} ${token}`, `Bearer ${token},`]) {
      expect(await answered(wrong)).to.equal('401 Bearer error="invalid_token"')
    }
    for (const other of [`Basic ${token}`, `Bearerly ${token}`, token, ` Basic Bearer ${token}`, '']) {
      expect(await answered(other)).to.equal('401 null')
    }
  })

  it('take no longer to find the more blanks are sent, by whomever', () => {
    const authorization = `bearer a${' '.repeat(100_000)}b`
    const request = { headers: { authorization }, url: '/', query: {}, body: undefined } as unknown as Request
    const start = performance.now()
    expect(tokenOf({ bearer: bearerBy(async () => expect.fail(), []) }, request)).to.equal(
      authorization.slice('bearer '.length),
    )
    expect(performance.now() - start).to.be.below(1_000)
  })

  it('belong to a person: a service account’s token is refused', async () => {
    const answer = await api(tokenFor(null))
    expect([answer.status, answer.json.code]).to.deep.equal([403, 'ERR_2FA_FORBIDDEN'])
  })

  it('of a service account pass where its client is exempt, but not where a code or a member is wanted', async () => {
    const token = tokenFor(null, 'reports')
    for (const [path, text] of [
      ['/api', 'the application'],
      ['/signed-in', 'somebody'],
      ['/members', 'for members'],
    ] as const) {
      expect((await api(token, path)).text, path).to.equal(text)
    }
    for (const path of ['/payroll', '/of/acme']) {
      const answer = await api(token, path)
      expect([answer.status, answer.json.code], path).to.deep.equal([403, 'ERR_2FA_FORBIDDEN'])
    }
    expect((await api(token, '/whose')).json).to.deep.equal({ login: null, state: { signedIn: false } })
    const cookie = [...fred.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    expect((await api(token, '/api', { cookie })).status, 'signed in twice').to.equal(403)
  })

  it('are refused where an administrator acts as the person', async () => {
    const answer = await api(tokenFor({ ...enter({ sessionId: 'phone' }), impersonator: 'admin' }))
    expect([answer.status, answer.json.code]).to.deep.equal([403, 'ERR_2FA_FORBIDDEN'])
  })

  it('are verified once a minute, and then asked neither of Keycloak nor of the database', async () => {
    const login = enter({ sessionId: 'phone' })
    const token = tokenFor(login)
    await verifyInBrowser(login, (await api(token)).json.location)
    await api(token)
    await api(token)
    const { load, epoch } = portal.store
    let reads = 0
    portal.store.load = (...of) => {
      reads++
      return load(...of)
    }
    portal.store.epoch = (...of) => {
      reads++
      return epoch(...of)
    }
    await Promise.all(Array.from({ length: 20 }, () => api(token)))
    expect([verified, reads]).to.deep.equal([1, 0])
  })

  it('tell the application whose they are', async () => {
    const login = enter({ sessionId: 'phone' })
    const told = await api(tokenFor(login), '/whose')
    expect(told.json.login).to.deep.equal(login)
    expect(told.json.state).to.include({ signedIn: true, outcome: 'challenge', verified: null })
    expect((await browser(portal.url).get('/whose')).json).to.deep.equal({ login: null, state: { signedIn: false } })
  })

  it('are nobody’s where option "bearer" is off', async () => {
    await portal.close()
    portal = await startPortal({
      clock,
      routes: (app, twoFactor) => {
        app.get('/whose', async (req, res) => {
          res.json({ login: await twoFactor.bearer(req), session: sessionOf(req)?.login ?? null })
        })
      },
    })
    expect((await api('any', '/whose')).json).to.deep.equal({ login: null, session: null })
    expect((await api('any', '/members')).status).to.equal(401)
  })
})

const FRED = {
  username: 'fred',
  displayName: 'Fred Example',
  email: 'fred@acme.example',
  emailVerified: true,
  locale: null,
  enabled: true,
}
