import { createHmac, timingSafeEqual } from 'node:crypto'
import type { HashPurpose, KeyedHash } from '../ports/crypto.js'
import type { SecretKeys } from './secret-keys.js'

/** HMAC-SHA256 (RFC 2104) with a key by HKDF per purpose. */
export function hmacKeyedHash(keys: SecretKeys): KeyedHash {
  const by = (id: string, purpose: HashPurpose, value: string) =>
    createHmac('sha256', keys.derive(id, `hash ${purpose}`) ?? failed(id))
      .update(value)
      .digest('hex')
  const candidates = (purpose: HashPurpose, value: string) => keys.ids.map((id) => by(id, purpose, value))
  return {
    hash: (purpose, value) => ({ keyId: keys.first, hash: by(keys.first, purpose, value) }),
    candidates,
    matches(purpose, value, hash) {
      const given = Buffer.from(hash)
      return candidates(purpose, value).some(
        (own) => own.length === given.length && timingSafeEqual(Buffer.from(own), given),
      )
    },
  }
}

function failed(id: string): never {
  throw new Error(`unreachable: key ${id} was checked at creation`)
}
