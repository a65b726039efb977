import type { Caller } from '../../actions/context.js'
import { type ChannelStates, isWorking } from '../../actions/messages/read-channels.js'
import type { Method } from '../../domain/enrolment/enrolment.js'
import { maskedAddress } from '../../domain/enrolment/masked-address.js'
import type { Visit } from '../sign-in/visitor.js'
import type { Surroundings } from '../surroundings.js'

/** What decides which methods are offered. */
export interface OfferActions {
  readonly readChannels: () => Promise<ChannelStates>
}

/** What may be chosen now. */
export interface Offer {
  readonly methods: readonly Method[]
  /** Where codes would be mailed to, masked; null where Keycloak has verified no address. */
  readonly email: string | null
}

/**
 * The methods that the policy allows and that work now: a code that cannot be sent confirms nothing. Where nothing is left
 * it is the authenticator app, which needs nobody else, so that nobody is locked out.
 */
export async function offeredMethods(
  surroundings: Surroundings,
  { readChannels }: OfferActions,
  { caller, assessment }: Pick<Visit, 'caller' | 'assessment'>,
): Promise<Offer> {
  const channels = await readChannels()
  const working = assessment.policy.methods.filter((method) => method === 'totp' || isWorking(channels[method]))
  const email = working.includes('email') ? await verifiedAddress(surroundings, caller) : null
  const methods = email === undefined ? working.filter((method) => method !== 'email') : working
  return { methods: methods.length === 0 ? ['totp'] : methods, email: email ?? null }
}

/** Masked; null where Keycloak has verified none, undefined where it cannot be asked. */
async function verifiedAddress(
  { directory, events }: Surroundings,
  { login }: Caller,
): Promise<string | null | undefined> {
  try {
    const person = await directory.person(login.userId)
    return person?.email && person.emailVerified ? maskedAddress(person.email) : null
  } catch (error) {
    events.emit({ kind: 'request-failed', error })
    return undefined
  }
}
