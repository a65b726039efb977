import { z } from 'zod'
import { METHODS } from '../../domain/enrolment/enrolment.js'
import { frame } from '../frame.js'
import { moment, type Shown } from '../shown.js'
import { tenant, who } from './admin.js'

/** What may stand behind the `?` of "Try it". */
export const tryQuery = z.object({
  client: z
    .string('must be a text')
    .trim()
    .max(255, 'must be shorter')
    .default('')
    .describe('The client id of the application; empty: that of the administrator’s own login'),
  provider: z
    .string('must be a text')
    .trim()
    .max(255, 'must be shorter')
    .default('')
    .describe('The alias of an identity provider; empty: by password'),
})

/** What would be asked of a person who signed in now, and why. Nothing is done. */
export const adminTryView = frame.extend({
  page: z.literal('admin-try'),
  who,
  client: z.string(),
  provider: z.string().describe('Empty: by password'),
  outcome: z.enum(['allow', 'challenge', 'enrol', 'refuse']),
  reasons: z.array(z.string()).describe('Why, in the order in which the reasons were found'),
  requirement: z.enum(['off', 'optional', 'required']).describe('What all tenants of the person ask together'),
  requiredBy: z.array(tenant).describe('The tenants that require it, as far as the administrator may know of them'),
  grace: z
    .object({ until: moment('Until when').nullable(), logins: z.int().nullable().describe('For how many logins') })
    .nullable()
    .describe('How long set-up could be put off; null in it is no limit'),
  method: z.enum(METHODS).nullable(),
  trustDays: z.int().describe('For how many days a browser may be trusted; 0: never'),
})

/** What would be asked of a person. */
export type AdminTryView = Shown<typeof adminTryView>
