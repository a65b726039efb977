import { z } from 'zod'
import { METHODS, type Method } from './domain/enrolment/enrolment.js'
import { OWNERS, type PolicyOwner } from './domain/policy-sync/settle-settings.js'
import { type Requirement, type SingleSignOn, tenantPolicySchema } from './domain/tenant-policy/tenant-policy.js'
import { helpContact } from './option-values.js'

/** What is asked of people, as an option. */
export interface PolicyOptions {
  /**
   * Who says what policies are, where they are kept in step with Keycloak: the application, Keycloak (nobody changes them
   * here then), or whoever changed a setting last (`'shared'`); default `'application'`.
   */
  readonly owner?: PolicyOwner
  /** Of tenants that nobody has given a policy; default `'off'`. */
  readonly newTenant?: Requirement
  /** Of people without a tenant; default `'optional'`. */
  readonly withoutTenant?: Requirement
  /** Whether a new second factor is asked for in sessions from before it; default `'next-login'`. */
  readonly takesEffect?: 'next-login' | 'now'
  /**
   * What people may set up; default `['totp', 'email', 'sms']`. What can't be sent at the moment, or at all, is left
   * out; an authenticator app is offered where nothing else is. Sent codes are weaker: see docs/security.md.
   */
  readonly methods?: readonly Method[]
  /** Whether a code by SMS that does not arrive may be mailed, for one sign-in; default `'email'`. */
  readonly smsFallback?: 'email' | 'none'
  /** Whom to ask where no code can be got: a text, or a `mailto:` or `https:` address. */
  readonly helpContact?: string
  /**
   * Whose single sign-on stands in for the code of people without a tenant, and what new tenants begin with; default
   * `{ bypass: 'organization' }`, which is nobody's for people without a tenant. See docs/application.md.
   */
  readonly sso?: Partial<SingleSignOn>
  /** For how many days a browser may be trusted not to be asked; default 90, `0`: never. See docs/security.md. */
  readonly trustedDevices?: { readonly days?: number }
}

const DAYS = 'must be a whole number of days from 0 to 365'

const sso = tenantPolicySchema.shape.sso.shape

/** What is asked of people. */
export const policies = z
  .strictObject({
    owner: z.enum(OWNERS).default('application'),
    newTenant: z.enum(['off', 'optional', 'required']).default('off'),
    withoutTenant: z.enum(['off', 'optional', 'required']).default('optional'),
    takesEffect: z.enum(['next-login', 'now']).default('next-login'),
    methods: z
      .array(z.enum(METHODS), 'must be a list of methods, such as ["totp", "email"]')
      .min(1, 'must name a method, such as "totp"')
      .default([...METHODS]),
    smsFallback: z.enum(['email', 'none']).default('email'),
    helpContact,
    sso: z
      .strictObject({ bypass: sso.bypass.default('organization'), providers: sso.providers.default({}) })
      .prefault({}),
    trustedDevices: z.strictObject({ days: z.int(DAYS).min(0, DAYS).max(365, DAYS).default(90) }).prefault({}),
  })
  .prefault({})
