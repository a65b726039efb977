import type { Request, RequestHandler, Response } from 'express'
import type { Caller } from '../../actions/context.js'
import type { Assessment } from '../../actions/sign-in/assess-login.js'
import type { Surroundings } from '../surroundings.js'
import { decide, impersonated } from './decide.js'
import { freshOrSent } from './fresh.js'
import { leadTo, returnPath, signInFirst } from './guard.js'
import { callerOf, loginOf } from './login-of.js'

/** A signed-in person on one of our own pages, as the store knows them now. */
export interface Visit {
  readonly caller: Caller
  readonly assessment: Assessment
}

/** Answers one of our own pages. */
export type VisitHandler = (visit: Visit, req: Request, res: Response) => Promise<void> | void

/** For whoever is signed in, whatever the second step: the pages that ask for it. */
export function signedIn(
  surroundings: Surroundings,
  handler: (caller: Caller, req: Request, res: Response) => Promise<void> | void,
): RequestHandler {
  return async (req, res) => {
    const login = loginOf(surroundings, req)
    if (login === undefined) return signInFirst(surroundings, req, res)
    if (login.impersonator !== undefined) throw impersonated()
    await handler(callerOf(surroundings, login, req), req, res)
  }
}

/**
 * For people past the second step, as the policy says. Always judged from the store, never from a kept answer.
 * `setUp`: whoever has to set up first is let through, since this is where they do.
 */
export function passed(surroundings: Surroundings, handler: VisitHandler, { setUp = false } = {}): RequestHandler {
  return signedIn(surroundings, async (caller, req, res) => {
    const assessment = await decide(surroundings, req, caller.login, { by: 'policy' })
    const { outcome } = assessment.decision
    if (outcome === 'allow' || (outcome === 'enrol' && setUp)) return handler({ caller, assessment }, req, res)
    if (assessment.judgedElsewhere) return signInFirst(surroundings, req, res)
    const to = returnPath(req, surroundings.base)
    leadTo(surroundings, req, res, outcome === 'challenge' ? '/challenge' : '/set-up', { to, demand: { by: 'policy' } })
  })
}

/** As `passed`, and with a fresh password and a fresh code; the person returns to `page` of ours from getting them. */
export function fresh(
  surroundings: Surroundings,
  page: string | ((req: Request) => string),
  handler: VisitHandler,
): RequestHandler {
  return passed(
    surroundings,
    async (visit, req, res) => {
      const back = `${surroundings.base}${typeof page === 'string' ? page : page(req)}`
      if (await freshOrSent(surroundings, { ...visit, page: back }, req, res)) await handler(visit, req, res)
    },
    { setUp: true },
  )
}
