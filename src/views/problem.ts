import { z } from 'zod'
import type { Shown } from './shown.js'

/** An error as JSON gets it, `application/problem+json` (RFC 9457). */
export const problemDetails = z.object({
  type: z.string().describe('A name for the code, as a URN'),
  title: z.string(),
  status: z.int(),
  code: z.string().describe('The stable code; the README has an anchor for each'),
  detail: z.string().exactOptional().describe('What to do about it, in English; for developers'),
  location: z.url().exactOptional().describe('With 401: where the person goes on'),
  needs: z
    .enum(['sign-in', 'password', 'mailed-code', 'code', 'set-up'])
    .exactOptional()
    .describe(
      'With 401, what is missing. `sign-in` and `password`: open `location` in the browser; Keycloak asks, and the person comes back to the page that sent the request (its `Referer`). `code` and `set-up`: open `location`, or get it as JSON and go through it; then repeat the request',
    ),
})

/** An error as JSON gets it. */
export type ProblemDetails = Shown<typeof problemDetails>
