import { z } from 'zod'
import { METHODS } from '../../domain/enrolment/enrolment.js'
import { frame } from '../frame.js'
import type { Shown } from '../shown.js'
import { help } from './help.js'
import { problem, sentTo } from './problem.js'

/** The code page at sign-in. A POST of `code` to `/challenge` answers. */
export const challengeView = frame.extend({
  page: z.literal('challenge'),
  method: z.enum(METHODS),
  digits: z.int(),
  sent: sentTo
    .nullable()
    .describe('Where the code was sent to; null for an authenticator app, or where none could be sent'),
  byEmail: z
    .string()
    .nullable()
    .describe(
      'Where a POST to `/challenge/by-email` has this one code mailed instead, masked; null where it cannot be',
    ),
  help: help.nullable(),
  trust: z
    .object({ days: z.int(), chosen: z.boolean().describe('True where the answer before had chosen it') })
    .nullable()
    .describe(
      '"Don’t ask again for so many days", the field `trust`; null where this browser cannot be trusted, or is',
    ),
  problem: problem.nullable(),
})

/** The code page at sign-in. */
export type ChallengeView = Shown<typeof challengeView>

/** What answers a page that asks for a code. */
export const codeFields = z.object({
  code: z.string().max(100).describe('Spaces, hyphens, capital letters and full-width digits do not matter'),
})

/** What answers the code page. */
export const challengeFields = codeFields.extend({
  trust: z
    .union([z.literal('1'), z.boolean()])
    .optional()
    .describe('Not to be asked again in this browser, where the page offered it'),
})

/** The page for a backup code. A POST of `code` to `/challenge/backup` answers. */
export const backupChallengeView = frame.extend({
  page: z.literal('challenge-backup'),
  help: help.nullable(),
  problem: problem.nullable(),
})

/** The page for a backup code. */
export type BackupChallengeView = Shown<typeof backupChallengeView>
