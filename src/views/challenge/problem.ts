import { z } from 'zod'
import { CHANNELS } from '../../domain/messages/channel.js'
import { moment, type Shown } from '../shown.js'

const judged = {
  triesLeft: z.int().describe('Wrong answers that still cost no wait'),
  lockedUntil: moment('The end of the wait that this answer costs; null where it costs none').nullable(),
}

const until = moment('The end of the wait')

/** What went wrong with the last answer, to be said beside the field. */
export const problem = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('malformed') }),
  z.object({ kind: z.enum(['wrong', 'replayed']), ...judged }),
  z.object({ kind: z.literal('locked'), until }),
  z.object({ kind: z.literal('disabled') }),
  z.object({ kind: z.literal('expired') }),
  z.object({ kind: z.literal('capped'), until: moment('No further code is sent until then') }),
  z.object({ kind: z.literal('undeliverable').describe('Codes cannot be sent at the moment, by this channel') }),
])

/** What went wrong with the last answer, to be said beside the field. */
export type Problem = Shown<typeof problem>

/** What a refused code is told to JSON: the verdict that was committed. */
export const refusedVerdict = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.enum(['wrong', 'replayed']), ...judged }),
  z.object({ outcome: z.literal('locked'), until }),
  z.object({ outcome: z.enum(['disabled', 'expired', 'not-enrolled']) }),
])

/** What a refused code is told to JSON. */
export type RefusedVerdict = Shown<typeof refusedVerdict>

/** A code that was sent, and when another one can be asked for. */
export const sentTo = z.object({
  channel: z.enum(CHANNELS),
  to: z.string().describe('The address or number, masked'),
  resendAt: moment('When another one can be asked for'),
})

/** A code that was sent, and when another one can be asked for. */
export type SentTo = Shown<typeof sentTo>
