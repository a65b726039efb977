import { hkdfSync } from 'node:crypto'
import { TwoFactorError } from '../errors.js'

/** One of the application's keys: 32 random bytes, as such or in base64 or hex. */
export interface SecretKey {
  /** Kept beside everything this key sealed; never reuse one. */
  readonly id: string
  readonly key: string | Uint8Array
}

/** The application's keys by id; the first one seals, all open. */
export interface SecretKeys {
  readonly first: string
  readonly ids: readonly string[]
  /** 32 bytes for one purpose (RFC 5869); undefined where the id is not known. */
  derive(id: string, purpose: string): Uint8Array | undefined
}

/** Checks the keys once. Throws `ERR_2FA_CONFIGURATION` naming the key that is wrong and how to make one. */
export function secretKeys(keys: readonly SecretKey[]): SecretKeys {
  const bytes = new Map<string, Uint8Array>()
  for (const { id, key } of keys) {
    if (!/^[A-Za-z0-9._-]{1,32}$/.test(id)) {
      throw misconfigured(
        `has the id ${JSON.stringify(id)}; use 1 to 32 letters, digits, dots, hyphens or underscores.`,
      )
    }
    if (bytes.has(id)) throw misconfigured(`has the id ${JSON.stringify(id)} twice; each key needs an id of its own.`)
    bytes.set(id, decode(id, key))
  }
  const first = keys[0]
  if (!first) throw misconfigured('is empty; one key is needed.')
  const derived = new Map<string, Uint8Array>()
  return {
    first: first.id,
    ids: [...bytes.keys()],
    derive(id, purpose) {
      const name = `${id}\n${purpose}`
      let key = derived.get(name)
      const from = bytes.get(id)
      if (key === undefined && from !== undefined) {
        key = new Uint8Array(hkdfSync('sha256', from, '', `keycloak-two-factor ${purpose}`, 32))
        derived.set(name, key)
      }
      return key
    },
  }
}

function decode(id: string, key: string | Uint8Array): Uint8Array {
  if (typeof key !== 'string') {
    // A copy: what the application wipes or reuses afterwards must not change what seals.
    if (key.length === 32) return Uint8Array.from(key)
    throw misconfigured(`entry ${JSON.stringify(id)} has ${key.length} bytes; 32 are needed.`)
  }
  if (/^[0-9a-fA-F]{64}$/.test(key)) return Buffer.from(key, 'hex')
  const bytes = /^[A-Za-z0-9+/_-]+={0,2}$/.test(key) ? Buffer.from(key, 'base64') : Buffer.alloc(0)
  if (bytes.length === 32) return bytes
  throw misconfigured(
    `entry ${JSON.stringify(id)} is not 32 bytes in base64 or hex. Make one: openssl rand -base64 32.`,
  )
}

function misconfigured(message: string): TwoFactorError {
  return new TwoFactorError('ERR_2FA_CONFIGURATION', `Option "secretKeys" ${message}`)
}
