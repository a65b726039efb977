import express, { type ErrorRequestHandler, Router } from 'express'
import { isTwoFactorError, TwoFactorError } from '../../errors.js'
import { ownErrors } from '../errors.js'
import { sendProblem } from '../problem.js'
import type { Surroundings } from '../surroundings.js'

/** What backchannel logout can do. */
export interface BackchannelLogoutActions {
  /** Undefined where option `clientIds` does not say for whom logout tokens are. */
  readonly endKeycloakSession: ((logoutToken: string) => Promise<void>) | undefined
}

const PATH = '/backchannel-logout'

/** A logout token is about a kilobyte. */
const BODY_LIMIT = '10kb'

/**
 * Where Keycloak posts its logout tokens (OpenID Connect Back-Channel Logout 1.0 sections 2.5 and 2.8). Keycloak itself
 * calls: there is no session and no CSRF token, and the signed token is the only proof. It never reaches a log.
 */
export function backchannelLogoutRoutes(
  surroundings: Surroundings,
  { endKeycloakSession }: BackchannelLogoutActions,
): Router {
  return Router()
    .post(PATH, express.urlencoded({ extended: false, limit: BODY_LIMIT }), async (req, res) => {
      if (endKeycloakSession === undefined) {
        throw new TwoFactorError('ERR_2FA_NOT_FOUND', 'Backchannel logout is off: option "clientIds" names no client.')
      }
      const token: unknown = (req.body as Record<string, unknown> | undefined)?.logout_token
      if (typeof token !== 'string' || token === '') {
        throw new TwoFactorError('ERR_2FA_MALFORMED', 'The form field "logout_token" has to be there, once.')
      }
      await endKeycloakSession(token)
      res.set('Cache-Control', 'no-store').status(200).end()
    })
    .use(PATH, ownErrors, problems(surroundings))
}

/** Problems as JSON whatever the caller accepts; 503 where a later try may do. */
function problems({ events }: Surroundings): ErrorRequestHandler {
  return (error: unknown, _req, res, next) => {
    if (!isTwoFactorError(error)) return next(error)
    const { code, expose, message } = error
    if (!expose) events.emit({ kind: 'request-failed', error })
    res.set('Cache-Control', 'no-store')
    sendProblem(res, {
      status: code === 'ERR_2FA_DIRECTORY' ? 503 : error.status,
      code,
      ...(expose && { detail: message }),
    })
  }
}
