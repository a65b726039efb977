import { createHmac, timingSafeEqual } from 'node:crypto'
import { generateURI, ScureBase32Plugin, verifySync } from 'otplib'
import { TwoFactorError } from '../errors.js'
import type { Totp } from '../ports/crypto.js'

const base32 = new ScureBase32Plugin()

/** OpenSSL's HMAC in place of the default in JavaScript: judging a code takes half the time. */
const nodeCrypto = {
  name: 'node',
  hmac: (algorithm: string, key: Uint8Array, data: Uint8Array) => createHmac(algorithm, key).update(data).digest(),
  randomBytes(): never {
    throw new Error('unreachable: secrets are made from the Random port')
  },
  constantTimeEqual(a: string | Uint8Array, b: string | Uint8Array) {
    const left = Buffer.from(a)
    const right = Buffer.from(b)
    return left.length === right.length && timingSafeEqual(left, right)
  },
}

/** TOTP by otplib, with one time step of tolerance to either side (RFC 6238 section 5.2). */
export function otplibTotp(): Totp {
  return {
    newSecret: (random) => base32.encode(random, { padding: false }),
    matchStep(secret, code, { algorithm, digits, periodSeconds }, nowMs) {
      // otplib throws on a code of another length; who calls us has already refused it as malformed.
      if (code.length !== digits || !/^[0-9]+$/.test(code)) {
        throw new TwoFactorError('ERR_2FA_MALFORMED', `The code must have ${digits} digits.`)
      }
      const result = verifySync({
        secret,
        token: code,
        algorithm,
        digits,
        period: periodSeconds,
        epoch: Math.floor(nowMs / 1000),
        epochTolerance: periodSeconds,
        crypto: nodeCrypto,
        base32,
      })
      return result.valid && 'timeStep' in result ? result.timeStep : null
    },
    // The label parts application and account at its first colon, so neither may hold one.
    address: (secret, { algorithm, digits, periodSeconds }, { application, account }) =>
      generateURI({
        secret,
        issuer: application.replaceAll(':', ' '),
        label: account.replaceAll(':', ' '),
        algorithm,
        digits,
        period: periodSeconds,
      }),
  }
}
