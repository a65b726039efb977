import { z } from 'zod'
import { METHODS } from '../enrolment/enrolment.js'

/** What a policy may ask of people. `off`: nothing is offered; an enrolment that exists is asked for all the same. */
export const REQUIREMENTS = ['off', 'optional', 'required'] as const

/** What a policy asks of people. */
export type Requirement = (typeof REQUIREMENTS)[number]

/** What becomes of sign-ins by identity providers. */
export interface SingleSignOn {
  /** Whose people are not asked: those of providers linked to the tenant's organization, of all providers, or of none. */
  readonly bypass: 'organization' | 'all' | 'none'
  /** Exceptions, by the provider's alias in Keycloak. */
  readonly providers: Readonly<Record<string, 'bypass' | 'enforce'>>
}

const ONE_OF = (words: readonly string[]) => `must be one of ${words.map((word) => `"${word}"`).join(', ')}`
const DAYS = 'must be a whole number from 0 to 365'
const LIMIT = 'must be a whole number from 0 to 365, or null for no limit'
const DATE = 'must be a date, such as "2027-03-01"'
const HELP = 'must be a text of at most 200 characters, such as "mailto:help@acme.example" or "extension 4711"'
const NAMES = 'must be a list of names, each of at most 255 characters'

const word = <Word extends string>(words: readonly Word[]) => z.enum(words, ONE_OF(words))
const names = z.array(z.string(NAMES).min(1, NAMES).max(255, NAMES), NAMES).readonly()
const limit = z.int(LIMIT).min(0, LIMIT).max(365, LIMIT).nullable()
const alias = z.string().regex(/^[^\s/\\]{1,64}$/, 'must be the alias of an identity provider, such as "google"')

/** True for a day of the calendar, written `2027-03-01`. */
function isDate(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)
}

/** What a tenant's policy must be; each fault says what is allowed. */
export const tenantPolicySchema = z.strictObject({
  /** What is asked of the people whom it applies to. */
  requirement: word(REQUIREMENTS),
  /** Whom it applies to; for everyone else it is as `off`. */
  appliesTo: word(['everyone', 'administrators']),
  /** From midnight of this day on it is required, in option `timeZone`; until then optional. Default: at once. */
  from: z
    .string(DATE)
    .regex(/^\d{4}-\d{2}-\d{2}$/, DATE)
    .refine(isDate, DATE)
    .exactOptional(),
  /** Whether sessions that signed in before it became stricter are asked too. */
  takesEffect: word(['next-login', 'now']),
  /** What people may set up. */
  methods: z
    .array(word(METHODS), 'must be a list of methods, such as ["totp", "email"]')
    .min(1, 'must name a method, such as "totp"')
    .refine((methods) => new Set(methods).size === methods.length, 'must not name a method twice')
    .readonly(),
  /** Whether a code by SMS that does not arrive may be mailed, for one sign-in. */
  smsFallback: word(['email', 'none']),
  /** Which identity providers' sign-ins are not asked. */
  sso: z.strictObject({
    bypass: word(['organization', 'all', 'none']),
    providers: z.record(alias, word(['bypass', 'enforce'])).readonly(),
  }),
  /** For how many days a browser may be trusted; 0: never. */
  trustedDevices: z.strictObject({ days: z.int(DAYS).min(0, DAYS).max(365, DAYS) }),
  /** How long set-up can be put off where it is required: whichever ends first; null: no limit; 0: not at all. */
  grace: z.strictObject({ days: limit, logins: limit }),
  /** Whether people can read their backup codes again. */
  backupCodes: z.strictObject({ readable: word(['until-saved', 'always']) }),
  /** `acr` and `amr` values with which a Keycloak login counts as strong enough. */
  acceptKeycloak: z.strictObject({ acr: names, amr: names }),
  /** Whom to ask where no code can be got: a text, or a `mailto:` or `https:` address. */
  helpContact: z
    .string(HELP)
    .trim()
    .min(1, HELP)
    .max(200, HELP)
    .regex(/^\P{Cc}+$/u, HELP)
    .exactOptional(),
})

/** A tenant's policy. */
export type TenantPolicy = Readonly<z.output<typeof tenantPolicySchema>>

/** What a policy is unless a tenant says otherwise, apart from its requirement. */
export const DEFAULT_POLICY: Omit<TenantPolicy, 'requirement'> = {
  appliesTo: 'everyone',
  takesEffect: 'next-login',
  methods: [...METHODS],
  smsFallback: 'email',
  sso: { bypass: 'organization', providers: {} },
  trustedDevices: { days: 90 },
  grace: { days: 0, logins: 0 },
  backupCodes: { readable: 'until-saved' },
  acceptKeycloak: { acr: [], amr: [] },
}

/** What a plan lets a tenant have. */
export interface Entitlement {
  /** The requirements that the tenant may choose; `off` and `optional` are always among them. */
  readonly requirements: readonly Requirement[]
  readonly methods: readonly (typeof METHODS)[number][]
}

/** A plan that lets a tenant have everything. */
export const EVERYTHING: Entitlement = { requirements: REQUIREMENTS, methods: METHODS }
