import { z } from 'zod'
import { frame } from './frame.js'
import type { Shown } from './shown.js'

/** Something went wrong. JSON gets a problem instead (RFC 9457). */
export const errorView = frame.extend({
  page: z.literal('error'),
  status: z.int(),
  code: z.string(),
  detail: z
    .string()
    .nullable()
    .describe("The thrown error's own message, in English; null where it is for the log alone"),
})

/** Something went wrong. */
export type ErrorView = Shown<typeof errorView>
