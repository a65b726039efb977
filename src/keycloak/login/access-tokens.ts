import { type JWTHeaderParameters, type JWTPayload, jwtVerify } from 'jose'
import { TwoFactorError } from '../../errors.js'
import type { AccessTokens } from '../../ports/access-tokens.js'
import { keycloakLogin } from './keycloak-login.js'
import { ALGORITHMS, type Realm, realmKeys, reasonOf } from './realm-keys.js'

/** What clocks may differ by. */
const TOLERANCE = '5s'

/** Verifies access tokens of one realm (RFC 6750, RFC 9068 section 4, and the forms that Keycloak gives them). */
export function keycloakAccessTokens(realm: Realm): AccessTokens {
  const key = realmKeys(realm)
  return {
    async verifyAccessToken(token, audiences) {
      const { protectedHeader, payload } = await jwtVerify(token, key, {
        algorithms: ALGORITHMS,
        issuer: realm.issuer,
        audience: [...audiences],
        requiredClaims: ['iss', 'aud', 'iat', 'exp', 'azp'],
        clockTolerance: TOLERANCE,
      }).catch((cause: unknown) => {
        if (cause instanceof TwoFactorError) throw cause
        return refused(reasonOf(cause))
      })
      requireBearer(protectedHeader, payload)
      const { azp, iat = 0, exp = 0, sid } = payload
      if (typeof azp !== 'string' || azp === '') return refused('has a claim "azp" that is missing or not right')
      const login = sid === undefined ? null : keycloakLogin(payload, iat * 1000)
      return { clientId: azp, login, endsAt: exp * 1000 }
    },
  }
}

/** ID, refresh and logout tokens are signed by the same keys; a token that is bound to a key is no bearer token. */
function requireBearer({ typ }: JWTHeaderParameters, payload: JWTPayload): void {
  const isTyped = typ?.toLowerCase().replace(/^application\//, '') === 'at+jwt'
  const isBearer = payload.typ === 'Bearer' || (payload.typ === undefined && isTyped)
  if (!isBearer) refused('is a token of another kind')
  const { cnf } = payload as { cnf?: unknown }
  // RFC 9449 section 7.2: a DPoP-bound token must not be accepted without its proof.
  if (typeof cnf === 'object' && cnf !== null && 'jkt' in cnf) refused('is bound to a key (DPoP)')
}

function refused(what: string): never {
  throw new TwoFactorError('ERR_2FA_SIGN_IN_REQUIRED', `The access token ${what}.`)
}
