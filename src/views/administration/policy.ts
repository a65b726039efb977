import { z } from 'zod'
import { METHODS } from '../../domain/enrolment/enrolment.js'
import { POLICY_FIELDS } from '../../domain/tenant-policy/compare-policies.js'
import { REQUIREMENTS, tenantPolicySchema } from '../../domain/tenant-policy/tenant-policy.js'
import { frame } from '../frame.js'
import { moment, type Shown } from '../shown.js'
import { tenant } from './admin.js'

const difference = z.object({ field: z.enum(POLICY_FIELDS), change: z.enum(['stricter', 'weaker', 'other']) })

const refusal = z.object({
  why: z.enum(['changed-meanwhile', 'unconfirmed', 'invalid']),
  differences: z.array(difference).describe('Where what was sent differs from what somebody else has saved meanwhile'),
  faults: z
    .array(z.object({ field: z.enum(POLICY_FIELDS), fault: z.enum(['malformed', 'not-included', 'weak']) }))
    .describe('Which fields are refused, and why: no such value, not in the plan, or proof of too little'),
})

/** What a tenant's plan includes. */
const included = z.object({ requirements: z.array(z.enum(REQUIREMENTS)), methods: z.array(z.enum(METHODS)) })

const TEXT = 'must be a text'
const text = (most: number) => z.string(TEXT).max(most, `must not be longer than ${most} characters`)
const WHOLE = 'must be a whole number'
const MAY_BE_EMPTY = 'Empty: no limit'
const whole = z.union([z.int(WHOLE), text(6)], WHOLE)

/**
 * A policy as a form sends it; lists as several values, or as lines of a text. The whole policy: what is left out would
 * change without anybody having said so.
 */
export const policyFields = z.object({
  requirement: text(32),
  appliesTo: text(32),
  from: text(32).describe('A date, such as 2027-03-01. Empty: at once'),
  takesEffect: text(32),
  methods: z
    .union([z.array(text(32)), text(32)], 'must be a list of methods')
    .default([])
    .describe('A form in which none is chosen sends none, and is told to choose one'),
  smsFallback: text(32),
  ssoBypass: text(32),
  ssoProviders: text(8_000).describe('A line for each provider: `google = bypass` or `google = enforce`'),
  trustedDays: whole,
  graceDays: whole.describe(MAY_BE_EMPTY),
  graceLogins: whole.describe(MAY_BE_EMPTY),
  readable: text(32),
  acr: text(8_000).describe('A line for each value'),
  amr: text(8_000).describe('A line for each value'),
  helpContact: text(400),
  version: z.coerce.number(WHOLE).int(WHOLE).min(0, WHOLE).describe('Of the policy that was looked at'),
  confirmed: z
    .union([z.int(WHOLE), text(12)], WHOLE)
    .optional()
    .describe('How many people lose their settings, where somebody does'),
})

/** A policy as a form sends it. */
export type PolicyFields = z.output<typeof policyFields>

/** A tenant's policy, to be looked at and changed. */
export const adminPolicyView = frame.extend({
  page: z.literal('admin-policy'),
  tenant,
  policy: tenantPolicySchema.describe('As it is saved'),
  sent: policyFields.nullable().describe('What was sent, where it was refused'),
  version: z.int().describe('To be sent with a change: of the policy as it is saved'),
  included: included.describe("What the tenant's plan includes; anything else is refused"),
  managedInKeycloak: z.boolean().describe('True where Keycloak says what the policy is, and nobody changes it here'),
  refusal: refusal.nullable().describe('Why the change was not saved'),
  done: z.boolean().describe('True once, after a change was saved'),
  underWay: z
    .array(
      z.object({
        kind: z.enum(['announce', 'remind', 'erase']),
        at: moment('When it goes on'),
        done: z.int().describe('How many people were told, or lost their settings, so far'),
      }),
    )
    .describe('What changes have still to do'),
})

/** A field of a policy, as refusals and differences name it. */
export type PolicyField = z.output<typeof difference>['field']

/** A tenant's policy. */
export type AdminPolicyView = Shown<typeof adminPolicyView>

const people = (what: string) => z.int().describe(`How many people ${what}`)

/** What a change would mean, before it is made. A POST of the same fields to the path of the policy makes it. */
export const adminPolicyEffectsView = frame.extend({
  page: z.literal('admin-policy-effects'),
  tenant,
  policy: tenantPolicySchema,
  version: z.int(),
  differences: z.array(difference),
  members: people('the tenant has'),
  counts: z.object({
    asked: people('are asked for a second step from their next login on'),
    mustSetUp: people('of these are led to the set-up'),
    singleSignOn: people('come by single sign-on, and are not asked'),
    lacksAddress: people('must set up, and cannot be told by mail'),
    lacksMethod: people('must set up, and can use none of the methods; an app is offered'),
    losesSettings: people('lose their settings; the number is to be sent as `confirmed`'),
  }),
  losesAtMost: z.boolean().describe('True where some of so many may keep their settings: not each was asked about'),
  estimatedFrom: z
    .int()
    .nullable()
    .describe('How many members were looked at in time, where the numbers are estimated from them; null: all were'),
})

/** What a change would mean. */
export type AdminPolicyEffectsView = Shown<typeof adminPolicyEffectsView>
