import type { Request } from 'express'
import { Strategy } from 'passport-custom'
import type { Answer } from '../actions/challenge/answer.js'
import type { Caller } from '../actions/context.js'
import { TwoFactorError } from '../errors.js'
import { codeOf } from './challenge/answer-code.js'
import { grant } from './session.js'
import { impersonated } from './sign-in/decide.js'
import { callerOf, loginOf } from './sign-in/login-of.js'
import type { Surroundings } from './surroundings.js'

/** As much of a Passport strategy as `passport.use()` needs; declared here so that no global types come along. */
export interface TwoFactorStrategy {
  name: string
  // biome-ignore lint/suspicious/noExplicitAny: Passport's own declaration of a strategy has `any` here
  authenticate(req: any, options?: any): any
}

/**
 * The Passport strategy `two-factor`, for code pages of one's own: judges the field `code` of the body. Success keeps
 * `req.user` and puts the mark into a renewed session; failure has the verdict as `info`; everything else is an error.
 */
export function twoFactorStrategy(
  surroundings: Surroundings,
  verifyCode: (caller: Caller, code: unknown) => Promise<Answer>,
): TwoFactorStrategy {
  async function judge(req: Request): Promise<{ user: unknown; info?: unknown }> {
    const login = loginOf(surroundings, req)
    if (login === undefined) throw new TwoFactorError('ERR_2FA_SIGN_IN_REQUIRED', 'Sign in with Keycloak first.')
    if (login.impersonator !== undefined) throw impersonated()
    const answer = await verifyCode(callerOf(surroundings, login, req), codeOf(req))
    if (!('mark' in answer)) return { user: false, info: answer.verdict }
    await grant(req, { mark: answer.mark })
    // Passport takes a missing user for a failure, and an application may keep its own elsewhere.
    return { user: (req as { user?: unknown }).user ?? login }
  }
  const strategy = new Strategy({ passOptionsToCallback: true }, (req, options, done) => {
    if ((options as { session?: unknown } | undefined)?.session !== false) {
      // Passport would sign the person in anew, renew the session and drop what else the application keeps in it.
      const cure = "call passport.authenticate('two-factor', { session: false })"
      return done(new TwoFactorError('ERR_2FA_CONFIGURATION', `The strategy signs nobody in: ${cure}.`))
    }
    // A rejection must reach `error`: passport-custom would leave the request hanging.
    judge(req).then(({ user, info }) => done(null, user, info), done)
  })
  return Object.assign(strategy as unknown as TwoFactorStrategy, { name: 'two-factor' })
}
