import { expect } from 'chai'
import { exportJWK, generateKeyPair, type JWTHeaderParameters, SignJWT, UnsecuredJWT } from 'jose'
import type { KeycloakLogin } from '../../src/domain/sign-in/login.js'
import { TwoFactorError } from '../../src/errors.js'
import { keycloakDirectory } from '../../src/keycloak/index.js'
import { testDirectory } from '../../src/testing/test-directory.js'
import { codeAt } from '../crypto/code-at.js'
import { NOON, sampleLogin } from '../domain/sample-login.js'
import { answer, type KeycloakServer, startKeycloakServer } from '../keycloak-login/keycloak-server.js'
import { type Browser, browser, setUp } from './browser.js'
import { type TwoClocks, twoClocks } from './clock.js'
import { type Portal, startPortal } from './portal.js'

const PATH = '/two-factor/backchannel-logout'
const EVENTS = { 'http://schemas.openid.net/event/backchannel-logout': {} }
const HEADER = { alg: 'RS256', kid: 'realm', typ: 'logout+jwt' }
const { issuer, userId, sessionId } = sampleLogin()

/** Claims of a token that is right, by seconds from now; undefined leaves one out. */
function claims(changes: Record<string, unknown> = {}): Record<string, unknown> {
  const now = Math.floor(Date.now() / 1000)
  const right = { iss: issuer, aud: 'portal', iat: now, exp: now + 120, jti: crypto.randomUUID(), events: EVENTS }
  return { ...right, sub: userId, sid: sessionId, ...changes }
}
const ago = (seconds: number) => Math.floor(Date.now() / 1000) - seconds

