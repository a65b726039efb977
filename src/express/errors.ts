import type { ErrorRequestHandler, Request, Response } from 'express'
import { isTwoFactorError, TwoFactorError } from '../errors.js'
import { prefersJson, sendProblem } from './problem.js'
import { showPage } from './show-page.js'
import type { Surroundings } from './surroundings.js'

/**
 * Answers our own errors: a page in the person's language, or problem+json (RFC 9457) for whoever prefers JSON. A
 * message that is not to be exposed goes to `events` alone. Errors of others are left to the application.
 */
export function errorHandler(surroundings: Surroundings): ErrorRequestHandler {
  return async (error: unknown, req, res, next) => {
    if (!isTwoFactorError(error)) return next(error)
    if (!error.expose) surroundings.events.emit({ kind: 'request-failed', error })
    if (res.headersSent) return next(error)
    res.set('Cache-Control', 'no-store')
    await answer(surroundings, error, req, res).catch(next)
  }
}

/** Under our own mount every error is ours to answer: body parsers' become `ERR_2FA_MALFORMED`, all else passes on. */
export const ownErrors: ErrorRequestHandler = (error: unknown, _req, _res, next) => {
  const { status, type } = (error ?? {}) as { status?: unknown; type?: unknown }
  const fromParser = typeof type === 'string' && typeof status === 'number' && status >= 400 && status < 500
  next(fromParser ? new TwoFactorError('ERR_2FA_MALFORMED', 'The body cannot be read.', { cause: error }) : error)
}

async function answer(surroundings: Surroundings, error: TwoFactorError, req: Request, res: Response): Promise<void> {
  const { status, code } = error
  const detail = error.expose ? error.message : null
  if (prefersJson(req)) {
    sendProblem(res, { status, code, ...(detail !== null && { detail }) })
    return
  }
  await showPage(surroundings, req, res, { page: 'error', status, code, detail }, { status })
}
