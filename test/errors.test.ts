import { expect } from 'chai'
import { isTwoFactorError, TwoFactorError, type TwoFactorErrorCode } from '../src/errors.js'

/** Design section 6, and who may read the message. */
const CODES: Record<TwoFactorErrorCode, readonly [status: number, expose: boolean]> = {
  ERR_2FA_MALFORMED: [400, true],
  ERR_2FA_SIGN_IN_REQUIRED: [401, true],
  ERR_2FA_FORBIDDEN: [403, true],
  ERR_2FA_NOT_FOUND: [404, true],
  ERR_2FA_CONFLICT: [409, true],
  ERR_2FA_POLICY_INVALID: [422, true],
  ERR_2FA_CONFIGURATION: [500, false],
  ERR_2FA_SECRET_UNREADABLE: [500, false],
  ERR_2FA_DIRECTORY: [502, false],
  ERR_2FA_MAIL: [502, false],
  ERR_2FA_SMS: [502, false],
  ERR_2FA_STORE: [503, false],
}

describe('TwoFactorError', () => {
  for (const [code, [status, expose]] of Object.entries(CODES)) {
    it(`gives ${code} the status ${status} and ${expose ? 'shows' : 'hides'} its message`, () => {
      const error = new TwoFactorError(code as TwoFactorErrorCode, 'Something is wrong.')
      expect(error).to.include({ code, status, expose, name: 'TwoFactorError' })
      expect(error).to.be.instanceOf(Error)
      expect(error.message).to.equal(`Something is wrong. See README.md#${code.toLowerCase()}`)
    })
  }

  it('keeps the cause beside the message, never in it', () => {
    const cause = new Error('secret: hunter2')
    const error = new TwoFactorError('ERR_2FA_STORE', 'The database cannot be asked.', { cause })
    expect(error.cause).to.equal(cause)
    expect(error.message).not.to.contain('hunter2')
  })
})

describe('isTwoFactorError', () => {
  it('knows our errors, also those of a second copy of this library', () => {
    expect(isTwoFactorError(new TwoFactorError('ERR_2FA_STORE', 'x'))).to.equal(true)
    const copy = Object.assign(new Error('x'), { name: 'TwoFactorError', code: 'ERR_2FA_MALFORMED' })
    expect(isTwoFactorError(copy)).to.equal(true)
  })

  it('takes nothing else for one', () => {
    const named = (code: unknown) => Object.assign(new Error('x'), { name: 'TwoFactorError', code })
    for (const other of [
      undefined,
      null,
      'ERR_2FA_STORE',
      { name: 'TwoFactorError', code: 'ERR_2FA_STORE' },
      new Error('ERR_2FA_STORE'),
      Object.assign(new Error('x'), { code: 'ERR_2FA_STORE' }),
      Object.assign(new Error('x'), { name: 'TwoFactorError' }),
      named('ERR_2FA_UNKNOWN'),
      named('toString'),
      named('__proto__'),
      named(undefined),
    ]) {
      expect(isTwoFactorError(other), String((other as { code?: unknown } | null)?.code)).to.equal(false)
    }
  })
})
