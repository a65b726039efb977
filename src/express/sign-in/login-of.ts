import type { Request } from 'express'
import type { Caller } from '../../actions/context.js'
import type { KeycloakLogin } from '../../domain/sign-in/login.js'
import { TwoFactorError } from '../../errors.js'
import { requestOrigin } from '../request-origin.js'
import type { Surroundings } from '../surroundings.js'

/**
 * The Keycloak login of a request; undefined for an anonymous one.
 *
 * Somebody who is signed in and has no login is no anonymous request: letting it pass would be to fail open. Throws
 * `ERR_2FA_CONFIGURATION` for that, and for a login that is not what `keycloakLogin()` returned.
 */
export function loginOf(surroundings: Pick<Surroundings, 'login'>, req: Request): KeycloakLogin | undefined {
  const login = surroundings.login(req)
  if (login === undefined || login === null) {
    if ((req as { user?: unknown }).user) {
      throw misconfigured('gave nothing for somebody who is signed in; keep the login in (de)serializeUser.')
    }
    return undefined
  }
  if (isLogin(login)) return login
  throw misconfigured('gave something else than keycloakLogin() returned; keep it as plain JSON and unchanged.')
}

/** Who asks, with the login, the key in the store, and where the request came from. */
export function callerOf({ identities }: Pick<Surroundings, 'identities'>, login: KeycloakLogin, req: Request): Caller {
  return { login, subject: identities.subject(login), origin: requestOrigin(req) }
}

/** True for what `keycloakLogin()` returned, kept as plain JSON. */
export function isLogin(login: unknown): login is KeycloakLogin {
  if (typeof login !== 'object' || login === null) return false
  const given = login as KeycloakLogin
  return (
    isText(given.issuer) &&
    URL.canParse(given.issuer) &&
    isText(given.userId) &&
    isText(given.sessionId) &&
    Number.isFinite(given.issuedAt) &&
    Number.isFinite(given.signedInAt) &&
    (Number.isFinite(given.authenticatedAt) || (given.authenticatedAt === null && isText(given.impersonator))) &&
    (given.identityProvider === undefined || isText(given.identityProvider)) &&
    (given.identityUserName === undefined || isText(given.identityUserName)) &&
    (given.impersonator === undefined || isText(given.impersonator)) &&
    (given.bridge === undefined || Number.isFinite(given.bridge))
  )
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== ''
}

function misconfigured(what: string): TwoFactorError {
  return new TwoFactorError('ERR_2FA_CONFIGURATION', `Option "login" ${what}`)
}
