import type { Request, Response } from 'express'
import { isNavigation, sendProblem } from '../problem.js'
import { showPage } from '../show-page.js'
import type { Surroundings } from '../surroundings.js'
import { type Return, writeReturn } from './return-cookie.js'

/**
 * Sends the person to the application's Keycloak login and keeps what we ask of it and where to return to.
 * After a form it is a page that goes on by itself, since `form-action 'self'` blocks redirects to Keycloak.
 */
export async function sendToSignIn(
  surroundings: Surroundings,
  req: Request,
  res: Response,
  back: Return,
): Promise<void> {
  if (!isNavigation(req)) {
    const location = `${surroundings.origin}${surroundings.signIn}`
    return sendProblem(res, { status: 401, code: 'ERR_2FA_SIGN_IN_REQUIRED', location })
  }
  writeReturn(surroundings, res, back)
  if (req.method === 'GET' || req.method === 'HEAD') return res.redirect(303, surroundings.signIn)
  await showPage(surroundings, req, res, { page: 'refresh', to: surroundings.signIn, reason: 'password' })
}

/**
 * What the Keycloak sign-in has to ask for, for the strategy's `authorizationRequestParams`: `prompt=login` where we
 * sent the person to enter the password again, nothing otherwise.
 */
export function signInParams(back: Return | undefined): Record<string, string> {
  return back?.ask.for === 'password' ? { prompt: 'login' } : {}
}
