import { type Request, type Response, Router } from 'express'
import type { Answer } from '../../actions/challenge/answer.js'
import type { SendOptions } from '../../actions/challenge/send-code.js'
import type { Caller } from '../../actions/context.js'
import type { Assessment } from '../../actions/sign-in/assess-login.js'
import { type Side, sideState } from '../../domain/challenge/attempts.js'
import { helpContactOf } from '../../domain/challenge/help-contact.js'
import type { Problem } from '../../views/challenge/problem.js'
import { seeOther } from '../see-other.js'
import { grant, readSession, updateSession } from '../session.js'
import { showPage } from '../show-page.js'
import { decide } from '../sign-in/decide.js'
import { sendToSignIn } from '../sign-in/send-to-sign-in.js'
import { signedIn } from '../sign-in/visitor.js'
import type { Surroundings } from '../surroundings.js'
import { decideOrTrust } from '../trusted-devices/decide-or-trust.js'
import { offeredTrust, type TrustActions, trustWhereChosen } from '../trusted-devices/trust-choice.js'
import { answerCode } from './answer-code.js'
import { openedFor } from './opened-for.js'
import { NOTHING_SENT } from './outgoing.js'
import { type SendActions, sendForChallenge } from './send-for-challenge.js'

/** What the code pages can do. */
export interface ChallengeActions extends SendActions, TrustActions {
  readonly verifyCode: (caller: Caller, code: unknown) => Promise<Answer>
  readonly verifyBackupCode: (caller: Caller, code: unknown) => Promise<Answer>
  readonly cancelChallenge: (caller: Caller) => Promise<void>
}

/** `/challenge`: the code page, the page for a backup code, and giving up. */
export function challengeRoutes(surroundings: Surroundings, actions: ChallengeActions): Router {
  const { signOut } = surroundings
  const code = side(surroundings, actions, 'codes')
  const backup = side(surroundings, actions, 'recovery')
  return Router()
    .get('/challenge', signedIn(surroundings, code.open))
    .post('/challenge', signedIn(surroundings, code.answer))
    .post('/challenge/resend', signedIn(surroundings, code.send({ again: true })))
    .post('/challenge/by-email', signedIn(surroundings, code.send({ again: true, byEmail: true })))
    .get('/challenge/backup', signedIn(surroundings, backup.open))
    .post('/challenge/backup', signedIn(surroundings, backup.answer))
    .post(
      '/challenge/cancel',
      signedIn(surroundings, async (caller, req, res) => {
        await actions.cancelChallenge(caller)
        // It stays a POST: the application's own logout route ends the session here and at Keycloak.
        seeOther(surroundings, req, res, signOut, 'POST')
      }),
    )
}

