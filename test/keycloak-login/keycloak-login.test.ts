import { expect } from 'chai'
import fc from 'fast-check'
import { isTwoFactorError } from '../../src/errors.js'
import { type IdTokenClaims, keycloakLogin } from '../../src/keycloak/login/keycloak-login.js'
import { NOON } from '../domain/sample-login.js'

const SECONDS = NOON / 1000
const CLAIMS = {
  iss: 'https://id.example/realms/acme',
  sub: 'b3c1f1f0-0000-4000-8000-00000000f4ed',
  sid: 'session-1',
  auth_time: SECONDS - 60,
  iat: SECONDS,
  exp: SECONDS + 300,
  aud: 'portal',
  azp: 'portal',
  acr: '1',
  two_factor_bridge: 1,
  locale: 'ja',
} as const satisfies IdTokenClaims

function refused(claims: unknown): string {
  try {
    keycloakLogin(claims as IdTokenClaims)
  } catch (error) {
    if (!isTwoFactorError(error)) throw error
    expect(error.code).to.equal('ERR_2FA_CONFIGURATION')
    expect(error.message).to.contain('keycloakLogin()')
    return error.message
  }
  return expect.fail('it was accepted')
}

function without(name: keyof typeof CLAIMS): IdTokenClaims {
  const { [name]: _, ...rest } = CLAIMS
  return rest
}

describe('keycloakLogin', () => {
  it('keeps what Keycloak proved, in milliseconds', () => {
    expect(keycloakLogin(CLAIMS, NOON + 5)).to.deep.equal({
      issuer: CLAIMS.iss,
      userId: CLAIMS.sub,
      sessionId: 'session-1',
      authenticatedAt: NOON - 60_000,
      issuedAt: NOON,
      signedInAt: NOON + 5,
      clientId: 'portal',
      bridge: 1,
      acr: '1',
      amr: [],
      locale: 'ja',
    })
  })

  it('is plain JSON that survives any session store', () => {
    const login = keycloakLogin({ ...CLAIMS, identity_provider: 'google', amr: ['pwd'] }, NOON)
    expect(JSON.parse(JSON.stringify(login))).to.deep.equal(login)
  })

  it('takes the moment of the call for the sign-in', () => {
    const before = Date.now()
    const { signedInAt } = keycloakLogin(CLAIMS)
    expect(signedInAt).to.be.within(before, Date.now())
  })

  for (const name of ['iss', 'sub', 'sid', 'auth_time', 'iat'] as const) {
    it(`refuses a token without ${name}, and names it and the cure`, () => {
      expect(refused(without(name)))
        .to.contain(`"${name}"`)
        .and.to.match(/every ID token|client scope "basic"/)
    })

    it(`refuses a token whose ${name} has another type`, () => {
      for (const value of [[], {}, true, ['x'], { value: 'x' }, null]) {
        expect(refused({ ...CLAIMS, [name]: value })).to.contain(`"${name}"`)
      }
    })
  }

  it('refuses times that are no numbers', () => {
    for (const value of ['1795176000', Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(refused({ ...CLAIMS, auth_time: value })).to.contain('"auth_time"')
      expect(refused({ ...CLAIMS, iat: value })).to.contain('"iat"')
    }
  })

  it('says which scope to ask for where there is no ID token', () => {
    expect(refused(undefined)).to.contain('scope "openid"')
    expect(refused(null)).to.contain('scope "openid"')
  })

  for (const name of ['identity_provider', 'impersonator', 'acr', 'azp', 'locale'] as const) {
    it(`refuses a token whose ${name} is a list or an object, and names the mapper as the cure`, () => {
      expect(refused({ ...CLAIMS, [name]: ['google'] }))
        .to.contain(`"${name}"`)
        .and.to.contain('mapper')
      expect(refused({ ...CLAIMS, [name]: {} })).to.contain(`"${name}"`)
    })
  }

  it('keeps the identity provider where there is one, and no key where there is none', () => {
    expect(keycloakLogin({ ...CLAIMS, identity_provider: 'google' }).identityProvider).to.equal('google')
    for (const value of [undefined, null, '']) {
      expect(keycloakLogin({ ...CLAIMS, identity_provider: value })).not.to.have.property('identityProvider')
    }
  })

  it('knows an impersonated session, which has no time of entry', () => {
    const login = keycloakLogin({ ...without('auth_time'), impersonator: 'an-administrator' })
    expect(login).to.include({ impersonator: 'an-administrator', authenticatedAt: null })
    expect(keycloakLogin({ ...CLAIMS, impersonator: 'an-administrator' }).authenticatedAt).to.equal(null)
  })

  it('takes a bridge of another type for none', () => {
    for (const value of ['1', true, [1], null, undefined]) {
      expect(keycloakLogin({ ...CLAIMS, two_factor_bridge: value })).not.to.have.property('bridge')
    }
  })

  it('keeps texts of amr alone, and takes anything but a list for nothing', () => {
    expect(keycloakLogin({ ...CLAIMS, amr: ['pwd', 1, null, 'otp', ['mfa']] }).amr).to.deep.equal(['pwd', 'otp'])
    for (const value of ['mfa', { mfa: true }, null]) {
      expect(keycloakLogin({ ...CLAIMS, amr: value }).amr).to.deep.equal([])
    }
  })

  it('names the client by azp, or by the audience where that is missing', () => {
    expect(keycloakLogin({ ...without('azp'), aud: ['payroll', 'portal'] }).clientId).to.equal('payroll')
    expect(keycloakLogin(without('azp')).clientId).to.equal('portal')
    const { aud: _, ...rest } = without('azp')
    expect(refused(rest)).to.contain('"azp"').and.to.contain('"aud"')
  })

  it('repeats no value of a claim in its message', () => {
    expect(refused({ ...CLAIMS, sid: ['very-secret-session'] })).not.to.contain('very-secret-session')
  })

  it('answers any claims with a login or ERR_2FA_CONFIGURATION, and with nothing else', () => {
    const anyClaims = fc.record(
      Object.fromEntries(
        [...Object.keys(CLAIMS), 'amr', 'impersonator', 'identity_provider'].map((name) => [
          name,
          fc.oneof(fc.anything(), fc.constant((CLAIMS as IdTokenClaims)[name])),
        ]),
      ),
      { requiredKeys: [] },
    )
    fc.assert(
      fc.property(anyClaims, (claims) => {
        try {
          expect(keycloakLogin(claims).userId).to.be.a('string').and.not.equal('')
        } catch (error) {
          if (!isTwoFactorError(error)) throw error
          expect(error.code).to.equal('ERR_2FA_CONFIGURATION')
        }
      }),
      { numRuns: 500 },
    )
  })
})
