import { type Request, type Response, Router } from 'express'
import type { Caller } from '../../actions/context.js'
import type { FreshVerdict } from '../../actions/sign-in/verify-fresh-code.js'
import { SENT_CODE_DIGITS } from '../../domain/challenge/sent-code.js'
import type { Destination } from '../../domain/enrolment/destination.js'
import { bindingOf } from '../../domain/sign-in/login.js'
import { isTwoFactorError, TwoFactorError } from '../../errors.js'
import { type Problem, refusedVerdict } from '../../views/challenge/problem.js'
import { codeOf } from '../challenge/answer-code.js'
import { outgoing, type SendCode } from '../challenge/outgoing.js'
import { malformedProblem, problemOf, statusOf } from '../challenge/problem.js'
import { prefersJson } from '../problem.js'
import { seeOther } from '../see-other.js'
import { readSession, updateSession } from '../session.js'
import { showPage } from '../show-page.js'
import type { Surroundings } from '../surroundings.js'
import { passed } from './visitor.js'

/** What the page for a mailed code in place of a password can do. */
export interface FreshActions {
  readonly sendCode: SendCode
  readonly verifyFreshCode: (caller: Caller, to: string, code: unknown) => Promise<FreshVerdict>
}

const PAGE = '/fresh'

/**
 * `/fresh`: a code mailed to the verified address, for people who came through an identity provider that may not have
 * asked them for anything. It opens what else a fresh password opens, for five minutes, in this session.
 */
export function freshRoutes(surroundings: Surroundings, { sendCode, verifyFreshCode }: FreshActions): Router {
  const { base, directory, clock } = surroundings
  /** To the address that Keycloak has verified now, never to one of the request. */
  async function destinationOf({ login }: Caller): Promise<Destination> {
    const person = await directory.person(login.userId)
    if (person?.emailVerified && person.email !== null) return { channel: 'email', to: person.email, fallback: null }
    const cure = 'Sign in with your password, or ask your administrators.'
    throw new TwoFactorError('ERR_2FA_FORBIDDEN', `Keycloak knows no verified mail address of yours. ${cure}`)
  }
  async function show(caller: Caller, req: Request, res: Response, given: Problem | null, status = 200): Promise<void> {
    const { sent, problem } = outgoing(await sendCode(caller, 'fresh', await destinationOf(caller)))
    const content = { page: 'fresh', digits: SENT_CODE_DIGITS, sent, problem: given ?? problem } as const
    await showPage(surroundings, req, res, content, { status })
  }
  return Router()
    .get(
      PAGE,
      passed(surroundings, ({ caller }, req, res) => show(caller, req, res, null), { setUp: true }),
    )
    .post(
      PAGE,
      passed(
        surroundings,
        async ({ caller }, req, res) => {
          const destination = await destinationOf(caller)
          if ((req.body as { resend?: unknown } | undefined)?.resend !== undefined) {
            const sending = await sendCode(caller, 'fresh', destination, { again: true })
            if (sending.outcome === 'capped') return show(caller, req, res, outgoing(sending).problem)
            return seeOther(surroundings, req, res, `${base}${PAGE}`)
          }
          const verdict = await verifyFreshCode(caller, destination.to, codeOf(req)).catch((error: unknown) => {
            if (prefersJson(req) || !isTwoFactorError(error)) throw error
            return show(caller, req, res, malformedProblem(error), 400).then(() => null)
          })
          if (verdict === null) return
          if (verdict.outcome === 'accepted') {
            updateSession(req, { mailed: { ...bindingOf(caller.login), judgedAt: clock.databaseNow() } })
            return seeOther(surroundings, req, res, readSession(req).back?.to ?? base)
          }
          const status = statusOf(verdict)
          if (prefersJson(req)) {
            res.status(status).vary('Accept').json(refusedVerdict.parse(verdict))
            return
          }
          await show(caller, req, res, problemOf(verdict), status)
        },
        { setUp: true },
      ),
    )
}
