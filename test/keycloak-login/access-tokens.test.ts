import { expect } from 'chai'
import { exportJWK, generateKeyPair, type JWTHeaderParameters, SignJWT, UnsecuredJWT } from 'jose'
import { isTwoFactorError, type TwoFactorError } from '../../src/errors.js'
import { keycloakDirectory } from '../../src/keycloak/index.js'
import type { AccessTokens } from '../../src/ports/access-tokens.js'
import { answer, type KeycloakServer, startKeycloakServer } from './keycloak-server.js'

const ISSUER = 'https://id.example/realms/acme'
const HEADER = { alg: 'RS256', kid: 'realm', typ: 'JWT' }
const seconds = (ahead = 0) => Math.floor(Date.now() / 1000) + ahead

/** Claims of a token that is right; undefined leaves one out. */
const claims = (changes: Record<string, unknown> = {}): Record<string, unknown> => ({
  iss: ISSUER,
  aud: ['account', 'portal-api'],
  typ: 'Bearer',
  azp: 'mobile',
  sub: 'fred',
  sid: 'session-1',
  auth_time: seconds(-60),
  iat: seconds(-1),
  exp: seconds(60),
  acr: '1',
  two_factor_bridge: 1,
  ...changes,
})

async function failure(asking: Promise<unknown>): Promise<TwoFactorError> {
  try {
    await asking
  } catch (error) {
    if (!isTwoFactorError(error)) throw error
    return error
  }
  return expect.fail('it was accepted')
}

describe('keycloakDirectory().verifyAccessToken', () => {
  let keycloak: KeycloakServer
  let tokens: AccessTokens
  let realm: CryptoKey
  let stranger: CryptoKey
  let jwks: object

  before(async () => {
    const [own, other] = await Promise.all([generateKeyPair('RS256'), generateKeyPair('RS256')])
    realm = own.privateKey
    stranger = other.privateKey
    jwks = { keys: [{ ...(await exportJWK(own.publicKey)), kid: 'realm', use: 'sig', alg: 'RS256' }] }
  })
  beforeEach(async () => {
    keycloak = await startKeycloakServer()
    keycloak.keys = answer(200, jwks)
    const account = { url: keycloak.url, realm: 'acme', clientId: 'runtime', clientSecret: 'secret', issuer: ISSUER }
    tokens = keycloakDirectory(account)
  })
  afterEach(() => keycloak.close())

  const sign = (payload: Record<string, unknown>, header: JWTHeaderParameters = HEADER, key = realm) =>
    new SignJWT(payload).setProtectedHeader(header).sign(key)
  const verify = async (token: string | Promise<string>) => tokens.verifyAccessToken(await token, ['portal-api'])

  it('reads the login that a token was issued in', async () => {
    const given = claims()
    expect(await verify(sign(given))).to.deep.equal({
      clientId: 'mobile',
      endsAt: Number(given.exp) * 1000,
      login: {
        issuer: ISSUER,
        userId: 'fred',
        sessionId: 'session-1',
        authenticatedAt: Number(given.auth_time) * 1000,
        issuedAt: Number(given.iat) * 1000,
        signedInAt: Number(given.iat) * 1000,
        clientId: 'mobile',
        bridge: 1,
        acr: '1',
        amr: [],
        locale: null,
      },
    })
  })

  it('knows of no login where a service account got the token', async () => {
    expect((await verify(sign(claims({ sid: undefined })))).login).to.equal(null)
  })

  it('takes the header of RFC 9068 for the kind where the token does not say it', async () => {
    const typed = await verify(sign(claims({ typ: undefined }), { ...HEADER, typ: 'at+jwt' }))
    expect(typed.login?.userId).to.equal('fred')
  })

  it('asks for the keys once', async () => {
    await Promise.all([verify(sign(claims())), verify(sign(claims({ sub: 'ann' })))])
    await verify(sign(claims({ sub: 'bea' })))
    expect(keycloak.requests.filter((request) => request.includes('certs'))).to.have.length(1)
  })

  for (const [what, changes] of Object.entries({
    'another issuer': { iss: 'https://id.example/realms/other' },
    'another audience': { aud: ['account'] },
    'no audience': { aud: undefined },
    'an end that is past': { exp: seconds(-10) },
    'no end': { exp: undefined },
    'no client': { azp: undefined },
    'the kind ID': { typ: 'ID' },
    'the kind Refresh': { typ: 'Refresh' },
    'the kind DPoP': { typ: 'DPoP' },
    'no kind': { typ: undefined },
    'a key that it is bound to': { cnf: { jkt: 'thumbprint' } },
    'a start that is still to come': { nbf: seconds(3600) },
  })) {
    it(`refuses a token with ${what}`, async () => {
      const error = await failure(verify(sign(claims(changes))))
      expect([error.code, error.status]).to.deep.equal(['ERR_2FA_SIGN_IN_REQUIRED', 401])
    })
  }

  it('refuses a token that is signed by somebody else, by nobody, or is none', async () => {
    for (const token of [
      await sign(claims(), HEADER, stranger),
      new UnsecuredJWT(claims()).encode(),
      `${await sign(claims())}x`,
      'no-token',
      '',
    ]) {
      expect((await failure(verify(token))).code).to.equal('ERR_2FA_SIGN_IN_REQUIRED')
    }
  })

  for (const [claim, value] of [
    ['auth_time', undefined],
    ['sub', undefined],
    ['sid', ['session-1']],
    ['identity_provider', ['google']],
  ] as const) {
    it(`says what is wrong in Keycloak where ${claim} is ${value === undefined ? 'missing' : 'no text'}`, async () => {
      const error = await failure(verify(sign(claims({ [claim]: value }))))
      expect(error.code).to.equal('ERR_2FA_CONFIGURATION')
      expect(error.message).to.contain(claim)
    })
  }

  it('does not take a Keycloak that is down for a wrong token', async () => {
    keycloak.keys = answer(503)
    expect((await failure(verify(sign(claims())))).code).to.equal('ERR_2FA_DIRECTORY')
  })
})
