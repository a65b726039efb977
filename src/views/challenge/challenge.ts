import { z } from 'zod'
import { METHODS } from '../../domain/enrolment/enrolment.js'
import { frame } from '../frame.js'
import type { Shown } from '../shown.js'
import { problem, sentTo } from './problem.js'

/** The code page at sign-in. A POST of `code` to `/challenge` answers. */
export const challengeView = frame.extend({
  page: z.literal('challenge'),
  method: z.enum(METHODS),
  digits: z.int(),
  sent: sentTo
    .nullable()
    .describe('Where the code was mailed to; null for an authenticator app, or where none could be sent'),
  problem: problem.nullable(),
})

/** The code page at sign-in. */
export type ChallengeView = Shown<typeof challengeView>

/** What answers a page that asks for a code. */
export const codeFields = z.object({
  code: z.string().max(100).describe('Spaces, hyphens, capital letters and full-width digits do not matter'),
})

/** The page for a backup code. A POST of `code` to `/challenge/backup` answers. */
export const backupChallengeView = frame.extend({
  page: z.literal('challenge-backup'),
  problem: problem.nullable(),
})

/** The page for a backup code. */
export type BackupChallengeView = Shown<typeof backupChallengeView>
