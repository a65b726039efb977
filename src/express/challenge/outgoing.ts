import type { Sending } from '../../actions/challenge/send-code.js'
import type { Caller } from '../../actions/context.js'
import type { SentCodePurpose } from '../../domain/challenge/sent-code.js'
import { maskedAddress } from '../../domain/enrolment/masked-address.js'
import type { Problem, SentTo } from '../../views/challenge/problem.js'

/** Mails a code to an address, as the action does. */
export type SendCode = (
  caller: Caller,
  purpose: SentCodePurpose,
  to: string,
  options?: { again?: boolean },
) => Promise<Sending>

/** What a page says of a code that was, or was not, sent. */
export interface Outgoing {
  readonly sent: SentTo | null
  readonly problem: Problem | null
}

/** Where no code is to be sent. */
export const NOTHING_SENT: Outgoing = { sent: null, problem: null }

/** Puts a sending into what the page says, with the address masked. */
export function outgoing(sending: Sending, to: string): Outgoing {
  return sending.outcome === 'capped'
    ? { sent: null, problem: { kind: 'capped', until: sending.until } }
    : { sent: { to: maskedAddress(to), resendAt: sending.resendAt }, problem: null }
}
