import { generateKeyPairSync } from 'node:crypto'

/** A new private key as JWK. */
export function newPrivateJwk(namedCurve = 'P-256'): JsonWebKey {
  return generateKeyPairSync('ec', { namedCurve }).privateKey.export({ format: 'jwk' }) as JsonWebKey
}

/** Its public part. */
export function publicPartOf({ d: _private, ...open }: JsonWebKey): JsonWebKey {
  return open
}
