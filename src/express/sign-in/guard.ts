import type { NextFunction, Request, RequestHandler, Response } from 'express'
import type { Demand } from '../../domain/assess.js'
import type { KeycloakLogin } from '../../domain/sign-in/login.js'
import { UNKNOWN_MS } from '../../domain/sign-in/mark.js'
import { isTwoFactorError } from '../../errors.js'
import { localPath } from '../local-path.js'
import { isNavigation, sendProblem } from '../problem.js'
import { seeOther } from '../see-other.js'
import { type Back, readSession, updateSession } from '../session.js'
import type { Surroundings } from '../surroundings.js'
import { passesBearer, provesSomebody, tokenOf } from './bearer.js'
import { decide } from './decide.js'
import { passesByKept } from './judged-before.js'
import { loginOf } from './login-of.js'
import { scriptsPage } from './scripts-page.js'
import { sendToSignIn } from './send-to-sign-in.js'

/**
 * Lets a request through, or leads it to sign-in, to the code page or to set-up, as the demand says.
 *
 * `anonymous`: what happens to somebody who is not signed in. A request whose mark holds passes in the same turn,
 * without I/O; nothing passes on an error.
 */
export function guard(surroundings: Surroundings, demand: Demand, anonymous: 'pass' | 'sign-in'): RequestHandler {
  return (req, res, next) => {
    const token = tokenOf(surroundings, req)
    if (token !== undefined) return judgeToken(surroundings, { token, demand }, req, res, next)
    const login = loginOf(surroundings, req)
    if (login === undefined) {
      if (anonymous === 'pass') return next()
      return signInFirst(surroundings, req, res)
    }
    const passes = passesByKept(surroundings, readSession(req), login, demand)
    if (passes === true) return next()
    return lead(surroundings, req, res, next, { login, demand, passes })
  }
}

async function judgeToken(
  surroundings: Surroundings,
  asked: { token: string; demand: Demand },
  req: Request,
  res: Response,
  next: NextFunction,
): Promise<void> {
  if (await passesBearer(surroundings, asked, req, res)) next()
}

async function lead(
  surroundings: Surroundings,
  req: Request,
  res: Response,
  next: NextFunction,
  { login, demand, passes }: { login: KeycloakLogin; demand: Demand; passes: boolean | Promise<boolean> },
): Promise<void> {
  if (await passes) return next()
  const assessment = await decide(surroundings, req, login, demand).catch(async (error) => {
    const isUnknown = isTwoFactorError(error) && error.code === 'ERR_2FA_DIRECTORY'
    if (isUnknown && (await passesByKept(surroundings, readSession(req), login, demand, UNKNOWN_MS))) return null
    throw error
  })
  if (assessment === null || assessment.decision.outcome === 'allow') return next()
  const { decision, judgedElsewhere } = assessment
  if (judgedElsewhere) return signInFirst(surroundings, req, res)
  const page = decision.outcome === 'challenge' ? '/challenge' : '/set-up'
  leadTo(surroundings, req, res, page, { to: returnPath(req, surroundings.home), demand })
}

/** What is missing, by the page that it is given on. */
const NEEDS = { '/challenge': 'code', '/set-up': 'set-up', '/fresh': 'mailed-code' } as const

/**
 * Leads to a page of ours and remembers where to return to. Whatever is no navigation (a script's request, an image, the
 * icon that browsers fetch by themselves) is told so instead, and does not change where the person returns to.
 */
export function leadTo(
  surroundings: Surroundings,
  req: Request,
  res: Response,
  page: keyof typeof NEEDS,
  back: Back,
): void {
  const { base, origin } = surroundings
  if (isNavigation(req)) {
    updateSession(req, page === '/set-up' ? { wanted: back.to } : { back })
    seeOther(surroundings, req, res, `${base}${page}`)
    return
  }
  // What the script's request demands is kept, or the page it is sent to would find nothing to ask.
  const kept = readSession(req).back
  const demand = stricter(kept?.demand, back.demand)
  if (demand !== kept?.demand) updateSession(req, { back: { to: kept?.to ?? scriptsPage(surroundings, req), demand } })
  sendProblem(res, {
    status: 401,
    code: 'ERR_2FA_SIGN_IN_REQUIRED',
    location: `${origin}${base}${page}`,
    needs: NEEDS[page],
  })
}

/** Of two demands the one that is harder to meet; the kept one where they are alike. */
function stricter(kept: Demand | undefined, given: Demand): Demand {
  const within = (demand: Demand) => (demand.by === 'policy' ? Infinity : (demand.withinMs ?? Number.MAX_VALUE))
  return kept === undefined || within(given) < within(kept) ? given : kept
}

/** The body of a form cannot be carried over; such a person comes back to the start, never to a half-done change. */
export function returnPath(req: Request, otherwise: string): string {
  return req.method === 'GET' ? localPath(req.originalUrl, otherwise) : otherwise
}

/** Leads somebody who is not signed in to the Keycloak login and back. To JSON it says 401 and where. */
export async function signInFirst(surroundings: Surroundings, req: Request, res: Response): Promise<void> {
  const to = returnPath(req, surroundings.home)
  await sendToSignIn(surroundings, req, res, { ask: { for: 'sign-in' }, to })
}

/** Lets whoever is signed in pass, and leads everybody else to the login and back. */
export function signedInGuard(surroundings: Surroundings): RequestHandler {
  return async (req, res, next) => {
    const token = tokenOf(surroundings, req)
    if (token !== undefined) return (await provesSomebody(surroundings, token, req, res)) ? next() : undefined
    return loginOf(surroundings, req) === undefined ? signInFirst(surroundings, req, res) : next()
  }
}
