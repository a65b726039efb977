import { type Request, type Response, Router } from 'express'
import type { Caller } from '../../actions/context.js'
import type { ShownSetUp } from '../../actions/enrolment/show-set-up.js'
import type { AuthenticatorApp } from '../../domain/enrolment/authenticator-apps.js'
import { TwoFactorError } from '../../errors.js'
import type { Problem } from '../../views/challenge/problem.js'
import { setUpFields } from '../../views/enrolment/set-up.js'
import { fieldsOf } from '../fields.js'
import { seeOther } from '../see-other.js'
import { showPage } from '../show-page.js'
import { freshOrSent } from '../sign-in/fresh.js'
import { fresh, passed } from '../sign-in/visitor.js'
import type { Surroundings } from '../surroundings.js'
import { confirmation } from './confirmation.js'
import { showLater } from './later-routes.js'
import { offeredMethods } from './offered-methods.js'
import { emailSetUpRoutes } from './sent-set-up-routes.js'
import { type SmsSetUpActions, smsSetUpRoutes } from './sms-set-up-routes.js'

/** What set-up can do. */
export interface SetUpActions extends SmsSetUpActions {
  readonly authenticatorApps: readonly AuthenticatorApp[]
  readonly addressOf: (setUp: ShownSetUp, account: string) => string
}

/** `/set-up`: which method; then `/set-up/totp`: QR code, and with `?step=confirm` the first code; or a sent one. */
export function setUpRoutes(surroundings: Surroundings, actions: SetUpActions): Router {
  const { base } = surroundings
  const showConfirm = (req: Request, res: Response, digits: number, problem: Problem | null, status = 200) =>
    showPage(surroundings, req, res, { page: 'set-up-totp-confirm', digits, problem }, { status })

  return Router()
    .get(
      '/set-up',
      passed(
        surroundings,
        async (visit, req, res) => {
          if (await showLater(surroundings, visit, req, res)) return
          const { decision } = visit.assessment
          const again = decision.outcome === 'enrol' && decision.grace !== null ? '?now=1' : ''
          if (!(await freshOrSent(surroundings, { ...visit, page: `${base}/set-up${again}` }, req, res))) return
          const { authenticatorApps: apps } = actions
          const { methods, email } = await offeredMethods(surroundings, actions, visit)
          const replaces = visit.assessment.state.enrolment !== null
          await showPage(surroundings, req, res, { page: 'set-up', methods, email, apps, replaces })
        },
        { setUp: true },
      ),
    )
    .post(
      '/set-up',
      fresh(surroundings, '/set-up', async ({ caller, assessment }, req, res) => {
        const { method: wanted } = fieldsOf(req, setUpFields)
        const { methods } = await offeredMethods(surroundings, actions, { caller, assessment })
        const method = methods.find((offered) => offered === wanted)
        if (method === undefined) {
          const offered = methods.map((name) => `"${name}"`).join(' or ')
          throw new TwoFactorError('ERR_2FA_MALFORMED', `The field "method" must be ${offered}.`)
        }
        // The number has to be known first.
        if (method === 'sms') return seeOther(surroundings, req, res, `${base}/set-up/sms?step=number`)
        await actions.startSetUp(caller, method)
        seeOther(surroundings, req, res, `${base}/set-up/${method}`)
      }),
    )
    .get(
      '/set-up/totp',
      fresh(surroundings, '/set-up/totp', async ({ caller }, req, res) => {
        const setUp = await actions.showSetUp(caller)
        if (setUp?.method !== 'totp') return seeOther(surroundings, req, res, `${base}/set-up`)
        if (req.query.step === 'confirm') return showConfirm(req, res, setUp.totp.digits, null)
        const account = await accountOf(surroundings, caller)
        const key = setUp.secret.replace(/.{4}(?=.)/g, '$& ')
        const address = actions.addressOf(setUp, account)
        await showPage(surroundings, req, res, { page: 'set-up-totp', address, key, account })
      }),
    )
    .post(
      '/set-up/totp',
      fresh(
        surroundings,
        '/set-up/totp?step=confirm',
        confirmation(surroundings, actions, (_caller, req, res, problem, status) =>
          problem.kind === 'expired' ? null : showConfirm(req, res, 6, problem, status),
        ),
      ),
    )
    .use(emailSetUpRoutes(surroundings, actions), smsSetUpRoutes(surroundings, actions))
}

/** The name of the entry in the authenticator app: the mail address, or the user name where there is none. */
async function accountOf({ directory }: Surroundings, { login }: Caller): Promise<string> {
  const person = await directory.person(login.userId)
  if (person !== null) return person.email ?? person.username
  throw new TwoFactorError('ERR_2FA_NOT_FOUND', 'Keycloak does not know this person any more. Sign in again.')
}
