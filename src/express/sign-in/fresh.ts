import type { Request, Response } from 'express'
import type { Caller } from '../../actions/context.js'
import type { Assessment } from '../../actions/sign-in/assess-login.js'
import { FRESH_MS, isFresh } from '../../domain/sign-in/freshness.js'
import { bindingOf } from '../../domain/sign-in/login.js'
import { isWithin } from '../../domain/sign-in/mark.js'
import { TwoFactorError } from '../../errors.js'
import { readSession } from '../session.js'
import type { Surroundings } from '../surroundings.js'
import { leadTo } from './guard.js'
import { sendToSignIn } from './send-to-sign-in.js'

/**
 * True where the second factor may be changed now: with one active, a code judged in the last five minutes, and in any
 * case the password entered in the last five minutes because we asked for it. Otherwise it sends the person there, to
 * come back to `page`, and answers false.
 *
 * Throws `ERR_2FA_FORBIDDEN` for people who came through an identity provider: what they entered there is not known.
 */
export async function freshOrSent(
  surroundings: Surroundings,
  { caller, assessment, page }: { caller: Caller; assessment: Assessment; page: string },
  req: Request,
  res: Response,
): Promise<boolean> {
  const { login } = caller
  const { state, verified, now } = assessment
  const isNew = isFresh(login, readSession(req).asked, surroundings.clock.now())
  if (!isNew && login.identityProvider !== undefined) {
    throw new TwoFactorError(
      'ERR_2FA_FORBIDDEN',
      'You signed in through another provider. Sign in with your password to change this.',
    )
  }
  if (state.enrolment !== null && (verified === null || !isWithin(verified.judgedAt, FRESH_MS, now))) {
    leadTo(surroundings, req, res, '/challenge', { to: page, demand: { by: 'route', withinMs: FRESH_MS } })
    return false
  }
  if (isNew) return true
  await sendToSignIn(surroundings, req, res, {
    ask: { for: 'password', before: { ...bindingOf(login), signedInAt: login.signedInAt } },
    to: page,
  })
  return false
}
