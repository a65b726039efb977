import { z } from 'zod'
import { AUDIT_KINDS } from '../../domain/administration/audit-event.js'
import { DIAGNOSES } from '../../domain/administration/diagnosis.js'
import { METHODS } from '../../domain/enrolment/enrolment.js'
import { frame } from '../frame.js'
import { linkedAccount } from '../linked-accounts/linked-accounts.js'
import { moment, type Shown } from '../shown.js'
import { tenant, who } from './admin.js'

/** What an administrator has just done. */
export const RESCUES = ['unlocked', 'reset', 'sessions-revoked', 'devices-revoked', 'account-approved'] as const

/** An entry of the log, as administrators see it. */
export const logEntry = z.object({
  kind: z.enum(AUDIT_KINDS),
  at: moment('When'),
  origin: z.object({
    browser: z.string().nullable(),
    system: z.string().nullable(),
    address: z.string().nullable(),
  }),
  details: z
    .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]))
    .describe('What was decided and why; `by`: the user id of the administrator who did it'),
})

/** An entry of the log. */
export type LogEntry = Shown<typeof logEntry>

/** A person: what is wrong, and the cures. */
export const adminPersonView = frame.extend({
  page: z.literal('admin-person'),
  who,
  tenants: z.array(tenant).describe('Those that the administrator may know of'),
  diagnosis: z.object({
    kind: z.enum(DIAGNOSES),
    wrong: z.int().describe('How many wrong answers in a row led to it'),
    until: moment('The end of a wait, or of a bypass code').nullable(),
  }),
  reach: z.enum(['act', 'look']).describe('`look`: nothing may be done to this person; `because` says why'),
  because: z.enum(['oneself', 'higher-role', 'other-tenant']).nullable(),
  enrolment: z
    .object({
      method: z.enum(METHODS),
      activeSince: moment('Since when'),
      backupCodesLeft: z.int(),
      backupCodesSaved: z.boolean(),
    })
    .nullable(),
  accounts: z.array(linkedAccount).describe('The accounts at other providers with which the person can sign in'),
  canUnlock: z.boolean().describe('True where wrong answers have been counted'),
  lastUsedAt: moment('When a code was accepted last').nullable(),
  bypassCodeUntil: moment('Until when the bypass code issued last works').nullable(),
  issued: z
    .object({ code: z.string().describe('Eight digits; shown this once'), endsAt: moment('When it ends') })
    .nullable()
    .describe('In the answer to the POST that issued it, and never again'),
  done: z.enum(RESCUES).nullable().describe('What was just done; said once'),
  devices: z
    .array(
      z.object({
        id: z.string(),
        name: z.string().nullable(),
        browser: z.string(),
        system: z.string(),
        address: z.string().nullable(),
        usedAt: moment('When it was last used'),
        endsAt: moment('When it is asked again'),
      }),
    )
    .describe('The browsers in which the person is not asked, the one used last first'),
  decisions: z.array(logEntry).describe('Why the last logins were, or were not, asked'),
  events: z.array(logEntry).describe('What happened last, the newest first'),
})

/** A person. */
export type AdminPersonView = Shown<typeof adminPersonView>

/** "Reset?" A POST to the same path does. */
export const adminResetView = frame.extend({ page: z.literal('admin-reset'), who })

/** "Reset?" */
export type AdminResetView = Shown<typeof adminResetView>

/** What a bypass code is issued with. */
export const bypassCodeFields = z.object({
  reason: z.string('must say why').min(1, 'must say why').max(400, 'must not be longer than 200 characters'),
  minutes: z.coerce
    .number('must be a number of minutes')
    .min(10, 'must be at least 10')
    .max(1440, 'must be at most 1440, a day')
    .describe('How long the code lasts: 10 to 1440'),
})