/** Both pages work alike; they differ in the field, and in the count that judges it. */
function side(surroundings: Surroundings, actions: ChallengeActions, which: Side) {
  const judge = which === 'codes' ? actions.verifyCode : actions.verifyBackupCode
  const show = async (
    req: Request,
    res: Response,
    { state, policy }: Assessment,
    caller: Caller,
    given: Problem | null,
    status = 200,
  ) => {
    allowSignOut(res, caller.login.issuer)
    const { enrolment } = state
    const help = policy.helpContact === null ? null : helpContactOf(policy.helpContact)
    const { days } = policy.trustedDevices
    if (which === 'recovery' || enrolment === null) {
      return showPage(surroundings, req, res, { page: 'challenge-backup', help, problem: given }, { status })
    }
    const isClosed = given?.kind === 'locked' || given?.kind === 'disabled'
    const { sent, byEmail, problem } = isClosed
      ? { ...NOTHING_SENT, byEmail: null }
      : await sendForChallenge(actions, caller, { enrolment, policy })
    const trust = isClosed ? null : await offeredTrust(surroundings, actions, { caller, days }, req)
    const { method, totp } = enrolment
    const about = { method, digits: totp.digits, sent, trust, byEmail, help, problem: given ?? problem }
    await showPage(surroundings, req, res, { page: 'challenge', ...about }, { status })
  }
  return {
    async open(caller: Caller, req: Request, res: Response): Promise<void> {
      const opened = openedFor(surroundings, req)
      if (opened !== null) updateSession(req, { back: opened.back })
      const demand = readSession(req).back?.demand ?? { by: 'policy' }
      const assessment = await decideOrTrust(surroundings, req, res, caller, demand)
      if (assessment.decision.outcome === 'allow' && opened !== null && opened.app !== null) {
        // A page, for browsers hold `form-action` against a redirect that follows from a form (Content Security Policy 3).
        return showPage(surroundings, req, res, { page: 'refresh', to: opened.app, reason: 'app' })
      }
      if (assessment.decision.outcome !== 'challenge') return onwards(surroundings, req, res, assessment)
      if (assessment.judgedElsewhere) return signInAgain(surroundings, req, res)
      const closed = sideState(assessment.state.attempts[which], assessment.now)
      await show(req, res, assessment, caller, closed.state === 'open' ? null : problemFrom(closed))
    },
    /** Has another code sent; where none may be, the page says until when. */
    send: (options: SendOptions) => async (caller: Caller, req: Request, res: Response) => {
      const assessment = await assessBack(surroundings, caller, req)
      const { decision, state, policy } = assessment
      if (decision.outcome === 'challenge' && state.enrolment !== null) {
        const given = { enrolment: state.enrolment, policy }
        const { problem } = await sendForChallenge(actions, caller, given, options)
        if (problem?.kind === 'capped') return show(req, res, assessment, caller, problem)
      }
      seeOther(surroundings, req, res, `${surroundings.base}/challenge`)
    },
    async answer(caller: Caller, req: Request, res: Response): Promise<void> {
      const { back } = readSession(req)
      await answerCode(
        surroundings,
        {
          judge,
          async accepted({ mark }) {
            await grant(req, { mark })
            if (which === 'codes') {
              const daysOf = async () => (await assessBack(surroundings, caller, req)).policy.trustedDevices.days
              await trustWhereChosen(surroundings, actions, { caller, daysOf }, req, res)
            }
            seeOther(surroundings, req, res, back?.to ?? surroundings.home)
          },
          async show(problem, status) {
            const assessment = await assessBack(surroundings, caller, req)
            // A form sent twice: its first answer, which the browser never showed, has done the second step.
            if (assessment.judgedElsewhere) return signInAgain(surroundings, req, res)
            await show(req, res, assessment, caller, problem, status)
          },
          gone: () => seeOther(surroundings, req, res, surroundings.home),
        },
        caller,
        req,
        res,
      )
    },
  }
}

/** The second step was done meanwhile, in a session that this browser may hold: Keycloak leads it there unasked. */
function signInAgain(surroundings: Surroundings, req: Request, res: Response): Promise<void> {
  const to = readSession(req).back?.to ?? surroundings.home
  return sendToSignIn(surroundings, req, res, { ask: { for: 'sign-in' }, to })
}

function problemFrom(closed: Exclude<ReturnType<typeof sideState>, { state: 'open' }>): Problem {
  return closed.state === 'locked' ? { kind: 'locked', until: closed.until } : { kind: 'disabled' }
}

/** What the place that the person comes from asks of them. */
function assessBack(surroundings: Surroundings, { login }: Caller, req: Request): Promise<Assessment> {
  const { back } = readSession(req)
  return decide(surroundings, req, login, back?.demand ?? { by: 'policy' })
}

/** Nobody who has done the second step, or has none to do, is asked for a code. */
function onwards(surroundings: Surroundings, req: Request, res: Response, { decision }: Assessment): void {
  const { base, home } = surroundings
  const to = decision.outcome === 'enrol' ? `${base}/set-up` : (readSession(req).back?.to ?? home)
  seeOther(surroundings, req, res, to)
}

/** Cancel ends at Keycloak's end-session page, and browsers hold `form-action` against redirects after a form too. */
function allowSignOut(res: Response, issuer: string): void {
  const policy = String(res.getHeader('Content-Security-Policy'))
  res.set(
    'Content-Security-Policy',
    policy.replace("form-action 'self'", `form-action 'self' ${new URL(issuer).origin}`),
  )
}