describe('backchannel logout over HTTP', () => {
  let realm: CryptoKey
  let stranger: CryptoKey
  let jwks: object
  let keycloak: KeycloakServer
  let portal: Portal
  let clock: TwoClocks
  let fred: Browser
  let secret: string
  let entered: number

  before(async () => {
    const [keys, others] = await Promise.all([generateKeyPair('RS256'), generateKeyPair('RS256')])
    realm = keys.privateKey
    stranger = others.privateKey
    jwks = { keys: [{ ...(await exportJWK(keys.publicKey)), kid: 'realm', use: 'sig', alg: 'RS256' }] }
  })
  beforeEach(async () => {
    keycloak = await startKeycloakServer()
    keycloak.keys = answer(200, jwks)
    const account = { url: keycloak.url, realm: 'acme', clientId: 'runtime', clientSecret: 'secret', issuer }
    const { verifyLogoutToken } = keycloakDirectory(account)
    const person = async (id: string) => ({ ...FRED, userId: id })
    clock = twoClocks(() => portal.store)
    portal = await startPortal({
      clock,
      options: { clientIds: ['portal', 'second'], directory: { ...testDirectory(), person, verifyLogoutToken } },
    })
    clock.pass(0)
    entered = NOON
    fred = browser(portal.url)
    await fred.signIn(enter())
    secret = await setUp(fred, { enter, now: () => clock.at(0) })
    clock.pass(60_000)
  })
  afterEach(() => Promise.all([portal.close(), keycloak.close()]))

  const enter = (changes: Partial<KeycloakLogin> = {}) => {
    entered = Math.max(entered + 1000, clock.at(0))
    return sampleLogin({ authenticatedAt: entered, issuedAt: entered, signedInAt: clock.now(), ...changes })
  }
  const sign = (payload: Record<string, unknown>, header: JWTHeaderParameters = HEADER, key = realm) =>
    new SignJWT(payload).setProtectedHeader(header).sign(key)
  const post = (body: BodyInit, headers: Record<string, string> = {}) =>
    fetch(portal.url + PATH, { method: 'POST', body, headers })
  const logout = async (token: string | Promise<string>) => post(new URLSearchParams({ logout_token: await token }))
  const isAsked = async (person: Browser) => (await person.get('/members')).to === '/two-factor/challenge'

  async function anotherBrowser(): Promise<Browser> {
    const person = browser(portal.url)
    await person.signIn(enter({ sessionId: 'session-2' }))
    await person.get('/members')
    await person.get('/two-factor/challenge')
    const accepted = await person.post('/two-factor/challenge', {
      code: codeAt(secret, Math.floor(clock.at(0) / 30_000)),
    })
    if (accepted.to !== '/members') throw new Error(`The code was answered with ${accepted.status}`)
    return person
  }

  it('ends the one Keycloak session, with an audit entry, and nothing else', async () => {
    const other = await anotherBrowser()
    const answered = await logout(sign(claims()))
    expect([answered.status, answered.headers.get('cache-control'), await answered.text()]).to.deep.equal([
      200,
      'no-store',
      '',
    ])
    expect(answered.headers.getSetCookie()).to.deep.equal([])
    expect(await isAsked(fred)).to.equal(true)
    expect((await other.get('/members')).text).to.equal('for members')
    expect(portal.store.audit.at(-1)).to.deep.include({ kind: 'keycloak-session-ended', details: { sessions: 'one' } })
  })

  it('costs the other sessions one more read, once', async () => {
    const other = await anotherBrowser()
    await logout(sign(claims()))
    portal.store.calls.length = 0
    for (let time = 0; time < 3; time++) await other.get('/members')
    expect(portal.store.calls).to.deep.equal(['epoch', 'load'])
  })

  it('ends all sessions of the person where the token names none', async () => {
    const other = await anotherBrowser()
    expect((await logout(sign(claims({ sid: undefined })))).status).to.equal(200)
    expect([await isAsked(fred), await isAsked(other)]).to.deep.equal([true, true])
  })

  for (const [what, changes, header] of [
    ['as Keycloak types it', () => ({ typ: 'Logout' }), { ...HEADER, typ: 'JWT' }],
    ['with the full media type', () => ({}), { ...HEADER, typ: 'application/logout+jwt' }],
    ['for several clients', () => ({ aud: ['other', 'second'] }), HEADER],
    ['from a clock a little ahead', () => ({ iat: ago(-20) }), HEADER],
    // By the time at which it is sent: the tests before it may take their time.
    ['after four minutes', () => ({ iat: ago(240) }), HEADER],
  ] as const) {
    it(`takes a token ${what}`, async () => {
      expect((await logout(sign(claims(changes()), header))).status).to.equal(200)
      expect(await isAsked(fred)).to.equal(true)
    })
  }

  it('has nothing to end for people and sessions it does not know', async () => {
    for (const changes of [{ sid: 'session-9' }, { sub: 'somebody-else' }]) {
      expect((await logout(sign(claims(changes)))).status).to.equal(200)
    }
    expect(await isAsked(fred)).to.equal(false)
  })

  describe('refuses', () => {
    const attacks: readonly (readonly [string, () => string | Promise<string>])[] = [
      ['another key under the realm’s name', () => sign(claims(), HEADER, stranger)],
      ['a key that the realm does not have', () => sign(claims(), { ...HEADER, kid: 'stranger' }, stranger)],
      ['"alg": "none"', () => new UnsecuredJWT(claims()).encode()],
      [
        'a published key used as a shared secret',
        async () =>
          new SignJWT(claims()).setProtectedHeader({ ...HEADER, alg: 'HS256' }).sign(Buffer.from(JSON.stringify(jwks))),
      ],
      [
        'a changed payload',
        async () => {
          const [head, , signature] = (await sign(claims())).split('.')
          return [head, Buffer.from(JSON.stringify(claims())).toString('base64url'), signature].join('.')
        },
      ],
      ['an ID token', () => sign(claims({ typ: 'ID', events: undefined }), { ...HEADER, typ: 'JWT' })],
      ['another realm’s issuer', () => sign(claims({ iss: 'https://id.example/realms/other' }))],
      ['another client’s token', () => sign(claims({ aud: 'payroll' }))],
      ['no audience', () => sign(claims({ aud: undefined }))],
      ['a nonce', () => sign(claims({ nonce: 'x' }))],
      ['a nonce that is null', () => sign(claims({ nonce: null }))],
      ['no events', () => sign(claims({ events: undefined }))],
      ['events of another kind', () => sign(claims({ events: { 'https://schemas.example/other': {} } }))],
      ['an event that is no object', () => sign(claims({ events: { [Object.keys(EVENTS)[0] ?? '']: true } }))],
      ['events that are a text', () => sign(claims({ events: Object.keys(EVENTS)[0] }))],
      ['an old token', () => sign(claims({ iat: ago(331), exp: ago(-60) }))],
      ['a token of the future', () => sign(claims({ iat: ago(-60) }))],
      ['an ended token', () => sign(claims({ exp: ago(31) }))],
      ['no time', () => sign(claims({ iat: undefined }))],
      ['no end', () => sign(claims({ exp: undefined }))],
      ['no id', () => sign(claims({ jti: undefined }))],
      ['an empty id', () => sign(claims({ jti: '' }))],
      ['nobody', () => sign(claims({ sub: undefined }))],
      ['a session id that is a list', () => sign(claims({ sid: [sessionId] }))],
      ['an empty session id', () => sign(claims({ sid: '' }))],
      ['another type', () => sign(claims(), { ...HEADER, typ: 'at+jwt' })],
      ['a plain JWT whose claim does not say what it is', () => sign(claims(), { ...HEADER, typ: 'JWT' })],
      ['no token at all', () => 'hello'],
      ['dots', () => '..'],
    ]
    for (const [what, make] of attacks) {
      it(what, async () => {
        const token = await make()
        const answered = await logout(token)
        const text = await answered.text()
        expect(answered.status, text).to.equal(400)
        expect(answered.headers.get('content-type')).to.match(/^application\/problem\+json/)
        expect(answered.headers.get('cache-control')).to.equal('no-store')
        expect(text).not.to.include(token)
        expect(JSON.parse(text)).to.include({ code: 'ERR_2FA_MALFORMED', status: 400 })
        expect(await isAsked(fred)).to.equal(false)
        // What strangers can cause is no news.
        expect(portal.events).to.deep.equal([])
      })
    }

    it('the same token twice, also where the first was for somebody else’s session', async () => {
      const jti = 'once'
      const token = await sign(claims({ jti, sid: 'session-9' }))
      expect((await logout(token)).status).to.equal(200)
      expect((await logout(token)).status).to.equal(400)
      expect((await logout(sign(claims({ jti })))).status).to.equal(400)
      expect(await isAsked(fred)).to.equal(false)
    })

    it('every other form of request', async () => {
      const token = await sign(claims())
      const form = { 'content-type': 'application/x-www-form-urlencoded' }
      const twice = `logout_token=${token}&logout_token=${token}`
      expect((await post(twice, form)).status, 'two fields').to.equal(400)
      expect((await post(`logout_token[]=${token}`, form)).status, 'a list').to.equal(400)
      expect((await post('', form)).status, 'nothing').to.equal(400)
      expect((await post('logout_token=', form)).status, 'an empty field').to.equal(400)
      const json = JSON.stringify({ logout_token: token })
      expect((await post(json, { 'content-type': 'application/json' })).status, 'JSON').to.equal(400)
      expect((await post(`logout_token=${'x'.repeat(20_000)}`, form)).status, 'much').to.equal(400)
      expect((await fetch(`${portal.url}${PATH}?logout_token=${token}`)).status, 'GET').to.equal(404)
      expect((await post('', { ...form, authorization: `Bearer ${token}` })).status, 'a header').to.equal(400)
      expect(await isAsked(fred)).to.equal(false)
    })
  })

  it('asks Keycloak for its keys once, and for an unknown one not again within the cool-down', async () => {
    for (const kid of ['realm', 'realm', 'a', 'b', 'c']) await logout(sign(claims(), { ...HEADER, kid }))
    expect(keycloak.requests).to.deep.equal(['GET /realms/acme/protocol/openid-connect/certs'])
  })

  it('answers 503 where Keycloak does not give its keys, says so to the events, and takes the token later', async () => {
    const token = await sign(claims())
    keycloak.keys = answer(500)
    const answered = await logout(token)
    expect(answered.status).to.equal(503)
    expect(await answered.text()).not.to.include(token)
    expect(portal.events.map(({ kind }) => kind)).to.deep.equal(['request-failed'])
    keycloak.keys = answer(200, jwks)
    expect((await logout(token)).status).to.equal(200)
  })

  it('answers 503 where the store cannot be asked', async () => {
    portal.store.databaseTime = async () => {
      throw new TwoFactorError('ERR_2FA_STORE', 'The database is down.')
    }
    const answered = await logout(sign(claims()))
    const text = await answered.text()
    expect([answered.status, text.includes('database')]).to.deep.equal([503, false])
  })

  it('is not there without "clientIds"', async () => {
    const without = await startPortal()
    const body = new URLSearchParams({ logout_token: await sign(claims()) })
    const answered = await fetch(without.url + PATH, { method: 'POST', body })
    expect([answered.status, (await answered.json()).detail]).to.deep.equal([
      404,
      'Backchannel logout is off: option "clientIds" names no client. See README.md#err_2fa_not_found',
    ])
    await without.close()
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
