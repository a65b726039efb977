import { expect } from 'chai'
import {
  type Authentication,
  authenticationOf,
  SECOND_STEPS,
  type SecondStep,
} from '../../src/domain/statements/authentication.js'

const PASSWORD = { bridge: 1, amr: [] }
const PROVIDER = { bridge: 1, amr: [], identityProvider: 'office365' }
const NO_BRIDGE = { amr: [] }
const PASSKEY = { bridge: 1, amr: ['hwk'] }
const NAMED_PASSWORD = { bridge: 1, amr: ['pwd'] }

/** Keycloak's part of the login, the second step, and what is stated of both. */
const TABLE: readonly [string, Parameters<typeof authenticationOf>[0], SecondStep | null, Authentication][] = [
  ['password alone', PASSWORD, null, { method: 'password', amr: ['pwd'] }],
  ['password named by Keycloak, alone', NAMED_PASSWORD, null, { method: 'password', amr: ['pwd'] }],
  ['password and authenticator app', PASSWORD, 'totp', { method: 'totp', amr: ['pwd', 'otp', 'mfa'] }],
  ['password and backup code', PASSWORD, 'backup-code', { method: 'backup-code', amr: ['pwd', 'otp', 'mfa'] }],
  ['password and mailed code', PASSWORD, 'email', { method: 'email', amr: ['pwd', 'otp'] }],
  ['password and SMS', PASSWORD, 'sms', { method: 'sms', amr: ['pwd', 'sms'] }],
  ['password and bypass code', PASSWORD, 'bypass-code', { method: 'bypass-code', amr: ['pwd', 'otp'] }],
  ['password on a trusted device', PASSWORD, 'trusted-device', { method: 'trusted-device', amr: ['pwd'] }],
  ['single sign-on alone', PROVIDER, null, { method: 'single-sign-on', amr: [], provider: 'office365' }],
  ['single sign-on and authenticator app', PROVIDER, 'totp', { method: 'totp', amr: ['otp'], provider: 'office365' }],
  ['a login without our client scope', NO_BRIDGE, null, { method: 'unknown', amr: [] }],
  ['a login without our client scope, and a code', NO_BRIDGE, 'totp', { method: 'totp', amr: ['otp'] }],
  ['a login for which Keycloak asked no password', PASSKEY, null, { method: 'unknown', amr: [] }],
  ['a login for which Keycloak asked no password, and a code', PASSKEY, 'totp', { method: 'totp', amr: ['otp'] }],
]

describe('authenticationOf', () => {
  for (const [name, login, second, stated] of TABLE) {
    it(`states ${name} as ${stated.method} with [${stated.amr.join(', ')}]`, () => {
      expect(authenticationOf(login, second)).to.deep.equal(stated)
    })
  }

  it('claims mfa for nothing but a password with a code of the authenticator app or a backup code', () => {
    for (const login of [PASSWORD, NAMED_PASSWORD, PROVIDER, NO_BRIDGE, PASSKEY]) {
      for (const second of [null, ...SECOND_STEPS]) {
        const byPassword = login === PASSWORD || login === NAMED_PASSWORD
        const claims = byPassword && (second === 'totp' || second === 'backup-code')
        expect(authenticationOf(login, second).amr.includes('mfa'), `${JSON.stringify(login)} ${second}`).to.equal(
          claims,
        )
      }
    }
  })

  it('takes no mfa over from Keycloak’s own amr', () => {
    expect(authenticationOf({ bridge: 1, amr: ['pwd', 'mfa'] }, null).amr).to.deep.equal(['pwd'])
  })
})
