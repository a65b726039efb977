import { z } from 'zod'

/** What dismisses the invitation. */
export const invitationFields = z.object({
  to: z.string().optional().describe('The path of the application to go on at; default: its start'),
})
