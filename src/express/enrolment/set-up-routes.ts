import { type Request, type Response, Router } from 'express'
import type { Caller } from '../../actions/context.js'
import type { ShownSetUp } from '../../actions/enrolment/show-set-up.js'
import type { AuthenticatorApp } from '../../domain/enrolment/authenticator-apps.js'
import type { Method } from '../../domain/enrolment/enrolment.js'
import { TwoFactorError } from '../../errors.js'
import type { Problem } from '../../views/challenge/problem.js'
import { setUpFields } from '../../views/enrolment/set-up.js'
import { fieldsOf } from '../fields.js'
import { seeOther } from '../see-other.js'
import { showPage } from '../show-page.js'
import { fresh } from '../sign-in/visitor.js'
import type { Surroundings } from '../surroundings.js'
import { type ConfirmationActions, confirmation } from './confirmation.js'
import { emailSetUpRoutes, verifiedAddress } from './email-set-up-routes.js'

/** What set-up can do. */
export interface SetUpActions extends ConfirmationActions {
  readonly authenticatorApps: readonly AuthenticatorApp[]
  readonly methods: readonly Method[]
  readonly startSetUp: (caller: Caller, method: Method) => Promise<void>
  readonly addressOf: (setUp: ShownSetUp, account: string) => string
}

/** `/set-up`: which method; then `/set-up/totp`: QR code, and with `?step=confirm` the first code; or `/set-up/email`. */
export function setUpRoutes(surroundings: Surroundings, actions: SetUpActions): Router {
  const { base } = surroundings
  const showConfirm = (req: Request, res: Response, digits: number, problem: Problem | null, status = 200) =>
    showPage(surroundings, req, res, { page: 'set-up-totp-confirm', digits, problem }, { status })

  return Router()
    .get(
      '/set-up',
      fresh(surroundings, '/set-up', async ({ caller, assessment }, req, res) => {
        const { authenticatorApps: apps } = actions
        const { methods, email } = await offered(surroundings, actions.methods, caller)
        const replaces = assessment.state.enrolment !== null
        await showPage(surroundings, req, res, { page: 'set-up', methods, email, apps, replaces })
      }),
    )
    .post(
      '/set-up',
      fresh(surroundings, '/set-up', async ({ caller }, req, res) => {
        const { method: wanted } = fieldsOf(req, setUpFields)
        const method = actions.methods.find((offered) => offered === wanted)
        if (method === undefined) {
          const offered = actions.methods.map((name) => `"${name}"`).join(' or ')
          throw new TwoFactorError('ERR_2FA_MALFORMED', `The field "method" must be ${offered}.`)
        }
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
    .use(emailSetUpRoutes(surroundings, actions))
}

/** What may be chosen now: while Keycloak cannot be asked for the address, codes by e-mail are not offered. */
async function offered(
  surroundings: Surroundings,
  methods: readonly Method[],
  caller: Caller,
): Promise<{ methods: readonly Method[]; email: string | null }> {
  if (!methods.includes('email')) return { methods, email: null }
  try {
    return { methods, email: await verifiedAddress(surroundings, caller) }
  } catch (error) {
    surroundings.events.emit({ kind: 'request-failed', error })
    return { methods: methods.filter((method) => method !== 'email'), email: null }
  }
}

/** The name of the entry in the authenticator app: the mail address, or the user name where there is none. */
async function accountOf({ directory }: Surroundings, { login }: Caller): Promise<string> {
  const person = await directory.person(login.userId)
  if (person !== null) return person.email ?? person.username
  throw new TwoFactorError('ERR_2FA_NOT_FOUND', 'Keycloak does not know this person any more. Sign in again.')
}
