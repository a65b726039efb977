import type { ErrorRequestHandler, Request, RequestHandler, Router } from 'express'
import { noteLogin } from './actions/administration/note-login.js'
import { verifyCode } from './actions/challenge/verify-code.js'
import type { ChannelStates } from './actions/messages/read-channels.js'
import { sendTestMessage, type TestMessage } from './actions/messages/send-test-message.js'
import { issueStatement } from './actions/statements/issue-statement.js'
import { checkEnforceOptions, checkStartOptions, checkStatementOptions, requiredDemand } from './call-options.js'
import { composeActions } from './compose-actions.js'
import { composeCore } from './compose-core.js'
import { composeSurroundings } from './compose-surroundings.js'
import { type Running, startWorkers } from './compose-workers.js'
import type { KeycloakLogin } from './domain/sign-in/login.js'
import type { StatementOptions } from './domain/statements/statement-options.js'
import { invitationFor } from './express/enrolment/invitation-routes.js'
import { errorHandler } from './express/errors.js'
import { excepting } from './express/excepting.js'
import { twoFactorRouter } from './express/router.js'
import { bearerLogin, tokenOf } from './express/sign-in/bearer.js'
import { guard, signedInGuard } from './express/sign-in/guard.js'
import { readReturn } from './express/sign-in/return-cookie.js'
import { signInParams } from './express/sign-in/send-to-sign-in.js'
import { stateOf, type TwoFactorState } from './express/sign-in/state.js'
import { type IssuedStatement, type StatementSource, stateMethod } from './express/statements/state-method.js'
import { type TwoFactorStrategy, twoFactorStrategy } from './express/strategy.js'
import { checkOptions, type Duration, type TwoFactorOptions } from './options.js'
import { PAGE_NAMES } from './pages/index.js'
import { type Clock, clock as systemClock, TEST_CLOCK } from './ports/clock.js'
import { traced } from './telemetry.js'
import { decisionLog } from './workers/decision-log.js'

/** What `createTwoFactor` returns; everything an application mounts. */
export interface TwoFactor {
  /** The pages, to be mounted where option `url` says. */
  router(): Router
  /**
   * Middleware: whoever is signed in gets what the policy says; anonymous requests pass. `except` lists paths, each with
   * everything below it, that are let through, such as a health check.
   */
  enforce(options?: { readonly except?: readonly string[] }): RequestHandler
  /**
   * Middleware for a route: signed in and the second step done, whatever the policy. Without an enrolment it leads to
   * set-up. With `within` only a code judged in that time counts.
   *
   * With `tenant` (an organization's alias or id) for its members alone, of whom its policy asks what it does, whatever
   * their other tenants say; anybody else gets `ERR_2FA_FORBIDDEN`.
   */
  required(options?: { readonly within?: Duration; readonly tenant?: string }): RequestHandler
  /** Middleware for a route: signed in. An anonymous person is sent to the login and comes back. */
  signedIn(): RequestHandler
  /** The Passport strategy `two-factor`; to be used with `{ session: false }`. */
  strategy(): TwoFactorStrategy
  /** For the Keycloak strategy's `authorizationRequestParams`: `prompt=login`, only when we sent the person. */
  readonly signInParams: (req: Request) => Record<string, string>
  /**
   * What the access token of a request proves, for a route below `enforce()`: whose it is, and the client that asks. Null
   * where it has none, where it belongs to the service account of an exempt client, and where option `bearer` is off.
   * Rejects with `ERR_2FA_SIGN_IN_REQUIRED` for one that is not right.
   */
  bearer(req: Request): Promise<KeycloakLogin | null>
  /**
   * The invitation to set up a second factor, as HTML for a page of the application, without a look of its own; null for
   * whoever is not to be invited. It links to the set-up, and its form dismisses it for good.
   */
  invitation(req: Request): Promise<string | null>
  /** What is known of a request's second factor. */
  state(req: Request): Promise<TwoFactorState>
  /**
   * States how the login of a request was authenticated, to be kept with a document: text and signed JWS. Later the login
   * that the application kept will do, as `{ login }`, while its code counts (24 hours). Needs option `statementKeys`.
   * Rejects with `ERR_2FA_SIGN_IN_REQUIRED` where nobody is signed in or the second step is missing.
   */
  statement(of: StatementSource, options: StatementOptions): Promise<IssuedStatement>
  /** Whether mails and SMS go out, and if not since when and why, as all processes together know it. */
  channels(): Promise<ChannelStates>
  /**
   * Sends a message at once, to see whether it arrives. Rejects with `ERR_2FA_MAIL` or `ERR_2FA_SMS`, which say what is
   * wrong and the cure, and with `ERR_2FA_CONFIGURATION` where there is no option `mailer` or `sms`.
   */
  sendTestMessage(message: TestMessage): Promise<void>
  /** Error middleware for this library's errors; others go on to the application's own. */
  errors(): ErrorRequestHandler
  /**
   * Starts what runs by itself: mails and clean-up. Timers never keep the process alive. `policies`: also keeps policies in
   * step with Keycloak, so often (`'5m'`, at least `'10s'`); nothing is weakened to off by that.
   */
  start(options?: { readonly policies?: Duration }): Running
}

/**
 * Composes the second factor of an application. Does no I/O and starts nothing.
 * Throws `ERR_2FA_CONFIGURATION` naming each option that is unknown, missing or wrong, with the cure.
 */
export function createTwoFactor(options: TwoFactorOptions): TwoFactor {
  const configuration = checkOptions(options, PAGE_NAMES)
  const clock = (options as { [TEST_CLOCK]?: Clock })[TEST_CLOCK] ?? systemClock()
  const core = composeCore(configuration, clock)
  const decisions = decisionLog(core.events, noteLogin(core))
  const surroundings = composeSurroundings(configuration, core, decisions)
  const errors = errorHandler(surroundings)
  const issue = issueStatement({ ...core, assessLogin: surroundings.assessLogin })
  return {
    router: () => twoFactorRouter(surroundings, traced(composeActions(configuration, core, surroundings)), errors),
    enforce(given = {}) {
      const { except } = checkEnforceOptions(given)
      // Our own pages judge for themselves; enforced from outside they would lead to themselves for ever.
      return excepting([...except, surroundings.base], guard(surroundings, { by: 'policy' }, 'pass'))
    },
    required(given = {}) {
      return guard(surroundings, requiredDemand(given), 'sign-in')
    },
    signedIn: () => signedInGuard(surroundings),
    strategy: () => twoFactorStrategy(surroundings, traced({ verifyCode: verifyCode(core) }).verifyCode),
    signInParams: (req) => signInParams(readReturn(surroundings, req)),
    async bearer(req) {
      const token = tokenOf(surroundings, req)
      return token === undefined ? null : bearerLogin(surroundings, req, token)
    },
    invitation: (req) => invitationFor(surroundings, req),
    state: (req) => stateOf(surroundings, req),
    statement: async (of, given) => stateMethod(surroundings, issue, of, checkStatementOptions(given)),
    channels: core.readChannels,
    sendTestMessage: (message) => sendTestMessage(core)(message, null),
    errors: () => errors,
    start(given = {}) {
      const running = startWorkers(core, checkStartOptions(given))
      return {
        async stop() {
          await Promise.all([running.stop(), decisions.flush()])
        },
      }
    },
  }
}
