import { expect } from 'chai'
import express, { type Request } from 'express'
import session from 'express-session'
import { Passport } from 'passport'
import { createTwoFactor } from '../../src/create-two-factor.js'
import type { KeycloakLogin } from '../../src/domain/sign-in/login.js'
import type { TwoFactorOptions } from '../../src/options.js'
import { testDirectory } from '../../src/testing/test-directory.js'
import { callerOf, codeOf, enrol, ports, wrongCode } from '../actions/people.js'
import { NOON, sampleLogin } from '../domain/sample-login.js'
import { browser } from './browser.js'

/** An application with a code page of its own, and Passport. */
async function startPassport({ options = {}, keepUser = true } = {}) {
  const given = ports()
  const key = 'a'.repeat(64)
  const { joseSealer } = await import('../../src/crypto/sealer.js')
  const { secretKeys } = await import('../../src/crypto/secret-keys.js')
  const sealer = joseSealer(secretKeys([{ id: 'k', key }]))
  const secret = await enrol({ ...given, sealer }, callerOf(given))
  const passport = new Passport()
  const twoFactorOptions: TwoFactorOptions = {
    name: 'Acme',
    url: 'http://localhost/two-factor',
    secretKeys: [{ id: 'k', key }],
    login: (req) =>
      keepUser
        ? (req as never as { user?: { login: unknown } }).user?.login
        : (req as never as { session: { login: unknown } }).session.login,
    signIn: '/login',
    signOut: '/logout',
    store: given.store,
    directory: testDirectory(),
    mailer: { send: async () => {} },
    onEvent: () => {},
  }
  const twoFactor = createTwoFactor(twoFactorOptions)
  passport.use(twoFactor.strategy() as never)
  passport.serializeUser((user, done) => done(null, user))
  passport.deserializeUser((user: object, done) => done(null, user))
  const app = express()
  app.use(session({ secret: 'test', resave: false, saveUninitialized: false, name: 'sid' }))
  app.use(passport.authenticate('session'), express.urlencoded())
  app.post('/test/sign-in', express.json(), (req, res, next) => {
    const login: KeycloakLogin = req.body
    if (keepUser) return req.logIn({ id: 'fred', login } as never, (error) => (error ? next(error) : res.json({})))
    Object.assign((req as never as { session: object }).session, { login })
    res.json({})
  })
  app.post('/code', passport.authenticate('two-factor', { session: false, ...options }), (req, res) => {
    res.json({ user: (req as Request & { user?: unknown }).user ?? null })
  })
  app.post('/verdict', (req, res, next) => {
    passport.authenticate('two-factor', { session: false }, (error: unknown, user: unknown, info: unknown) => {
      if (error) return next(error)
      res.json({ user, info })
    })(req, res, next)
  })
  app.get('/test/session', (req, res) => {
    res.json((req as never as { session: object }).session)
  })
  app.use(twoFactor.errors())
  const server = app.listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const url = `http://127.0.0.1:${(server.address() as { port: number }).port}`
  return {
    ...{ url, given, secret },
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
}

describe('strategy()', () => {
  const open: { close(): void }[] = []
  const start = async (options?: Parameters<typeof startPassport>[0]) => {
    const started = await startPassport(options)
    open.push(started)
    return started
  }
  afterEach(() => {
    for (const one of open.splice(0)) one.close()
  })
  const later = () => sampleLogin({ signedInAt: NOON + 1 })
  const JSON_ONLY = { accept: 'application/json' }

  it('succeeds with the right code: the same user, a new session id, a mark', async () => {
    const { url, given, secret } = await start()
    const fred = browser(url)
    await fred.signIn(later())
    const before = fred.cookies.get('sid')
    const page = await fred.post('/code', { code: codeOf(given, secret) })
    expect(page.status).to.equal(200)
    expect(page.json.user).to.deep.include({ id: 'fred' })
    expect(fred.cookies.get('sid')).not.to.equal(before)
    const { json } = await fred.get('/test/session')
    expect(json).to.have.nested.property('twoFactor.mark.proof', 'totp')
    expect(json).to.have.property('passport')
  })

  it('fails with the verdict as info, and counts', async () => {
    const { url, given, secret } = await start()
    const fred = browser(url)
    await fred.signIn(later())
    const code = wrongCode(given, secret)
    expect((await fred.post('/code', { code })).status).to.equal(401)
    const { json } = await fred.post('/verdict', { code })
    expect(json).to.deep.equal({ user: false, info: { outcome: 'wrong', triesLeft: 3, lockedUntil: null } })
    expect((await fred.get('/test/session')).json).not.to.have.property('twoFactor')
  })

  it('is an error without { session: false }, and says so', async () => {
    for (const options of [{ session: true }, { session: undefined }]) {
      const { url, given, secret } = await start({ options })
      const fred = browser(url)
      await fred.signIn(later())
      const page = await fred.post('/code', { code: codeOf(given, secret) })
      expect(page.status).to.equal(500)
      expect(page.text).to.contain('ERR_2FA_CONFIGURATION')
      expect((await given.store.load(callerOf(given).subject.key, '')).attempts.lastSpent).to.equal(NOON / 1000 - 30)
    }
  })

  it('is an error, not a hanging request, where the store rejects', async () => {
    const { url, given, secret } = await start()
    const fred = browser(url)
    await fred.signIn(later())
    given.store.load = () =>
      Promise.reject(Object.assign(new Error('x'), { name: 'TwoFactorError', code: 'ERR_2FA_STORE', status: 503 }))
    const page = await fred.post('/code', { code: codeOf(given, secret) }, JSON_ONLY)
    expect([page.status, page.json.code]).to.deep.equal([503, 'ERR_2FA_STORE'])
  })

  it('is an error for malformed codes, which count nothing', async () => {
    const { url, given } = await start()
    const fred = browser(url)
    await fred.signIn(later())
    const page = await fred.post('/code', { code: 'abc' }, JSON_ONLY)
    expect([page.status, page.json.code]).to.deep.equal([400, 'ERR_2FA_MALFORMED'])
    expect((await given.store.load(callerOf(given).subject.key, '')).attempts.codes.wrong).to.equal(0)
  })

  it('is an error for somebody who is not signed in, or acts as somebody else', async () => {
    const { url } = await start()
    const nobody = browser(url)
    expect((await nobody.post('/code', { code: '123456' }, JSON_ONLY)).json.code).to.equal('ERR_2FA_SIGN_IN_REQUIRED')
    const other = browser(url)
    await other.signIn(sampleLogin({ authenticatedAt: null, impersonator: 'an-administrator' }))
    expect((await other.post('/code', { code: '123456' }, JSON_ONLY)).json.code).to.equal('ERR_2FA_FORBIDDEN')
  })

  it('succeeds too where the application keeps the login elsewhere than in req.user', async () => {
    const { url, given, secret } = await start({ keepUser: false })
    const fred = browser(url)
    await fred.signIn(later())
    const page = await fred.post('/code', { code: codeOf(given, secret) })
    expect(page.status).to.equal(200)
  })
})
