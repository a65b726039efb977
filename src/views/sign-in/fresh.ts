import { z } from 'zod'
import { problem, sentTo } from '../challenge/problem.js'
import { frame } from '../frame.js'
import type { Shown } from '../shown.js'

/**
 * A mailed code in place of a fresh password, for people who came through an identity provider. A POST of `code` to
 * `/fresh` answers it, one of `resend` has another one sent.
 */
export const freshView = frame.extend({
  page: z.literal('fresh'),
  digits: z.int(),
  sent: sentTo.nullable().describe('Null where none could be sent; `problem` says why'),
  problem: problem.nullable(),
})

/** A mailed code in place of a fresh password. */
export type FreshView = Shown<typeof freshView>

/** What answers it: the code, or `resend` for another one. */
export const freshFields = z.object({
  code: z.string().max(100).optional(),
  resend: z.string().optional().describe('Anything, to have another code sent'),
})
