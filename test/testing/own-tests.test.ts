import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect } from 'chai'
import express from 'express'
import session from 'express-session'
import { createTwoFactor, type KeycloakLogin, type TwoFactorOptions } from '../../src/index.js'
import { testClock, testDirectory, testLogin, testMailer, verifyLogin, withTestClock } from '../../src/testing/index.js'
import { sqliteStore } from '../../src/typeorm/index.js'

/** As docs/application.md tells applications to test themselves. */
describe('what an application’s own tests are given', () => {
  const store = sqliteStore(':memory:')
  const clock = testClock()
  const mailer = testMailer()
  let login: KeycloakLogin | undefined
  const fred = { userId: 'fred', username: 'fred', displayName: 'Fred', email: 'fred@acme.example' }
  const options: TwoFactorOptions = {
    name: 'Acme Portal',
    url: 'http://localhost/two-factor',
    secretKeys: [{ id: 'test', key: 'a'.repeat(64) }],
    login: () => login,
    signIn: '/login',
    signOut: '/logout',
    store,
    directory: testDirectory({ people: [{ ...fred, emailVerified: true, locale: 'en', enabled: true }] }),
    mailer,
  }
  const twoFactor = createTwoFactor(withTestClock(options, clock))

  let server: Server
  before(async () => {
    await store.migrate()
    const app = express()
    app.use(session({ secret: 'test', resave: false, saveUninitialized: true }))
    app.use('/two-factor', twoFactor.router())
    app.get('/payroll', twoFactor.required({ within: '5m' }), (_req, res) => void res.send('payroll'))
    app.use(twoFactor.enforce(), (_req, res) => void res.send('inside'))
    server = app.listen(0, '127.0.0.1')
    await once(server, 'listening')
  })
  after(async () => {
    server.close()
    await store.close()
  })

  /** A browser that has just come back from the application's Keycloak login. */
  async function signedIn(as: KeycloakLogin) {
    let cookie = ''
    const get = async (path: string): Promise<string> => {
      login = as
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`
      const answer = await fetch(url, { redirect: 'manual', headers: { accept: 'text/html', cookie } })
      const set = answer.headers.getSetCookie().find((line) => line.startsWith('connect.sid='))
      cookie = set?.split(';')[0] ?? cookie
      return answer.headers.get('location') ?? answer.text()
    }
    await get('/two-factor/continue')
    return get
  }

  it('lets a verified login pass, and its person’s other logins not', async () => {
    const verified = testLogin({ userId: 'fred' })
    const early = await signedIn(verified)
    expect(await early('/'), 'nothing is set up yet').to.equal('inside')
    await verifyLogin(options, verified)
    const get = await signedIn(verified)
    expect(await get('/')).to.equal('inside')
    expect(await get('/payroll')).to.equal('payroll')
    const other = testLogin({ userId: 'fred' })
    expect(await (await signedIn(other))('/')).to.equal('/two-factor/challenge')
    await verifyLogin(options, other)
    expect(await (await signedIn(other))('/'), 'another session of the same person').to.equal('inside')
    expect(await (await signedIn(testLogin({ userId: 'ann' })))('/payroll')).to.equal('/two-factor/set-up')
  })

  it('has a clock for what comes later', async () => {
    const verified = testLogin({ userId: 'fred' })
    await verifyLogin(options, verified)
    const get = await signedIn(verified)
    expect(await get('/payroll')).to.equal('payroll')
    clock.advance(6 * 60_000)
    expect(await get('/payroll')).to.equal('/two-factor/challenge')
    expect(await get('/')).to.equal('inside')
    clock.advance(24 * 60 * 60_000)
    expect(await get('/')).to.equal('/two-factor/challenge')
  })

  it('keeps mails, and finds the codes in them', async () => {
    expect(mailer.codeFor('fred@acme.example')).to.equal(null)
    const mail = { subject: 'Code', html: '', userId: 'fred' }
    await mailer.send({ ...mail, to: 'fred@acme.example', text: 'Hello\n\n012345\n\nBye' })
    await mailer.send({ ...mail, to: 'fred@acme.example', text: 'Enabled' })
    await mailer.send({ ...mail, to: 'ann@acme.example', text: 'Hello\n\n999999\n\nBye' })
    expect(mailer.codeFor('fred@acme.example')).to.equal('012345')
    expect(mailer.mails).to.have.lengthOf(3)
  })
})
