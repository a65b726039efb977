import { z } from 'zod'
import { AUDIT_KINDS } from '../../domain/administration/audit-event.js'
import { METHODS } from '../../domain/enrolment/enrolment.js'
import { frame } from '../frame.js'
import { moment, type Shown } from '../shown.js'

const status = z.discriminatedUnion('active', [
  z.object({
    active: z.literal(false),
    offered: z.boolean(),
    reason: z
      .enum(['policy', 'single-sign-on'])
      .nullable()
      .describe('Why it is not offered: the policy is `off`, or the identity provider protects the account'),
    provider: z.string().nullable().describe('The alias of that identity provider'),
    invitation: z.boolean().describe('True until the person dismissed the invitation, where they have the choice'),
  }),
  z.object({
    active: z.literal(true),
    method: z.enum(METHODS),
    destination: z
      .string()
      .nullable()
      .describe('The address or number that codes go to, masked; null for an authenticator app'),
    since: moment('Since when'),
    lastUsedAt: moment('When a code was last accepted'),
    backupCodesLeft: z.int(),
    saveBackupCodes: z.boolean().describe('True until the person kept the codes'),
    trustedDevices: z
      .object({ days: z.int().describe('0: the policy lets none be trusted'), count: z.int() })
      .describe('The browsers that are not asked for a code'),
    canTurnOff: z.boolean().describe('False where the policy requires a second factor'),
  }),
])

/** The settings page. */
export const settingsView = frame.extend({
  page: z.literal('settings'),
  status,
  accounts: z
    .array(z.object({ name: z.string().describe('What the provider is called'), userName: z.string() }))
    .nullable()
    .describe('The accounts at other providers with which the person can sign in; null where Keycloak cannot be asked'),
  protectedBy: z
    .string()
    .nullable()
    .describe('The provider that the person signed in through, where it stands in for the code'),
  done: z.enum(['enabled', 'turned-off']).nullable().describe('What was just done; said once'),
  events: z
    .array(
      z.object({
        kind: z.enum(AUDIT_KINDS),
        at: moment('When'),
        origin: z.object({
          browser: z.string().nullable(),
          system: z.string().nullable(),
          address: z.string().nullable(),
        }),
      }),
    )
    .describe('What happened last, the newest first'),
})

/** The settings page. */
export type SettingsView = Shown<typeof settingsView>

/** "Turn off?" A POST to `/turn-off` does. */
export const turnOffView = frame.extend({ page: z.literal('turn-off') })

/** "Turn off?" */
export type TurnOffView = Shown<typeof turnOffView>
