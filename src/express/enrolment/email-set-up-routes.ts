import { type Request, type Response, Router } from 'express'
import type { Caller } from '../../actions/context.js'
import { SENT_CODE_DIGITS } from '../../domain/challenge/sent-code.js'
import { maskedAddress } from '../../domain/enrolment/masked-address.js'
import type { Problem } from '../../views/challenge/problem.js'
import { outgoing } from '../challenge/outgoing.js'
import { seeOther } from '../see-other.js'
import { showPage } from '../show-page.js'
import { fresh } from '../sign-in/visitor.js'
import type { Surroundings } from '../surroundings.js'
import { type ConfirmationActions, confirmation } from './confirmation.js'

const PAGE = '/set-up/email'

/** `/set-up/email`: a code is mailed on arrival; a POST of `code` confirms, one of `resend` sends another. */
export function emailSetUpRoutes(surroundings: Surroundings, actions: ConfirmationActions): Router {
  const begin = `${surroundings.base}/set-up`

  /** Shows the page, with a code on its way; begins again where no set-up by e-mail is pending. */
  async function show(caller: Caller, req: Request, res: Response, given: Problem | null, status = 200): Promise<void> {
    const setUp = await actions.showSetUp(caller)
    if (setUp?.method !== 'email') return seeOther(surroundings, req, res, begin)
    const { sent, problem } = outgoing(await actions.sendCode(caller, 'set-up', setUp.secret), setUp.secret)
    const content = { page: 'set-up-email', digits: SENT_CODE_DIGITS, sent, problem: given ?? problem } as const
    await showPage(surroundings, req, res, content, { status })
  }
  const confirm = confirmation(surroundings, actions, show)

  return Router()
    .get(
      PAGE,
      fresh(surroundings, PAGE, ({ caller }, req, res) => show(caller, req, res, null)),
    )
    .post(
      PAGE,
      fresh(surroundings, PAGE, async (visit, req, res) => {
        if ((req.body as { resend?: unknown } | undefined)?.resend === undefined) return confirm(visit, req, res)
        const setUp = await actions.showSetUp(visit.caller)
        if (setUp?.method === 'email') await actions.sendCode(visit.caller, 'set-up', setUp.secret, { again: true })
        seeOther(surroundings, req, res, `${surroundings.base}${PAGE}`)
      }),
    )
}

/** Where codes would be mailed to, masked; null where Keycloak has verified no address. */
export async function verifiedAddress({ directory }: Surroundings, { login }: Caller): Promise<string | null> {
  const person = await directory.person(login.userId)
  return person?.email && person.emailVerified ? maskedAddress(person.email) : null
}
