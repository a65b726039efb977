import { z } from 'zod'
import { frame } from '../frame.js'
import { moment, type Shown } from '../shown.js'

/** The backup codes: the state of each, and while they may be read, the codes. */
export const backupCodesView = frame.extend({
  page: z.literal('backup-codes'),
  codes: z.array(
    z.object({
      code: z.string().nullable().describe('`mfrg-gzdf-mztw-q2lk`; null where it may not be shown any more'),
      usedAt: moment('When it was used').nullable(),
    }),
  ),
  createdAt: moment('When these codes were made; a POST to `/backup-codes/saved` gives it back as `created`'),
  saveBackupCodes: z.boolean().describe('The prompt to keep them is still open'),
  justEnabled: z
    .boolean()
    .describe('True right after set-up: the page says so, and the file starts to download by itself'),
  goesOn: z.boolean().describe('True where `/continue` leads to the page that the person was led away from to set up'),
})

/** The backup codes. */
export type BackupCodesView = Shown<typeof backupCodesView>

/** What settles the prompt to keep the codes. */
export const savedFields = z.object({
  created: z.coerce
    .number('must say when the codes on the page were made')
    .int('must say when the codes on the page were made')
    .describe('`createdAt` of the codes that were kept: later ones are not settled by it'),
})

/** "Generate new codes?" A POST to `/backup-codes/regenerate` does. */
export const regenerateView = frame.extend({ page: z.literal('backup-codes-regenerate') })

/** "Generate new codes?" */
export type RegenerateView = Shown<typeof regenerateView>
