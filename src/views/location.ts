import { z } from 'zod'
import type { Shown } from './shown.js'

/** What JSON gets where a page would be redirected: where to go on, and how. */
export const location = z.object({
  location: z.url().describe('Below the mount: get it as JSON for the next view. Elsewhere: open it in the browser'),
  method: z.enum(['GET', 'POST']).describe('`POST` where the address is a form of the application, such as its logout'),
})

/** What JSON gets where a page would be redirected. */
export type Location = Shown<typeof location>
