import { createHmac } from 'node:crypto'

/** The code of a time step by bare `node:crypto` (RFC 4226 section 5.3), SHA-1 and six digits. */
export function bareCode(secret: Uint8Array, step: number): string {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(step))
  const hash = createHmac('sha1', secret).update(counter).digest()
  const number = hash.readUInt32BE((hash.at(-1) ?? 0) & 0xf) & 0x7fffffff
  return String(number % 1_000_000).padStart(6, '0')
}

/** The time step of a moment in ms (RFC 6238 section 4.2). */
export const stepAt = (ms: number): number => Math.floor(ms / 30_000)
