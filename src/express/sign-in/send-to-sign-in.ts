import type { Request, Response } from 'express'
import { isNavigation, prefersJson, sendProblem } from '../problem.js'
import { seeOther } from '../see-other.js'
import { showPage } from '../show-page.js'
import type { Surroundings } from '../surroundings.js'
import { type Return, readReturn, writeReturn } from './return-cookie.js'
import { scriptsPage } from './scripts-page.js'

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
  if (!isNavigation(req)) return tellScript(surroundings, req, res, back)
  writeReturn(surroundings, res, back)
  if (req.method === 'GET' || req.method === 'HEAD') return seeOther(surroundings, req, res, surroundings.signIn)
  const reason = back.ask.for === 'account' ? 'account' : 'password'
  await showPage(surroundings, req, res, { page: 'refresh', to: surroundings.signIn, reason })
}

/**
 * Tells a script where its person has to sign in. Who asked for JSON may open that address: what we ask of the sign-in is
 * kept for it, unless it is a mere sign-in and somebody is on the way to one already, perhaps in another tab.
 */
function tellScript(surroundings: Surroundings, req: Request, res: Response, { ask }: Return): void {
  const needs = ask.for === 'password' ? 'password' : 'sign-in'
  if (prefersJson(req) && (ask.for !== 'sign-in' || readReturn(surroundings, req) === undefined)) {
    writeReturn(surroundings, res, { ask, to: scriptsPage(surroundings, req) })
  }
  const location = `${surroundings.origin}${surroundings.signIn}`
  sendProblem(res, { status: 401, code: 'ERR_2FA_SIGN_IN_REQUIRED', location, needs })
}

/**
 * What the Keycloak sign-in has to ask for, for the strategy's `authorizationRequestParams`: `prompt=login` where we
 * sent the person to enter the password again, `kc_action` to connect an account, nothing otherwise.
 */
export function signInParams(back: Return | undefined): Record<string, string> {
  if (back?.ask.for === 'account') return { kc_action: `idp_link:${back.ask.provider}` }
  if (back?.ask.for !== 'password') return {}
  const { provider } = back.ask
  return { prompt: 'login', ...(provider !== undefined && { kc_idp_hint: provider }) }
}
