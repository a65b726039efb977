import { z } from 'zod'
import type { Shown } from '../shown.js'

/** Whom to ask where no code can be got. */
export const help = z.object({
  text: z.string(),
  link: z.string().nullable().describe('A `mailto:` or `https:` address; null where the text is all there is'),
})

/** Whom to ask where no code can be got. */
export type Help = Shown<typeof help>
