import type { Sending, SendOptions } from '../../actions/challenge/send-code.js'
import type { Caller } from '../../actions/context.js'
import type { SentCodePurpose } from '../../domain/challenge/sent-code.js'
import { type Destination, masked } from '../../domain/enrolment/destination.js'
import type { Problem, SentTo } from '../../views/challenge/problem.js'

/** Sends a code to a destination, as the action does. */
export type SendCode = (
  caller: Caller,
  purpose: SentCodePurpose,
  destination: Destination,
  options?: SendOptions,
) => Promise<Sending>

/** What a page says of a code that was, or was not, sent. */
export interface Outgoing {
  readonly sent: SentTo | null
  readonly problem: Problem | null
}

/** Where no code is to be sent. */
export const NOTHING_SENT: Outgoing = { sent: null, problem: null }

/** Puts a sending into what the page says, with address or number masked. */
export function outgoing(sending: Sending): Outgoing {
  if (sending.outcome === 'capped') return { sent: null, problem: { kind: 'capped', until: sending.until } }
  if (sending.outcome === 'unavailable') return { sent: null, problem: { kind: 'undeliverable' } }
  const { channel, to, resendAt, works } = sending
  return {
    sent: { channel, to: masked(channel, to), resendAt },
    problem: works ? null : { kind: 'undeliverable' },
  }
}
