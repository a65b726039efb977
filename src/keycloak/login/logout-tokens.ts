import {
  createRemoteJWKSet,
  errors,
  type JWTHeaderParameters,
  type JWTPayload,
  type JWTVerifyGetKey,
  jwtVerify,
} from 'jose'
import { TwoFactorError } from '../../errors.js'
import type { LogoutTokens } from '../../ports/logout-tokens.js'

/** Asymmetric ones alone: "none", or a key that is published, would let anybody sign. */
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA']

const EVENT = 'http://schemas.openid.net/event/backchannel-logout'

/** Keycloak's logout tokens live two minutes. */
const MAX_AGE = '5m'

/** What clocks may differ by. */
const TOLERANCE = '30s'

/** After keys were asked for, an unknown one is not asked for again in this time; strangers can name any. */
const COOL_DOWN_MS = 30_000

const TIMEOUT_MS = 5_000

/**
 * Verifies logout tokens of one realm (OpenID Connect Back-Channel Logout 1.0 sections 2.4 and 2.6). The realm's keys
 * are kept for ten minutes, and asked for anew where a token names another.
 */
export function keycloakLogoutTokens(realm: { readonly issuer: string; readonly keysUrl: string }): LogoutTokens {
  const keys = createRemoteJWKSet(new URL(realm.keysUrl), {
    cooldownDuration: COOL_DOWN_MS,
    timeoutDuration: TIMEOUT_MS,
  })
  const key: JWTVerifyGetKey = async (header, token) => {
    try {
      return await keys(header, token)
    } catch (cause) {
      if (cause instanceof errors.JWKSNoMatchingKey || cause instanceof errors.JWKSMultipleMatchingKeys) throw cause
      throw new TwoFactorError(
        'ERR_2FA_DIRECTORY',
        `Keycloak did not give the realm's keys at "${realm.keysUrl}"; is it running?`,
        { cause },
      )
    }
  }
  return {
    async verifyLogoutToken(token, clientIds) {
      const { protectedHeader, payload } = await jwtVerify(token, key, {
        algorithms: ALGORITHMS,
        issuer: realm.issuer,
        audience: [...clientIds],
        requiredClaims: ['iss', 'aud', 'iat', 'exp', 'jti', 'events'],
        maxTokenAge: MAX_AGE,
        clockTolerance: TOLERANCE,
      }).catch((cause: unknown) => {
        if (cause instanceof TwoFactorError) throw cause
        return malformed(cause instanceof errors.JOSEError ? reasonOf(cause) : 'cannot be verified')
      })
      requireLogout(protectedHeader, payload)
      const { jti, sub, sid } = payload
      if (!isText(jti)) return malformed('has no id')
      // Sessions are known by person and session; Keycloak names the person in every logout token.
      if (!isText(sub)) return malformed('names no person ("sub")')
      if (sid !== undefined && !isText(sid)) return malformed('has a session id of the wrong form')
      return { issuer: realm.issuer, userId: sub, sessionId: sid ?? null, id: jti }
    },
  }
}

/** A token of another kind, an ID token above all, is signed by the same keys for the same clients. */
function requireLogout({ typ }: JWTHeaderParameters, payload: JWTPayload): void {
  // Section 2.4 recommends "logout+jwt"; with a plain "JWT" Keycloak names the kind in the claim.
  const kind = typ?.toLowerCase().replace(/^application\//, '')
  const isTyped = kind === 'logout+jwt' || ((kind === 'jwt' || kind === undefined) && payload.typ === 'Logout')
  if (!isTyped) malformed('is a token of another kind')
  const { events } = payload
  if (!isObject(events) || !Object.hasOwn(events, EVENT) || !isObject(events[EVENT])) {
    malformed('does not speak of a logout')
  }
  if ('nonce' in payload) malformed('holds a nonce')
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== ''

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Names of claims and nothing of what they hold. */
function reasonOf(error: errors.JOSEError): string {
  if (error instanceof errors.JWTClaimValidationFailed || error instanceof errors.JWTExpired) {
    return `has a claim "${error.claim}" that is missing or not right`
  }
  if (error instanceof errors.JWSSignatureVerificationFailed || error instanceof errors.JWKSNoMatchingKey) {
    return 'is not signed by this realm'
  }
  return 'cannot be verified'
}

function malformed(what: string): never {
  throw new TwoFactorError('ERR_2FA_MALFORMED', `The logout token ${what}.`)
}
