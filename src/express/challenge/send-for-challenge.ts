import type { SendOptions } from '../../actions/challenge/send-code.js'
import type { Caller } from '../../actions/context.js'
import { type ChannelStates, isWorking } from '../../actions/messages/read-channels.js'
import { type Destination, masked } from '../../domain/enrolment/destination.js'
import type { Enrolment } from '../../domain/enrolment/enrolment.js'
import type { Policy } from '../../domain/tenant-policy/combine-policies.js'
import { TwoFactorError } from '../../errors.js'
import { NOTHING_SENT, type Outgoing, outgoing, type SendCode } from './outgoing.js'

/** What sending a code at sign-in needs. */
export interface SendActions {
  /** Where codes go, where they are sent. */
  readonly readDestination: (caller: Caller, enrolment: Enrolment) => Promise<Destination | null>
  readonly sendCode: SendCode
  readonly readChannels: () => Promise<ChannelStates>
}

/** What the code page says of the code of its login. */
export interface ChallengeSending extends Outgoing {
  /** Where it can be mailed instead, masked; null where it cannot be, or was. */
  readonly byEmail: string | null
}

/**
 * Where codes are sent, has one sent by itself when the login has none that can be entered. Throws `ERR_2FA_FORBIDDEN`
 * with `byEmail` where this person's codes cannot be mailed in place of an SMS.
 */
export async function sendForChallenge(
  { readDestination, sendCode, readChannels }: SendActions,
  caller: Caller,
  { enrolment, policy }: { enrolment: Enrolment; policy: Pick<Policy, 'smsFallback'> },
  options: SendOptions = {},
): Promise<ChallengeSending> {
  const fixed = await readDestination(caller, enrolment)
  const fallback = policy.smsFallback === 'none' ? null : (fixed?.fallback ?? null)
  if (options.byEmail === true && fallback === null) {
    throw new TwoFactorError('ERR_2FA_FORBIDDEN', 'A code of this sign-in cannot be sent by e-mail.')
  }
  if (fixed === null) return { ...NOTHING_SENT, byEmail: null }
  const said = outgoing(await sendCode(caller, 'sign-in', { ...fixed, fallback }, options))
  const canFallBack = fallback !== null && said.sent?.channel !== 'email' && isWorking((await readChannels()).email)
  return { ...said, byEmail: canFallBack ? masked('email', fallback) : null }
}
