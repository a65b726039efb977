import { expect } from 'chai'
import type { Request } from 'express'
import { isTwoFactorError } from '../../src/errors.js'
import { loginOf } from '../../src/express/sign-in/login-of.js'
import { sampleLogin } from '../domain/sample-login.js'

const asked = (login: unknown, req: object = {}) => loginOf({ login: () => login }, req as Request)

function refused(login: unknown, req: object = {}): string {
  try {
    asked(login, req)
  } catch (error) {
    if (!isTwoFactorError(error)) throw error
    expect(error.code).to.equal('ERR_2FA_CONFIGURATION')
    return error.message
  }
  return expect.fail('it was accepted')
}

describe('loginOf', () => {
  it('gives the login as it is, also after a session store has kept it as JSON', () => {
    const login = sampleLogin()
    expect(asked(login)).to.equal(login)
    expect(asked(JSON.parse(JSON.stringify(login)))).to.deep.equal(login)
    const impersonated = sampleLogin({ authenticatedAt: null, impersonator: 'an-administrator' })
    expect(asked(impersonated)).to.equal(impersonated)
  })

  it('takes nothing for an anonymous request', () => {
    expect(asked(undefined)).to.equal(undefined)
    expect(asked(null)).to.equal(undefined)
    expect(asked(undefined, { user: undefined })).to.equal(undefined)
  })

  it('lets nobody pass as anonymous who is signed in and lost the login on the way', () => {
    expect(refused(undefined, { user: { id: 'fred' } }))
      .to.contain('"login"')
      .and.to.contain('(de)serializeUser')
    expect(refused(null, { user: 'fred' })).to.contain('(de)serializeUser')
  })

  for (const [what, login] of [
    ['a text', 'fred'],
    ['true', true],
    ['false', false],
    ['an empty object', {}],
    ['the claims themselves', { iss: 'x', sub: 'y', sid: 'z' }],
    ['a promise', Promise.resolve(sampleLogin())],
    ['a login without a user id', { ...sampleLogin(), userId: undefined }],
    ['a login with an empty user id', { ...sampleLogin(), userId: '' }],
    ['a login without a time of entry', { ...sampleLogin(), authenticatedAt: null }],
    ['a login whose times became texts', { ...sampleLogin(), signedInAt: '2026-11-20T12:00:00Z' }],
    ['a login whose times are no number', { ...sampleLogin(), signedInAt: Number.NaN }],
    ['a login whose issuer is no address', { ...sampleLogin(), issuer: 'acme' }],
    ['a login whose bridge became a text', { ...sampleLogin(), bridge: '1' }],
    ['a login whose identity provider is an object', { ...sampleLogin(), identityProvider: {} }],
  ] as const) {
    it(`refuses ${what} and says what it must be`, () => {
      expect(refused(login)).to.contain('keycloakLogin()')
    })
  }

  it('passes on what the application’s own function throws', () => {
    const login = () => {
      throw new Error('own')
    }
    expect(() => loginOf({ login }, {} as Request)).to.throw('own')
  })
})
