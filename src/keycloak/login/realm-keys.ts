import { createRemoteJWKSet, errors, type JWTVerifyGetKey } from 'jose'
import { TwoFactorError } from '../../errors.js'

/** Asymmetric ones alone: "none", or a key that is published, would let anybody sign. */
export const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA']

/** After keys were asked for, an unknown one is not asked for again in this time; strangers can name any. */
const COOL_DOWN_MS = 30_000

const TIMEOUT_MS = 5_000

/** One realm: the `iss` of its tokens, and where its keys are. */
export interface Realm {
  readonly issuer: string
  readonly keysUrl: string
}

/**
 * The realm's keys, kept for ten minutes and asked for anew where a token names another. Throws `ERR_2FA_DIRECTORY` when
 * they cannot be asked for.
 */
export function realmKeys({ keysUrl }: Realm): JWTVerifyGetKey {
  const keys = createRemoteJWKSet(new URL(keysUrl), { cooldownDuration: COOL_DOWN_MS, timeoutDuration: TIMEOUT_MS })
  return async (header, token) => {
    try {
      return await keys(header, token)
    } catch (cause) {
      if (cause instanceof errors.JWKSNoMatchingKey || cause instanceof errors.JWKSMultipleMatchingKeys) throw cause
      const message = `Keycloak did not give the realm's keys at "${keysUrl}"; is it running?`
      throw new TwoFactorError('ERR_2FA_DIRECTORY', message, { cause })
    }
  }
}

/** Why a token is refused: names of claims and nothing of what they hold. */
export function reasonOf(error: unknown): string {
  if (error instanceof errors.JWTClaimValidationFailed || error instanceof errors.JWTExpired) {
    return `has a claim "${error.claim}" that is missing or not right`
  }
  if (error instanceof errors.JWSSignatureVerificationFailed || error instanceof errors.JWKSNoMatchingKey) {
    return 'is not signed by this realm'
  }
  return 'cannot be verified'
}
