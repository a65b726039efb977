import { randomBytes } from 'node:crypto'
import type { Random } from '../ports/crypto.js'

/** The operating system's randomness. */
export function systemRandom(): Random {
  return {
    bytes: (length) => randomBytes(length),
    id(nowMs) {
      // RFC 9562 section 5.7: 48 bits of milliseconds, then version, variant and 74 random bits.
      const bytes = randomBytes(16)
      bytes.writeUIntBE(nowMs, 0, 6)
      bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70
      bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
      return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
    },
  }
}
