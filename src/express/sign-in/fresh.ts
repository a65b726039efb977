import type { Request, Response } from 'express'
import type { Caller } from '../../actions/context.js'
import type { Assessment } from '../../actions/sign-in/assess-login.js'
import { FRESH_MS, isFresh } from '../../domain/sign-in/freshness.js'
import { bindingOf, sameLogin } from '../../domain/sign-in/login.js'
import { isWithin } from '../../domain/sign-in/mark.js'
import { readSession } from '../session.js'
import type { Surroundings } from '../surroundings.js'
import { leadTo } from './guard.js'
import { sendToSignIn } from './send-to-sign-in.js'

/**
 * True where the second factor may be changed now: with one active, a code judged in the last five minutes, and in any
 * case the password entered in the last five minutes because we asked for it. Otherwise it sends the person there, to
 * come back to `page`, and answers false.
 *
 * People who came through an identity provider enter nothing that is known here: they sign in there anew where the
 * provider is known to ask for it, and give a code that is mailed to them otherwise.
 */
export async function freshOrSent(
  surroundings: Surroundings,
  { caller, assessment, page }: { caller: Caller; assessment: Assessment; page: string },
  req: Request,
  res: Response,
): Promise<boolean> {
  const { login } = caller
  const { state, verified, now } = assessment
  const { clock, reauthenticating } = surroundings
  if (state.enrolment !== null && (verified === null || !isWithin(verified.judgedAt, FRESH_MS, now))) {
    leadTo(surroundings, req, res, '/challenge', { to: page, demand: { by: 'route', withinMs: FRESH_MS } })
    return false
  }
  const { asked, mailed, wanted } = readSession(req)
  if (isFresh(login, asked, { now: clock.now(), reauthenticating })) return true
  const provider = login.identityProvider
  if (provider !== undefined && !reauthenticating.includes(provider)) {
    if (mailed !== undefined && sameLogin(mailed, login) && isWithin(mailed.judgedAt, FRESH_MS, now)) return true
    leadTo(surroundings, req, res, '/fresh', { to: page, demand: { by: 'policy' } })
    return false
  }
  await sendToSignIn(surroundings, req, res, {
    ask: {
      for: 'password',
      before: { ...bindingOf(login), signedInAt: login.signedInAt },
      ...(provider !== undefined && { provider }),
    },
    to: page,
    wanted,
  })
  return false
}
