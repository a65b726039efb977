import { type Request, type Response, Router } from 'express'
import type { Caller } from '../../actions/context.js'
import type { ChannelStates } from '../../actions/messages/read-channels.js'
import type { TestMessage } from '../../actions/messages/send-test-message.js'
import { CHANNELS, type Channel, type ChannelState } from '../../domain/messages/channel.js'
import { isTwoFactorError, TwoFactorError } from '../../errors.js'
import { type AdminMessagesView, type ChannelItem, testMessageFields } from '../../views/administration/messages.js'
import { fieldsOf } from '../fields.js'
import { localeOf, showPage } from '../show-page.js'
import type { Surroundings } from '../surroundings.js'
import { type AdministeringActions, type AdminVisit, administering } from './administering.js'

/** What the page of mails and SMS can do. */
export interface AdminMessageActions extends AdministeringActions {
  readonly readChannels: () => Promise<ChannelStates>
  readonly sendTestMessage: (message: TestMessage, by: Caller | null) => Promise<void>
}

const PAGE = '/admin/messages'

/** Longer or shorter is no address that mails go to, nor a number that SMS go to; everything else the servers judge. */
const ADDRESSES: Readonly<Record<Channel, RegExp>> = { email: /^[^\s@]+@[^\s@]+$/, sms: /^\+[1-9]\d{6,14}$/ }

/** `/admin/messages`, for operators: whether mails and SMS go out, and a message to try it. */
export function adminMessageRoutes(surroundings: Surroundings, actions: AdminMessageActions): Router {
  const operating = (visit: AdminVisit, req: Request) =>
    visit.standing.authority.operator ? null : actions.refuse(visit.caller, 'no-role', req.path)
  const show = async (req: Request, res: Response, tried: AdminMessagesView['tried']) => {
    const states = await actions.readChannels()
    const channels = CHANNELS.map((channel) => ({
      ...channelItemOf(channel, states[channel]),
      reason: states[channel].state === 'failing' ? states[channel].reason : null,
    }))
    await showPage(surroundings, req, res, { page: 'admin-messages', channels, tried })
  }
  return Router()
    .get(
      PAGE,
      administering(surroundings, actions, { changes: false }, async (visit, req, res) => {
        const refused = await operating(visit, req)
        if (refused !== null) throw refused
        await show(req, res, null)
      }),
    )
    .post(
      `${PAGE}/test`,
      administering(surroundings, actions, { changes: true, back: () => PAGE }, async (visit, req, res) => {
        const refused = await operating(visit, req)
        if (refused !== null) throw refused
        const { channel, to } = fieldsOf(req, testMessageFields)
        if (!ADDRESSES[channel].test(to)) throw new TwoFactorError('ERR_2FA_MALFORMED', NOT_TO[channel])
        const locale = localeOf(surroundings, req)
        const problem = await actions.sendTestMessage({ channel, to, locale }, visit.caller).then(() => null, whyNot)
        await show(req, res, { channel, problem })
      }),
    )
}

const NOT_TO: Readonly<Record<Channel, string>> = {
  email: 'The field "to" must be a mail address.',
  sms: 'The field "to" must be a number such as +819012345678.',
}

/** What an operator is told; our own messages hold no secret, code or address. */
function whyNot(error: unknown): string {
  if (isTwoFactorError(error) && ['ERR_2FA_MAIL', 'ERR_2FA_SMS', 'ERR_2FA_CONFIGURATION'].includes(error.code)) {
    return error.message
  }
  throw error
}

/** A channel as every administrator sees it. */
export function channelItemOf(channel: Channel, known: ChannelState): ChannelItem {
  return { channel, state: known.state, since: known.state === 'failing' ? known.since : null }
}
