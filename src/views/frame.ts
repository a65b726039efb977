import { z } from 'zod'
import { moment, type Shown } from './shown.js'

/** What every page shows around its own content. */
export const frame = z.object({
  application: z.string().describe("The application's name, option `name`"),
  person: z.string().nullable().describe("The person's display name; null where it is not known"),
  locale: z.string().describe("The person's language, one that there are texts for"),
  timeZone: z
    .string()
    .nullable()
    .describe("IANA name of the zone that times are shown in; null: the reader's own is not known, UTC is shown"),
  now: moment("The database's time when the page was made: waits are counted from it, not from the browser's clock"),
  base: z.string().describe('The path under which `router()` is mounted, without a trailing slash'),
  home: z.string().describe("The path of the application's own start"),
  csrfToken: z
    .string()
    .describe(
      'To be sent with every POST: in the header `X-CSRF-Token`, or as the field `_csrf`. Ends with the session',
    ),
})

/** What every page shows around its own content. */
export type Frame = Shown<typeof frame>
