import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto'
import { TwoFactorError } from '../errors.js'
import type { StatementJwk } from '../ports/crypto.js'

/** One of the application's keys for statements: ES256 (RFC 7518 section 3.4), as JWK. */
export interface StatementKey {
  /** Stands in every statement that this key signed; never reuse one. */
  readonly kid: string
  /** The private key. The first entry signs with it. */
  readonly privateJwk?: object
  /** The public part alone, in place of `privateJwk`: verifies what was signed before, and signs nothing. */
  readonly publicJwk?: object
  /** True: verifies what was signed before, and signs nothing any more. Default false. */
  readonly retired?: boolean
}

/** The application's keys for statements; the first one signs, all verify. */
export interface StatementKeys {
  readonly first: { readonly kid: string; readonly privateKey: KeyObject }
  /** Built member by member, so that no private part can be among them. */
  readonly publicKeys: readonly StatementJwk[]
}

/** Checks the keys once. Throws `ERR_2FA_CONFIGURATION` naming the key that is wrong and the cure. */
export function statementKeys(keys: readonly StatementKey[]): StatementKeys {
  const known = new Set<string>()
  const publicKeys = keys.map((key) => {
    if (!/^[A-Za-z0-9._-]{1,64}$/.test(key.kid)) {
      const use = 'use 1 to 64 letters, digits, dots, hyphens or underscores.'
      throw misconfigured(`has the kid ${JSON.stringify(key.kid)}; ${use}`)
    }
    if (known.has(key.kid)) {
      throw misconfigured(`has the kid ${JSON.stringify(key.kid)} twice; each key needs a kid of its own.`)
    }
    known.add(key.kid)
    return publicPart(key)
  })
  const [first] = keys
  if (first === undefined) throw misconfigured('is empty; leave it out where no statements are made.')
  if (first.privateJwk === undefined || first.retired === true) {
    throw misconfigured(`has ${name(first)} in front, which does not sign; put the key that signs first.`)
  }
  return { first: { kid: first.kid, privateKey: privateKeyOf(first, first.privateJwk) }, publicKeys }
}

function publicPart(entry: StatementKey): StatementJwk {
  const { kid, privateJwk, publicJwk } = entry
  if ((privateJwk === undefined) === (publicJwk === undefined)) {
    throw misconfigured(`${name(entry)} needs either "privateJwk" or "publicJwk".`)
  }
  if (publicJwk !== undefined && 'd' in publicJwk) {
    throw misconfigured(
      `${name(entry)} holds a private key as "publicJwk"; leave its "d" out, or name it "privateJwk".`,
    )
  }
  const key = publicJwk === undefined ? publicKeyOf(entry, privateJwk ?? {}) : readPublic(entry, publicJwk)
  const { kty, crv, x, y } = key.export({ format: 'jwk' })
  if (kty !== 'EC' || crv !== 'P-256' || x === undefined || y === undefined) throw notES256(entry)
  return { kty, crv, x, y, kid, alg: 'ES256', use: 'sig' }
}

/** The point of a private JWK, once it is sure that its `d` belongs to it. */
function publicKeyOf(entry: StatementKey, jwk: object): KeyObject {
  const privateKey = privateKeyOf(entry, jwk)
  const publicKey = readPublic(entry, jwk)
  if (privateKey.asymmetricKeyDetails?.namedCurve !== 'prime256v1') throw notES256(entry)
  const probe = Buffer.from(entry.kid)
  if (!verify('sha256', probe, publicKey, sign('sha256', probe, privateKey))) {
    throw misconfigured(`${name(entry)} holds a "d" that does not belong to its "x" and "y".`)
  }
  return publicKey
}

function privateKeyOf(entry: StatementKey, jwk: object): KeyObject {
  try {
    return createPrivateKey({ key: { ...jwk }, format: 'jwk' })
  } catch {
    throw notES256(entry)
  }
}

function readPublic(entry: StatementKey, jwk: object): KeyObject {
  const { d: _private, ...open } = jwk as { d?: unknown }
  try {
    return createPublicKey({ key: open, format: 'jwk' })
  } catch {
    throw notES256(entry)
  }
}

/** Without the cause: what a library says of a key may hold a part of it. */
function notES256(entry: StatementKey): TwoFactorError {
  const what = entry.publicJwk === undefined ? 'private' : 'public'
  return misconfigured(
    `${name(entry)} is not a ${what} key for ES256 as JWK (kty EC, crv P-256). Make one: ` +
      `node -p "JSON.stringify(crypto.generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' }))"`,
  )
}

function name({ kid }: StatementKey): string {
  return `entry ${JSON.stringify(kid)}`
}

function misconfigured(message: string): TwoFactorError {
  return new TwoFactorError('ERR_2FA_CONFIGURATION', `Option "statementKeys" ${message}`)
}
