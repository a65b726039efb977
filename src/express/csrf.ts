import { csrfSync } from 'csrf-sync'
import type { Request, RequestHandler } from 'express'
import { TwoFactorError } from '../errors.js'
import { readSession, updateSession } from './session.js'

const { generateToken, isRequestValid } = csrfSync({
  size: 32,
  getTokenFromState: (req) => readSession(req).csrfToken,
  storeTokenInState: (req, token) => updateSession(req, { csrfToken: token ?? undefined }),
  getTokenFromRequest: (req) => {
    const body: unknown = req.body
    const field = typeof body === 'object' && body !== null ? (body as Record<string, unknown>)._csrf : undefined
    return typeof field === 'string' ? field : req.get('x-csrf-token')
  },
})

/** The token of this session, for the hidden field `_csrf` of every form; made where there is none yet. */
export function csrfToken(req: Request): string {
  return generateToken(req)
}

/**
 * Refuses every change that is not a form of ours: the session's token is needed whatever the content type, and where
 * the browser names an origin it must be ours (OWASP ASVS 5.0 section 3.5). Throws `ERR_2FA_FORBIDDEN`.
 */
export function csrfProtection(origin: string): RequestHandler {
  return (req, _res, next) => {
    if (req.method === 'GET' || req.method === 'HEAD') return next()
    const named = req.get('origin')
    const site = req.get('sec-fetch-site')
    if ((named !== undefined && named !== origin) || (site !== undefined && site !== 'same-origin')) {
      throw new TwoFactorError(
        'ERR_2FA_FORBIDDEN',
        'The request came from another site. Open the page again and repeat it.',
      )
    }
    if (!isRequestValid(req)) {
      throw new TwoFactorError(
        'ERR_2FA_FORBIDDEN',
        'The form is too old or not ours. Open the page again and repeat it.',
      )
    }
    next()
  }
}
