import { type Request, type RequestHandler, Router } from 'express'
import type { Caller } from '../../actions/context.js'
import { bindingOf, type KeycloakLogin, type LoginBinding, sameLogin } from '../../domain/sign-in/login.js'
import { TwoFactorError } from '../../errors.js'
import type { LinkedAccountActions } from '../linked-accounts/linked-account-routes.js'
import { seeOther } from '../see-other.js'
import { readSession, updateSession } from '../session.js'
import type { Surroundings } from '../surroundings.js'
import { decideOrTrust } from '../trusted-devices/decide-or-trust.js'
import { leadTo } from './guard.js'
import { loginOf } from './login-of.js'
import { clearReturn, type Return, readReturn } from './return-cookie.js'
import { signedIn } from './visitor.js'

/** A login together with when it was made, on the application's clock. */
type SentLogin = LoginBinding & { readonly signedInAt: number }

/** `/continue`: where Keycloak sign-ins and a set-up end, to go on where the person was. */
export function continueRoutes(
  surroundings: Surroundings,
  actions: Pick<LinkedAccountActions, 'connectAccount'>,
): Router {
  const anonymous: RequestHandler = (req, res, next) => {
    if (loginOf(surroundings, req) !== undefined) return next()
    if (readReturn(surroundings, req) !== undefined) {
      clearReturn(surroundings, res)
      throw loginLost()
    }
    seeOther(surroundings, req, res, surroundings.home)
  }
  return Router().get(
    '/continue',
    anonymous,
    signedIn(surroundings, async (caller, req, res) => {
      const { login } = caller
      const back = readReturn(surroundings, req)
      clearReturn(surroundings, res)
      // Somebody else signed in meanwhile: what was asked of the other person is no business of theirs.
      const ours = back !== undefined && !isAnother(back.ask, login) ? back : undefined
      if (ours?.ask.for === 'password') {
        requireNewEntry(ours.ask.before, login)
        await surroundings.carryOver(ours.ask.before, login)
        const { identityProvider } = login
        updateSession(req, {
          asked: { ...bindingOf(login), ...(identityProvider !== undefined && { identityProvider }) },
          wanted: ours.wanted,
        })
      }
      if (ours?.ask.for === 'account') await noteAccount(actions, caller, ours.ask, req)
      const to = ours?.to ?? takeWanted(req) ?? surroundings.home
      const demand = { by: 'policy' } as const
      const justSignedIn = isFirst(req, login)
      const { decision, now } = await decideOrTrust(surroundings, req, res, caller, demand, { justSignedIn })
      if (justSignedIn) surroundings.noteLogin({ caller, decision, at: now })
      const leads = decision.outcome !== 'allow' && ours?.ask.for !== 'password'
      if (!leads) return seeOther(surroundings, req, res, to)
      // Asked right after the password, whatever the application shows first.
      leadTo(surroundings, req, res, decision.outcome === 'challenge' ? '/challenge' : '/set-up', { to, demand })
    }),
  )
}

/** Where the person was led away from to set up, once that is done; once. */
function takeWanted(req: Request): string | undefined {
  const { wanted, mark } = readSession(req)
  if (wanted === undefined || mark === undefined) return undefined
  updateSession(req, { wanted: undefined })
  return wanted
}

/**
 * Notes the account that the person was sent to connect. It is done where Keycloak names it in the very login that was
 * sent, and still has it: the request could be cut short, and another account be connected meanwhile.
 */
async function noteAccount(
  { connectAccount }: Pick<LinkedAccountActions, 'connectAccount'>,
  caller: Caller,
  { before, provider, afterSecondStep }: Extract<Return['ask'], { for: 'account' }>,
  req: Request,
): Promise<void> {
  const { login } = caller
  const isNamed = sameLogin(before, login) && login.identityProvider === provider
  const options = { afterSecondStep, userName: login.identityUserName ?? '' }
  const isDone = isNamed && (await connectAccount(caller, provider, options))
  updateSession(req, { accountDone: isDone ? 'connected' : 'not-connected' })
}

function isAnother(ask: Return['ask'], login: KeycloakLogin): boolean {
  return ask.for !== 'sign-in' && (ask.before.issuer !== login.issuer || ask.before.userId !== login.userId)
}

/** Once for each sign-in: whoever comes by later may hold a session id from before the second step. */
function isFirst(req: Request, login: KeycloakLogin): boolean {
  const { continued } = readSession(req)
  updateSession(req, { continued: { ...bindingOf(login), signedInAt: login.signedInAt } })
  return continued === undefined || !sameLogin(continued, login) || continued.signedInAt !== login.signedInAt
}

/** The result is checked, never the request: parameters can be cut from the URL, and a route can forget to send them. */
function requireNewEntry(before: SentLogin, login: KeycloakLogin): void {
  if (login.bridge === undefined) {
    throw new TwoFactorError(
      'ERR_2FA_CONFIGURATION',
      'The ID token lacks the claim "two_factor_bridge": add the client scope of plugin-manifest.json to the client as a default scope.',
    )
  }
  if (!isNewEntry(before, login)) {
    throw new TwoFactorError(
      'ERR_2FA_CONFIGURATION',
      'Keycloak did not ask for the password: the route "signIn" must forward prompt=login. Set the strategy\'s authorizationRequestParams to twoFactor.signInParams.',
    )
  }
}

/**
 * `auth_time` counts whole seconds. Where it did not move, an entry in the very second of the token is a new one all the
 * same; a silent sign-in carries an older one.
 */
function isNewEntry(before: SentLogin, { authenticatedAt, issuedAt, signedInAt }: KeycloakLogin): boolean {
  const earlier = before.authenticatedAt ?? 0
  if (authenticatedAt === null || authenticatedAt < earlier) return false
  if (authenticatedAt > earlier) return true
  // The very login that was sent away may have come back: somebody went round the sign-in.
  return signedInAt !== before.signedInAt && issuedAt - authenticatedAt <= 1_000
}

/** Sending such a person to sign in again would go round for ever. */
function loginLost(): TwoFactorError {
  return new TwoFactorError(
    'ERR_2FA_CONFIGURATION',
    'Nobody is signed in after the Keycloak login: keep the login in the session, and put the session in front of twoFactor.router().',
  )
}
