import { expect } from 'chai'
import fc from 'fast-check'
import { systemRandom } from '../../src/crypto/random.js'
import { otplibTotp } from '../../src/crypto/totp.js'
import { DEFAULT_TOTP, SECRET_BYTES, type TotpParameters } from '../../src/domain/enrolment/enrolment.js'
import { isTwoFactorError } from '../../src/errors.js'
import { codeAt } from './code-at.js'

const totp = otplibTotp()
const STEP_MS = 30_000

/** RFC 6238 appendix B: the seeds are the digits 1 to 0 over and over, as long as the hash. */
const SEED = {
  sha1: totp.newSecret(Buffer.from('12345678901234567890')),
  sha256: totp.newSecret(Buffer.from('12345678901234567890123456789012')),
  sha512: totp.newSecret(Buffer.from('1234567890123456789012345678901234567890123456789012345678901234')),
}

describe('otplibTotp', () => {
  const hotp = ['755224', '287082', '359152', '969429', '338314', '254676', '287922', '162583', '399871', '520489']
  for (const [count, code] of hotp.entries()) {
    it(`finds code ${code} of RFC 4226 appendix D at count ${count}, as time step ${count}`, () => {
      expect(totp.matchStep(SEED.sha1, code, DEFAULT_TOTP, count * STEP_MS)).to.equal(count)
    })
  }

  for (const [seconds, sha1, sha256, sha512] of [
    [59, '94287082', '46119246', '90693936'],
    [1111111109, '07081804', '68084774', '25091201'],
    [1111111111, '14050471', '67062674', '99943326'],
    [1234567890, '89005924', '91819424', '93441116'],
    [2000000000, '69279037', '90698825', '38618901'],
    [20000000000, '65353130', '77737706', '47863826'],
  ] as const) {
    for (const [algorithm, code] of Object.entries({ sha1, sha256, sha512 }) as ['sha1', string][]) {
      it(`finds code ${code} of RFC 6238 appendix B for ${algorithm} at ${seconds} s`, () => {
        const parameters: TotpParameters = { algorithm, digits: 8, periodSeconds: 30 }
        const step = Math.floor(seconds / 30)
        expect(totp.matchStep(SEED[algorithm], code, parameters, seconds * 1000)).to.equal(step)
      })
    }
  }

  it('takes the code of one time step before and after, and of no further one, at every moment of a step', () => {
    const step = 59_000_000
    for (const offset of [0, 1, 999, 1000, 15_000, 29_000, 29_999]) {
      for (const distance of [-3, -2, -1, 0, 1, 2, 3]) {
        const found = totp.matchStep(
          SEED.sha1,
          codeAt(SEED.sha1, step + distance),
          DEFAULT_TOTP,
          step * STEP_MS + offset,
        )
        expect(found, `${distance} at ${offset} ms`).to.equal(Math.abs(distance) <= 1 ? step + distance : null)
      }
    }
  })

  it('keeps to the enrolment’s own algorithm, digits and period', () => {
    const parameters: TotpParameters = { algorithm: 'sha256', digits: 7, periodSeconds: 60 }
    const step = 29_500_000
    const code = codeAt(SEED.sha256, step, parameters)
    expect(totp.matchStep(SEED.sha256, code, parameters, step * 60_000)).to.equal(step)
    expect(totp.matchStep(SEED.sha256, code, { ...parameters, algorithm: 'sha1' }, step * 60_000)).to.equal(null)
    expect(totp.matchStep(SEED.sha256, code, { ...parameters, periodSeconds: 30 }, step * 60_000)).to.equal(null)
    expect(totp.matchStep(SEED.sha256, code, parameters, (step + 2) * 60_000)).to.equal(null)
  })

  it('finds the code of any secret at any time, and the code of no other secret', () => {
    const secrets = fc.uint8Array({ minLength: SECRET_BYTES, maxLength: SECRET_BYTES })
    fc.assert(
      fc.property(secrets, secrets, fc.integer({ min: 1, max: 4_000_000_000 }), (one, other, seconds) => {
        const step = Math.floor(seconds / 30)
        const secret = totp.newSecret(one)
        const code = codeAt(secret, step)
        const near = [-1, 0, 1].filter((distance) => step + distance >= 0)
        expect(totp.matchStep(secret, code, DEFAULT_TOTP, seconds * 1000)).to.be.oneOf(near.map((by) => step + by))
        const foreign = totp.newSecret(other)
        const fits = near.some((distance) => codeAt(foreign, step + distance) === code)
        expect(totp.matchStep(foreign, code, DEFAULT_TOTP, seconds * 1000) !== null).to.equal(fits)
      }),
    )
  })

  it('refuses what is not exactly the digits as malformed, and never with an error of otplib', () => {
    for (const code of ['', '12345', '1234567', '12345a', '１２３４５６', ' 12345', '12345\n', '-12345']) {
      try {
        expect.fail(`${JSON.stringify(code)} gave ${totp.matchStep(SEED.sha1, code, DEFAULT_TOTP, 0)}`)
      } catch (error) {
        if (!isTwoFactorError(error)) throw error
        expect(error.code).to.equal('ERR_2FA_MALFORMED')
        if (code !== '') expect(error.message).not.to.contain(code)
      }
    }
  })

  it('makes a thousand secrets of 160 bits, all different', () => {
    const random = systemRandom()
    const secrets = new Set(Array.from({ length: 1000 }, () => totp.newSecret(random.bytes(SECRET_BYTES))))
    expect(secrets.size).to.equal(1000)
    for (const secret of secrets) expect(secret).to.match(/^[A-Z2-7]{32}$/)
  })

  it('writes an otpauth address that holds application, account, secret and parameters, each escaped', () => {
    const label = { application: 'Acme & Söhne', account: 'fred+portal@acme.example' }
    const address = new URL(totp.address(SEED.sha1, DEFAULT_TOTP, label))
    expect(address.protocol).to.equal('otpauth:')
    expect(address.host).to.equal('totp')
    expect(decodeURIComponent(address.pathname)).to.equal(`/${label.application}:${label.account}`)
    expect(address.searchParams.get('secret')).to.equal(SEED.sha1)
    expect(address.searchParams.get('issuer')).to.equal(label.application)
    expect(address.search).not.to.contain('+')
    // What is not said is SHA-1, six digits, 30 seconds; what is said must be right.
    expect(address.searchParams.get('algorithm') ?? 'SHA1').to.equal('SHA1')
    expect(address.searchParams.get('digits') ?? '6').to.equal('6')
    expect(address.searchParams.get('period') ?? '30').to.equal('30')
  })

  it('names other parameters in the address', () => {
    const parameters: TotpParameters = { algorithm: 'sha512', digits: 8, periodSeconds: 60 }
    const { searchParams } = new URL(totp.address(SEED.sha512, parameters, { application: 'Acme', account: 'fred' }))
    expect(Object.fromEntries(searchParams)).to.include({ algorithm: 'SHA512', digits: '8', period: '60' })
  })

  it('keeps a colon in the application’s name out of where application and account part', () => {
    const label = { application: 'Acme: Portal', account: 'fred' }
    const path = new URL(totp.address(SEED.sha1, DEFAULT_TOTP, label)).pathname
    expect(path.match(/:/g) ?? []).to.have.length(1)
  })
})
