import { z } from 'zod'
import { frame } from '../frame.js'
import type { Shown } from '../shown.js'

/** Says where the browser is going, and goes there by itself; for ways that end at another origin after a form. */
export const refreshView = frame.extend({
  page: z.literal('refresh'),
  to: z.string(),
  reason: z
    .enum(['password', 'account', 'app'])
    .describe(
      'Why: to enter the password again, to connect an account, or back to the mobile app that opened the page',
    ),
})

/** Says where the browser is going, and goes there by itself. */
export type RefreshView = Shown<typeof refreshView>
