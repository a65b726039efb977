import { expect } from 'chai'
import { TwoFactorError } from '../../src/errors.js'
import { sampleLogin } from '../domain/sample-login.js'
import { browser } from './browser.js'
import { type Portal, startPortal } from './portal.js'

const THROWN = {
  '/health/forbidden': new TwoFactorError('ERR_2FA_FORBIDDEN', 'You may not do <b>this</b>.'),
  '/health/store': new TwoFactorError('ERR_2FA_STORE', 'The database at db.internal is down.', {
    cause: new Error('connect ECONNREFUSED 10.0.0.7:3306'),
  }),
  '/health/own': new Error('an error of the application'),
}

const JSON_ONLY = { accept: 'application/json' }

describe('errors()', () => {
  let portal: Portal

  before(async () => {
    portal = await startPortal({
      routes(app) {
        for (const [path, error] of Object.entries(THROWN)) {
          app.get(path, () => {
            throw error
          })
        }
        app.get('/health/half', (_req, res) => {
          res.write('half of the answer')
          throw THROWN['/health/store']
        })
      },
    })
  })
  after(() => portal.close())
  beforeEach(() => {
    portal.events.length = 0
  })

  it('answers a page for people: status, message, code, no stack, not cached', async () => {
    const page = await browser(portal.url).get('/health/forbidden')
    expect(page.status).to.equal(403)
    expect(page.headers.get('content-type')).to.contain('text/html')
    expect(page.headers.get('cache-control')).to.equal('no-store')
    expect(page.text).to.contain('ERR_2FA_FORBIDDEN').and.to.contain('You may not do &lt;b>this')
    expect(page.text).not.to.match(/\bat .*\.[tj]s|node_modules|Error:/)
    expect(portal.events).to.deep.equal([])
  })

  it('answers problem+json to whoever prefers JSON', async () => {
    const page = await browser(portal.url).get('/health/forbidden', JSON_ONLY)
    expect(page.status).to.equal(403)
    expect(page.headers.get('content-type')).to.contain('application/problem+json')
    expect(page.json).to.deep.equal({
      type: 'urn:keycloak-two-factor:err_2fa_forbidden',
      title: 'ERR_2FA_FORBIDDEN',
      status: 403,
      code: 'ERR_2FA_FORBIDDEN',
      detail: THROWN['/health/forbidden'].message,
    })
  })

  for (const headers of [{}, JSON_ONLY]) {
    it(`keeps messages about our own side for the log alone (${JSON.stringify(headers)})`, async () => {
      const page = await browser(portal.url).get('/health/store', headers as Record<string, string>)
      expect(page.status).to.equal(503)
      expect(page.text).to.contain('ERR_2FA_STORE').and.not.to.contain('db.internal').and.not.to.contain('10.0.0.7')
      expect(portal.events).to.deep.equal([{ kind: 'request-failed', error: THROWN['/health/store'] }])
    })
  }

  it('passes errors of others on, untouched', async () => {
    const page = await browser(portal.url).get('/health/own')
    expect(page.status).to.equal(555)
    expect(page.json).to.deep.equal({ own: true, ours: false, message: 'an error of the application' })
    expect(portal.events).to.deep.equal([])
  })

  it('adds nothing to an answer that has begun', async () => {
    const page = await browser(portal.url)
      .get('/health/half')
      .catch(() => null)
    expect(page?.text ?? '').not.to.contain('ERR_2FA')
    expect(portal.events).to.have.length(1)
  })

  it('answers a body that cannot be read as malformed, on pages of ours', async () => {
    const fred = browser(portal.url)
    await fred.signIn(sampleLogin())
    for (const [type, body, status] of [
      ['application/json', '{"code":', 400],
      ['application/json', `{"code":"${'1'.repeat(20_000)}"}`, 413],
      ['application/x-www-form-urlencoded', 'a='.repeat(20_000), 413],
      ['application/json; charset=iso-8859-1', '{}', 415],
      ['application/json', '\u0000', 400],
    ] as const) {
      const page = await fred.ask('/two-factor/challenge', {
        method: 'POST',
        body,
        headers: { 'content-type': type, ...JSON_ONLY },
      })
      expect(page.status, `${type} ${status}`).to.be.within(400, 499)
      expect(page.json.code).to.equal('ERR_2FA_MALFORMED')
      expect(page.text).not.to.match(/\bat .*\.[tj]s|SyntaxError/)
    }
  })

  it('answers an address with a broken escape as the client’s fault', async () => {
    for (const path of ['/two-factor/%', '/two-factor/%zz', '/two-factor/set-up/%ff']) {
      expect((await browser(portal.url).get(path)).status, path).to.be.within(400, 499)
    }
  })

  it('answers 404 below the mount to everybody alike', async () => {
    const fred = browser(portal.url)
    await fred.signIn(sampleLogin())
    for (const somebody of [fred, browser(portal.url)]) {
      const page = await somebody.get('/two-factor/nothing')
      expect(page.status).to.equal(404)
      expect(page.text).to.contain('ERR_2FA_NOT_FOUND')
    }
  })

  it('survives a listener for events that throws', async () => {
    const onEvent = () => {
      throw new Error('the application’s own listener is broken')
    }
    const broken = await startPortal({
      options: { onEvent },
      routes: (app) => {
        app.get('/health/store', () => {
          throw THROWN['/health/store']
        })
      },
    })
    try {
      const page = await browser(broken.url).get('/health/store')
      expect(page.status).to.equal(503)
    } finally {
      await broken.close()
    }
  })
})

describe('without a session', () => {
  for (const path of ['/two-factor/', '/payroll', '/members', '/anything']) {
    it(`says at ${path} which middleware is missing and where it goes`, async () => {
      const login = sampleLogin()
      const portal = await startPortal({ sessions: false, options: { login: () => login } })
      try {
        const page = await browser(portal.url).get(path)
        expect(page.status).to.equal(500)
        expect(page.text).to.contain('ERR_2FA_CONFIGURATION')
        const [event] = portal.events
        const error = event && 'error' in event ? (event.error as Error) : undefined
        expect(error?.message).to.contain('express-session').and.to.contain('twoFactor.router()')
      } finally {
        await portal.close()
      }
    })
  }

  it('says that a session without ids cannot be renewed', async () => {
    const login = sampleLogin()
    const portal = await startPortal({ sessions: false, options: { login: () => login } })
    const { store, twoFactor } = portal
    try {
      // As cookie-session gives it: an object, and no regenerate().
      const { default: express } = await import('express')
      const { sha256Identities } = await import('../../src/crypto/identities.js')
      const identities = sha256Identities()
      const subject = identities.subject(login)
      await store.register(subject, null)
      await store.addVerifiedSession(
        { subjectKey: subject.key, version: 0, epoch: 0 },
        {
          key: identities.session(login),
          subjectKey: subject.key,
          keycloakSession: identities.keycloakSession(login),
          proof: 'totp',
          judgedAt: Date.now(),
          endsAt: Date.now() + 60_000,
        },
      )
      const app = express()
      app.use((req, _res, next) => {
        Object.assign(req, { session: {} })
        next()
      })
      app.use(twoFactor.enforce(), (_req, res) => void res.send('passed'))
      app.use(twoFactor.errors())
      const server = app.listen(0, '127.0.0.1')
      await new Promise((resolve) => server.once('listening', resolve))
      const { port } = server.address() as { port: number }
      const page = await browser(`http://127.0.0.1:${port}`).get('/')
      server.close()
      server.closeAllConnections()
      expect(page.text).to.contain('ERR_2FA_CONFIGURATION')
    } finally {
      await portal.close()
    }
  })
})
