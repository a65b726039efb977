import { type Request, type Response, Router } from 'express'
import type { Caller } from '../../actions/context.js'
import { setUpQuery } from '../../views/enrolment/set-up.js'
import { seeOther } from '../see-other.js'
import { readSession, updateSession } from '../session.js'
import { showPage } from '../show-page.js'
import { signedIn, type Visit } from '../sign-in/visitor.js'
import type { Surroundings } from '../surroundings.js'

/** What putting set-up off can do. */
export interface LaterActions {
  readonly postponeSetUp: (caller: Caller) => Promise<void>
}

/** `/later`: puts set-up off for this login, and leads to the page first asked for. */
export function laterRoutes(surroundings: Surroundings, actions: LaterActions): Router {
  return Router().post(
    '/later',
    signedIn(surroundings, async (caller, req, res) => {
      await actions.postponeSetUp(caller)
      const { wanted = surroundings.home } = readSession(req)
      updateSession(req, { wanted: undefined })
      seeOther(surroundings, req, res, wanted)
    }),
  )
}

/** Shows somebody who comes to set-up that it can be put off; false where it cannot, or they have chosen not to. */
export async function showLater(
  surroundings: Surroundings,
  { caller, assessment: { decision, policy } }: Visit,
  req: Request,
  res: Response,
): Promise<boolean> {
  const { success: isAsked, data } = setUpQuery.safeParse(req.query)
  if (decision.outcome !== 'enrol' || decision.grace === null || (isAsked && data.now !== undefined)) return false
  const tenants = (await surroundings.directory.tenantsOf(caller.login.userId))
    .filter(({ id }) => policy.requiredBy.includes(id))
    .map(({ name }) => name)
  await showPage(surroundings, req, res, { page: 'set-up-later', tenants, ...decision.grace })
  return true
}
