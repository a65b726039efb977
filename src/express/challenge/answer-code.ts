import type { Request, Response } from 'express'
import type { Answer } from '../../actions/challenge/answer.js'
import type { Caller } from '../../actions/context.js'
import { type Problem, refusedVerdict } from '../../views/challenge/problem.js'
import { prefersJson } from '../problem.js'
import type { Surroundings } from '../surroundings.js'
import { malformedProblem, problemOf, statusOf } from './problem.js'

/** The `code` of a posted body, whatever it is. */
export function codeOf(req: Request): unknown {
  const body: unknown = req.body
  return typeof body === 'object' && body !== null ? (body as Record<string, unknown>).code : undefined
}

/**
 * Has a code judged and answers: `accepted` goes on, everything else is shown beside the field with its status, and to
 * JSON as the verdict itself.
 */
export async function answerCode(
  { clock }: Surroundings,
  {
    judge,
    accepted,
    show,
    gone,
  }: {
    judge: (caller: Caller, code: unknown) => Promise<Answer>
    accepted: (answer: Extract<Answer, { mark: unknown }>) => Promise<void>
    show: (problem: Problem, status: number) => Promise<void>
    /** Where nothing is there to be answered. */
    gone: () => void
  },
  caller: Caller,
  req: Request,
  res: Response,
): Promise<void> {
  let answer: Answer
  try {
    answer = await judge(caller, codeOf(req))
  } catch (error) {
    const problem = malformedProblem(error)
    if (prefersJson(req)) throw error
    return show(problem, 400)
  }
  if ('mark' in answer) return accepted(answer)
  const { verdict } = answer
  const status = statusOf(verdict)
  if (verdict.outcome === 'locked') {
    res.set('Retry-After', String(Math.max(1, Math.ceil((verdict.until - clock.databaseNow()) / 1000))))
  }
  if (prefersJson(req)) {
    res.status(status).vary('Accept').json(refusedVerdict.parse(verdict))
    return
  }
  const problem = problemOf(verdict)
  return problem === null ? gone() : show(problem, status)
}
