import type { Request, RequestHandler, Response } from 'express'
import type { Refusal } from '../../actions/administration/refuse.js'
import type { Actor, Caller } from '../../actions/context.js'
import { administers, type Standing } from '../../domain/administration/authority.js'
import type { Demand } from '../../domain/assess.js'
import { FRESH_MS } from '../../domain/sign-in/freshness.js'
import type { Freshness } from '../../ports/directory.js'
import { decide } from '../sign-in/decide.js'
import { leadTo, returnPath, signInFirst } from '../sign-in/guard.js'
import { signedIn } from '../sign-in/visitor.js'
import type { Surroundings } from '../surroundings.js'

/** Who an administrator is, and how they are refused. */
export interface AdministeringActions {
  readonly standingOf: (of: { issuer: string; userId: string }, freshness?: Freshness) => Promise<Standing>
  readonly refuse: (caller: Caller, because: Refusal, at: string) => Promise<Error>
}

/** An administrator on one of their pages. */
export interface AdminVisit {
  readonly caller: Caller
  readonly standing: Standing
  readonly actor: Actor
}

/** Answers an administrators' page. */
export type AdminHandler = (visit: AdminVisit, req: Request, res: Response) => Promise<void> | void

/**
 * For administrators past the second step, whatever the policy; with `changes` for those whose code was judged in the last
 * five minutes, and their roles are read anew. `back`: the path below the mount to return to where a change is led away.
 * Throws `ERR_2FA_FORBIDDEN`, and notes it, for whoever has no role.
 */
export function administering(
  surroundings: Surroundings,
  actions: AdministeringActions,
  { changes, back }: { readonly changes: boolean; readonly back?: (req: Request) => string },
  handler: AdminHandler,
): RequestHandler {
  const demand: Demand = { by: 'route', withinMs: changes ? FRESH_MS : null }
  return signedIn(surroundings, async (caller, req, res) => {
    const { decision, judgedElsewhere } = await decide(surroundings, req, caller.login, demand)
    if (decision.outcome !== 'allow') {
      if (judgedElsewhere) return signInFirst(surroundings, req, res)
      const to = returnPath(req, `${surroundings.base}${back?.(req) ?? '/admin'}`)
      return leadTo(surroundings, req, res, decision.outcome === 'challenge' ? '/challenge' : '/set-up', { to, demand })
    }
    const standing = await actions.standingOf(caller.login, { fresh: changes })
    if (!administers(standing.authority)) throw await actions.refuse(caller, 'no-role', req.path)
    await handler({ caller, standing, actor: { by: caller.login.userId, origin: caller.origin } }, req, res)
  })
}
