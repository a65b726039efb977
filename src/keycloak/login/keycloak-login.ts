import type { KeycloakLogin } from '../../domain/sign-in/login.js'
import { TwoFactorError } from '../../errors.js'

/** The claims of an ID token, as an OpenID Connect client returns them after verifying it. */
export type IdTokenClaims = Readonly<Record<string, unknown>>

/**
 * Keeps what Keycloak has proved at sign-in as plain JSON, to be stored with the application's user.
 *
 * Call it once, with the ID token of the sign-in itself (OpenID Connect Core section 2), never with a refreshed token:
 * a refresh carries an `auth_time` that may have moved in another tab. `signedInAt` is the application's time in ms,
 * default now.
 *
 * Throws `ERR_2FA_CONFIGURATION` naming a missing claim and the Keycloak scope that adds it.
 */
export function keycloakLogin(
  claims: IdTokenClaims | null | undefined,
  signedInAt: number = Date.now(),
): KeycloakLogin {
  if (claims === undefined || claims === null) {
    throw misconfigured('there is no ID token. Ask for the scope "openid" at sign-in.')
  }
  const impersonator = optionalText(claims, 'impersonator')
  const identityProvider = optionalText(claims, 'identity_provider')
  const identityUserName = optionalText(claims, 'identity_provider_user_name')
  const bridge = claims.two_factor_bridge
  return {
    issuer: text(claims, 'iss', 'every ID token has it'),
    userId: text(claims, 'sub', 'add the client scope "basic" to the client'),
    sessionId: text(claims, 'sid', 'add the client scope "basic" to the client'),
    authenticatedAt: impersonator === undefined ? seconds(claims, 'auth_time') : null,
    issuedAt: seconds(claims, 'iat'),
    signedInAt,
    clientId: optionalText(claims, 'azp') ?? audience(claims),
    ...(identityProvider !== undefined && { identityProvider }),
    ...(identityUserName !== undefined && { identityUserName }),
    ...(impersonator !== undefined && { impersonator }),
    ...(typeof bridge === 'number' && { bridge }),
    acr: optionalText(claims, 'acr') ?? null,
    amr: Array.isArray(claims.amr) ? claims.amr.filter((value) => typeof value === 'string') : [],
    locale: optionalText(claims, 'locale') ?? null,
  }
}

function text(claims: IdTokenClaims, name: string, cure: string): string {
  const value = optionalText(claims, name)
  if (value === undefined) throw misconfigured(`the claim "${name}" is missing: ${cure}.`)
  return value
}

/** A claim of another type than text is no evidence, and no reason to go on (CVE-2026-96445). */
function optionalText(claims: IdTokenClaims, name: string): string | undefined {
  const value = claims[name]
  if (value === undefined || value === null || value === '') return undefined
  if (typeof value !== 'string')
    throw misconfigured(`the claim "${name}" must be one text; correct its mapper in Keycloak.`)
  return value
}

function seconds(claims: IdTokenClaims, name: string): number {
  const value = claims[name]
  if (typeof value === 'number' && Number.isFinite(value)) return value * 1000
  throw misconfigured(`the claim "${name}" is missing: add the client scope "basic" to the client in Keycloak.`)
}

function audience(claims: IdTokenClaims): string {
  const aud = Array.isArray(claims.aud) ? claims.aud[0] : claims.aud
  if (typeof aud === 'string') return aud
  throw misconfigured('the claims "azp" and "aud" are both missing.')
}

function misconfigured(what: string): TwoFactorError {
  return new TwoFactorError('ERR_2FA_CONFIGURATION', `keycloakLogin() cannot read the token: ${what}`)
}
