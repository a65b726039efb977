import { type JWTHeaderParameters, type JWTPayload, jwtVerify } from 'jose'
import { TwoFactorError } from '../../errors.js'
import type { LogoutTokens } from '../../ports/logout-tokens.js'
import { ALGORITHMS, type Realm, realmKeys, reasonOf } from './realm-keys.js'

const EVENT = 'http://schemas.openid.net/event/backchannel-logout'

/** Keycloak's logout tokens live two minutes. */
const MAX_AGE = '5m'

/** What clocks may differ by. */
const TOLERANCE = '30s'

/** Verifies logout tokens of one realm (OpenID Connect Back-Channel Logout 1.0 sections 2.4 and 2.6). */
export function keycloakLogoutTokens(realm: Realm): LogoutTokens {
  const key = realmKeys(realm)
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
        return malformed(reasonOf(cause))
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

function malformed(what: string): never {
  throw new TwoFactorError('ERR_2FA_MALFORMED', `The logout token ${what}.`)
}
