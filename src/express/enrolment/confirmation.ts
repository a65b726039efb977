import type { Request, Response } from 'express'
import type { Answer } from '../../actions/challenge/answer.js'
import type { Caller } from '../../actions/context.js'
import type { ShownSetUp } from '../../actions/enrolment/show-set-up.js'
import type { Problem } from '../../views/challenge/problem.js'
import { answerCode } from '../challenge/answer-code.js'
import type { SendCode } from '../challenge/outgoing.js'
import { seeOther } from '../see-other.js'
import { grant, readSession } from '../session.js'
import type { VisitHandler } from '../sign-in/visitor.js'
import type { Surroundings } from '../surroundings.js'

/** What confirming a set-up can do. */
export interface ConfirmationActions {
  readonly showSetUp: (caller: Caller) => Promise<ShownSetUp | null>
  readonly confirmSetUp: (caller: Caller, code: unknown) => Promise<Answer>
  readonly sendCode: SendCode
}

/**
 * Has the first code of a set-up judged. The right one leads to the backup codes. `show` shows a refused one again, or
 * answers null where there is no field to say it beside: then the person begins again.
 */
export function confirmation(
  surroundings: Surroundings,
  actions: ConfirmationActions,
  show: (caller: Caller, req: Request, res: Response, problem: Problem, status: number) => Promise<void> | null,
): VisitHandler {
  const { base } = surroundings
  return ({ caller, assessment }, req, res) =>
    answerCode(
      surroundings,
      {
        judge: actions.confirmSetUp,
        async accepted({ mark }) {
          surroundings.epochs.forget(caller.subject.key)
          await grant(req, { mark, wanted: readSession(req).wanted, done: 'enabled' })
          seeOther(surroundings, req, res, `${base}/backup-codes`)
        },
        async show(problem, status) {
          const shown = show(caller, req, res, problem, status)
          if (shown !== null) return shown
          // A form sent twice has enrolled already.
          seeOther(
            surroundings,
            req,
            res,
            assessment.state.enrolment === null ? `${base}/set-up` : `${base}/backup-codes`,
          )
        },
        gone: () => seeOther(surroundings, req, res, `${base}/set-up`),
      },
      caller,
      req,
      res,
    )
}
