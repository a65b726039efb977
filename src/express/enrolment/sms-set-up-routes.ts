import { type Request, type Response, Router } from 'express'
import type { Caller } from '../../actions/context.js'
import type { StartedSetUp } from '../../actions/enrolment/start-set-up.js'
import type { Method } from '../../domain/enrolment/enrolment.js'
import { TwoFactorError } from '../../errors.js'
import { type SetUpSmsNumberView, setUpSmsFields } from '../../views/enrolment/set-up.js'
import { fieldsOf } from '../fields.js'
import { prefersJson } from '../problem.js'
import { seeOther } from '../see-other.js'
import { showPage } from '../show-page.js'
import { fresh } from '../sign-in/visitor.js'
import type { Surroundings } from '../surroundings.js'
import type { ConfirmationActions } from './confirmation.js'
import { type OfferActions, offeredMethods } from './offered-methods.js'
import { sentSetUp } from './sent-set-up-routes.js'

/** What set-up by SMS can do. */
export interface SmsSetUpActions extends ConfirmationActions, OfferActions {
  readonly startSetUp: (caller: Caller, method: Method, number?: unknown) => Promise<StartedSetUp>
}

const PAGE = '/set-up/sms'

const REFUSED = {
  malformed: 'The field "number" must be the number of a mobile phone, with its country code.',
  'not-allowed': 'The field "number" must be of another country: SMS are not sent to this one.',
}

/** `/set-up/sms`: the number first, and with `?step=number` another one; then the code that was sent there. */
export function smsSetUpRoutes(surroundings: Surroundings, actions: SmsSetUpActions): Router {
  const code = sentSetUp(surroundings, actions, 'sms')
  const showNumber = (req: Request, res: Response, number: string, problem: SetUpSmsNumberView['problem']) =>
    showPage(
      surroundings,
      req,
      res,
      { page: 'set-up-sms-number', number, problem },
      { status: problem === null ? 200 : 422 },
    )

  return Router()
    .get(
      PAGE,
      fresh(surroundings, PAGE, async ({ caller }, req, res) => {
        const pending = req.query.step === 'number' ? null : await actions.showSetUp(caller)
        if (pending?.method === 'sms') return code.show(caller, req, res, null)
        await showNumber(req, res, await knownNumber(surroundings, caller), null)
      }),
    )
    .post(
      PAGE,
      fresh(surroundings, PAGE, async (visit, req, res) => {
        const { number } = fieldsOf(req, setUpSmsFields)
        if (number === undefined) return code.answer(visit, req, res)
        if (!(await offeredMethods(surroundings, actions, visit)).methods.includes('sms')) {
          throw new TwoFactorError('ERR_2FA_CONFLICT', 'Codes by SMS cannot be set up now.')
        }
        const started = await actions.startSetUp(visit.caller, 'sms', number)
        if (started.outcome === 'number-refused') {
          if (prefersJson(req)) throw new TwoFactorError('ERR_2FA_MALFORMED', REFUSED[started.why])
          return showNumber(req, res, number, started.why)
        }
        seeOther(surroundings, req, res, `${surroundings.base}${PAGE}`)
      }),
    )
}

/** The number that Keycloak knows, for the field to begin with; it is no proof of anything. */
async function knownNumber({ directory, events }: Surroundings, { login }: Caller): Promise<string> {
  try {
    return (await directory.person(login.userId))?.phoneNumber ?? ''
  } catch (error) {
    events.emit({ kind: 'request-failed', error })
    return ''
  }
}
