import { createHmac } from 'node:crypto'
import { DEFAULT_TOTP, type TotpParameters } from '../../src/domain/enrolment/enrolment.js'

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** RFC 4226 section 5.3, written down by another hand than the code under test: the code of a secret in base32 at a step. */
export function codeAt(secret: string, step: number, { algorithm, digits }: TotpParameters = DEFAULT_TOTP): string {
  const bits = [...secret].map((letter) => ALPHABET.indexOf(letter).toString(2).padStart(5, '0')).join('')
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)))
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(step))
  const mac = createHmac(algorithm, key).update(counter).digest()
  const at = (mac.at(-1) ?? 0) & 15
  return String((mac.readUInt32BE(at) & 0x7fffffff) % 10 ** digits).padStart(digits, '0')
}
