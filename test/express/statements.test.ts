import { expect } from 'chai'
import type { Request } from 'express'
import type { KeycloakLogin } from '../../src/domain/sign-in/login.js'
import type { StatementOptions } from '../../src/domain/statements/statement-options.js'
import { isTwoFactorError } from '../../src/errors.js'
import type { IssuedStatement } from '../../src/express/statements/state-method.js'
import { type TwoFactorOptions, verifyStatement } from '../../src/index.js'
import { codeAt } from '../crypto/code-at.js'
import { newPrivateJwk, publicPartOf } from '../crypto/statement-key.js'
import { NOON, sampleLogin } from '../domain/sample-login.js'
import { type Browser, browser, setUp } from './browser.js'
import { type TwoClocks, twoClocks } from './clock.js'
import { type Portal, startPortal } from './portal.js'

const HOUR = 60 * 60_000
const KEY = newPrivateJwk()
const RETIRED = newPrivateJwk()
const KEYS = [
  { kid: 'now', privateJwk: KEY },
  { kid: 'then', privateJwk: RETIRED, retired: true },
]
const AUDIENCE = 'https://archive.example'
const DOCUMENT = `sha-256:${'0a'.repeat(32)}`

describe('statement()', () => {
  let portal: Portal
  let clock: TwoClocks
  let fred: Browser
  let entered: number

  /** A login whose password is entered now. */
  const enter = (changes: Partial<KeycloakLogin> = {}) => {
    entered = Math.max(entered + 1000, clock.at(0))
    return sampleLogin({ authenticatedAt: entered, issuedAt: entered, signedInAt: clock.now(), ...changes })
  }

  /** The portal issues a statement for whoever posts the options, behind no guard of its own. */
  async function start(options: Partial<TwoFactorOptions> = { statementKeys: KEYS }): Promise<void> {
    clock = twoClocks(() => portal.store)
    portal = await startPortal({
      clock,
      options,
      routes: (app, twoFactor) => {
        app.get('/state', async (req, res) => {
          const options = JSON.parse(String(req.query.options))
          res.json(await twoFactor.statement(req, options))
        })
      },
    })
    clock.pass(0)
    entered = NOON
    fred = browser(portal.url)
  }
  beforeEach(() => start())
  afterEach(() => portal.close())

  const ask = (person: Browser, options: unknown = { audience: AUDIENCE }, headers: Record<string, string> = {}) =>
    person.get(`/state?options=${encodeURIComponent(JSON.stringify(options))}`, {
      accept: 'application/json',
      ...headers,
    })
  async function stated(person: Browser, ...given: [options?: StatementOptions, headers?: Record<string, string>]) {
    const page = await ask(person, ...given)
    expect(page.status, page.text).to.equal(200)
    return page.json as unknown as IssuedStatement
  }
  const verify = ({ jws }: IssuedStatement, more = {}) =>
    verifyStatement(jws, { url: `${portal.url}/two-factor`, audience: AUDIENCE, ...more })
  const issued = () => portal.store.audit.filter(({ kind }) => kind === 'statement-issued')

  /** Sets up an authenticator app for fred in another browser, then signs him in here and gives the code asked for. */
  async function signInByCode(changes: Partial<KeycloakLogin> = {}): Promise<KeycloakLogin> {
    const { secret } = await enrol()
    const login = enter({ sessionId: 'session-2', ...changes })
    await fred.signIn(login)
    await fred.get('/two-factor/challenge')
    const accepted = await fred.post('/two-factor/challenge', {
      code: codeAt(secret, Math.floor(clock.at(0) / 30_000)),
    })
    expect(accepted.status).to.equal(303)
    return login
  }
  async function enrol(): Promise<{ secret: string; backupCode: string }> {
    const other = browser(portal.url)
    await other.signIn(enter())
    const secret = await setUp(other, { enter, now: () => clock.at(0) })
    const [backupCode = ''] =
      /([a-z2-7]{4}-){3}[a-z2-7]{4}/i.exec((await other.get('/two-factor/backup-codes')).text) ?? []
    clock.pass(60_000)
    return { secret, backupCode }
  }

  it('states a password alone for whoever has no second factor', async () => {
    const login = enter()
    await fred.signIn(login)
    const given = await stated(fred)
    expect(given.text).to.equal('Password alone')
    expect(given.statement).to.include({
      iss: `${portal.url}/two-factor`,
      aud: AUDIENCE,
      sub: login.userId,
      realm: login.issuer,
      iat: clock.at(0) / 1000,
      auth_time: (login.authenticatedAt ?? 0) / 1000,
      method: 'password',
    })
    expect(given.statement.amr).to.deep.equal(['pwd'])
    expect(given.statement).not.to.have.any.keys('document', 'provider')
    expect(await verify(given)).to.deep.equal(given.statement)
  })

  it('states two-factor authentication for a judged code, with the document', async () => {
    await signInByCode()
    const given = await stated(fred, { audience: AUDIENCE, documentHash: DOCUMENT })
    expect(given.text).to.equal('Two-factor authentication: password and a code from an authenticator app')
    expect(given.statement).to.deep.include({ method: 'totp', amr: ['pwd', 'otp', 'mfa'], document: DOCUMENT })
    expect(await verify(given, { documentHash: DOCUMENT })).to.deep.equal(given.statement)
  })

  it('states the code that confirmed the set-up, in that session', async () => {
    await fred.signIn(enter())
    await setUp(fred, { enter, now: () => clock.at(0) })
    expect((await stated(fred)).statement.method).to.equal('totp')
  })

  it('states a backup code as one', async () => {
    const { backupCode } = await enrol()
    await fred.signIn(enter({ sessionId: 'session-2' }))
    await fred.get('/two-factor/challenge/backup')
    expect((await fred.post('/two-factor/challenge/backup', { code: backupCode })).status).to.equal(303)
    const given = await stated(fred)
    expect(given.text).to.equal('Two-factor authentication: password and a backup code')
    expect(given.statement).to.deep.include({ method: 'backup-code', amr: ['pwd', 'otp', 'mfa'] })
  })

  it('states single sign-on with its provider and claims nothing for it', async () => {
    await fred.signIn(enter({ identityProvider: 'office365' }))
    const given = await stated(fred)
    expect(given.text).to.equal('Single sign-on with office365')
    expect(given.statement).to.deep.include({ method: 'single-sign-on', amr: [], provider: 'office365' })
  })

  it('claims no mfa in a session from before the second factor, where no code was asked', async () => {
    await fred.signIn(enter({ sessionId: 'session-2' }))
    clock.pass(60_000)
    await enrol()
    expect((await stated(fred)).statement.amr).to.deep.equal(['pwd'])
  })

  it('speaks the language asked for, else the login’s, else the browser’s', async () => {
    await fred.signIn(enter({ locale: 'ja' }))
    expect((await stated(fred)).text).to.equal('パスワードのみ')
    expect((await stated(fred, { audience: AUDIENCE, locale: 'en' })).text).to.equal('Password alone')
    await fred.signIn(enter())
    expect((await stated(fred, { audience: AUDIENCE }, { 'accept-language': 'ja' })).text).to.equal('パスワードのみ')
  })

  it('says 二要素認証 in Japanese', async () => {
    await signInByCode({ locale: 'ja' })
    expect((await stated(fred)).text).to.equal('二要素認証（パスワードと認証アプリのコード）')
  })

  it('states nothing of anonymous people, of half a sign-in, or of who is impersonated', async () => {
    const anonymous = await ask(fred)
    expect([anonymous.status, anonymous.json.code]).to.deep.equal([401, 'ERR_2FA_SIGN_IN_REQUIRED'])
    await enrol()
    await fred.signIn(enter({ sessionId: 'session-2' }))
    const half = await ask(fred)
    expect([half.status, half.json.code]).to.deep.equal([401, 'ERR_2FA_SIGN_IN_REQUIRED'])
    await fred.signIn(enter({ authenticatedAt: null, impersonator: 'an-administrator' }))
    const impersonated = await ask(fred)
    expect([impersonated.status, impersonated.json.code]).to.deep.equal([403, 'ERR_2FA_FORBIDDEN'])
    expect(issued()).to.deep.equal([])
  })

  it('states nothing of a login whose second step is required and not set up', async () => {
    await portal.close()
    await start({ statementKeys: KEYS, policies: { withoutTenant: 'required' } })
    await fred.signIn(enter())
    expect((await ask(fred)).json.code).to.equal('ERR_2FA_SIGN_IN_REQUIRED')
  })

  it('refuses a hash that is none as malformed, and wrong options as the application’s mistake', async () => {
    await fred.signIn(enter())
    const malformed = await ask(fred, { audience: AUDIENCE, documentHash: 'md5:00' })
    expect([malformed.status, malformed.json.code]).to.deep.equal([400, 'ERR_2FA_MALFORMED'])
    for (const options of [{}, { audience: '' }, { audience: AUDIENCE, documenthash: DOCUMENT }, { audience: 5 }]) {
      expect((await ask(fred, options)).json.code).to.equal('ERR_2FA_CONFIGURATION')
    }
    expect(issued()).to.deep.equal([])
  })

  it('leaves an audit entry with the statement’s id, and no statement without one', async () => {
    await fred.signIn(enter())
    const { statement } = await stated(fred, { audience: AUDIENCE, documentHash: DOCUMENT })
    expect(issued()).to.have.length(1)
    expect(issued()[0]?.details).to.deep.equal({
      jti: statement.jti,
      method: 'password',
      amr: ['pwd'],
      document: DOCUMENT,
    })
    portal.store.addAuditEvent = async () => {
      throw new Error('the database is down')
    }
    expect((await ask(fred)).status).not.to.equal(200)
  })

  it('gives each statement an id of its own', async () => {
    await fred.signIn(enter())
    const ids = await Promise.all([1, 2, 3].map(async () => (await stated(fred)).statement.jti))
    expect(new Set(ids).size).to.equal(3)
  })

  describe('of a login that was kept', () => {
    const of = (login: unknown) =>
      portal.twoFactor.statement({ login } as { login: KeycloakLogin }, { audience: AUDIENCE })
    async function refused(login: unknown): Promise<string> {
      try {
        await of(login)
      } catch (error) {
        if (isTwoFactorError(error)) return error.code
        throw error
      }
      return expect.fail('it was stated')
    }

    it('states the code of that session while it counts, and nothing afterwards', async () => {
      const login = await signInByCode()
      clock.pass(23 * HOUR)
      const { statement, text } = await of(login)
      expect(statement).to.deep.include({ method: 'totp', amr: ['pwd', 'otp', 'mfa'] })
      expect(statement.iat - statement.auth_time).to.be.within(23 * 3600, 24 * 3600)
      expect(text).to.contain('Two-factor authentication')
      clock.pass(HOUR)
      expect(await refused(login)).to.equal('ERR_2FA_SIGN_IN_REQUIRED')
    })

    it('states no code for another session, entry or person', async () => {
      const login = await signInByCode()
      expect(await refused({ ...login, sessionId: 'session-9' })).to.equal('ERR_2FA_SIGN_IN_REQUIRED')
      expect(await refused({ ...login, authenticatedAt: (login.authenticatedAt ?? 0) + 1000 })).to.equal(
        'ERR_2FA_SIGN_IN_REQUIRED',
      )
      expect((await of({ ...login, userId: 'somebody-else' })).statement.amr).to.deep.equal(['pwd'])
    })

    it('speaks the login’s language', async () => {
      expect((await of(enter({ locale: 'ja' }))).text).to.equal('パスワードのみ')
    })

    for (const login of [undefined, null, 'fred', {}, { issuer: 'x' }]) {
      it(`refuses ${JSON.stringify(login)} in its place`, async () => {
        expect(await refused(login)).to.equal('ERR_2FA_CONFIGURATION')
      })
    }

    it('takes a request for a request, whatever Passport has put on it', async () => {
      const req = { headers: {}, login: () => {}, get: () => undefined, session: { regenerate() {} } }
      const given = portal.twoFactor.statement(req as unknown as Request, { audience: AUDIENCE })
      expect(await given.catch(({ code }) => code)).to.equal('ERR_2FA_SIGN_IN_REQUIRED')
    })
  })

  describe('its keys', () => {
    it('are published for everybody, retired ones too, to be kept a while, without a session or a private part', async () => {
      const page = await browser(portal.url).get('/two-factor/jwks')
      expect(page.status).to.equal(200)
      expect(page.headers.get('content-type')).to.contain('application/jwk-set+json')
      expect(page.headers.get('cache-control')).to.equal('public, max-age=300')
      expect(page.headers.get('set-cookie')).to.equal(null)
      const fixed = { kty: 'EC', crv: 'P-256', alg: 'ES256', use: 'sig' }
      expect(page.json).to.deep.equal({
        keys: [
          { ...fixed, kid: 'now', x: KEY.x, y: KEY.y },
          { ...fixed, kid: 'then', x: RETIRED.x, y: RETIRED.y },
        ],
      })
      for (const { d } of [KEY, RETIRED]) expect(page.text).not.to.contain(d)
    })

    it('verify after a change what was signed before it', async () => {
      await fred.signIn(enter())
      const before = await stated(fred)
      const { url } = portal
      const next = { kid: 'next', privateJwk: newPrivateJwk() }
      for (const old of [KEYS[0], { kid: 'now', publicJwk: publicPartOf(KEY) }]) {
        const changed = await startPortal({ options: { statementKeys: [next, old ?? next] } })
        const { json } = await browser(changed.url).get('/two-factor/jwks')
        await changed.close()
        const jwks = json as { keys: object[] }
        expect(await verifyStatement(before.jws, { jwks, url: `${url}/two-factor`, audience: AUDIENCE })).to.deep.equal(
          before.statement,
        )
      }
    })

    it('are an empty list where there are none, and statement() says which option is missing', async () => {
      await portal.close()
      await start({})
      expect((await browser(portal.url).get('/two-factor/jwks')).json).to.deep.equal({ keys: [] })
      await fred.signIn(enter())
      expect((await ask(fred)).json.code).to.equal('ERR_2FA_CONFIGURATION')
      const failed = portal.events.find(({ kind }) => kind === 'request-failed')
      expect(String((failed as { error?: unknown } | undefined)?.error)).to.contain('"statementKeys"')
    })
  })
})
