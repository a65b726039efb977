import ms from 'ms'
import { z } from 'zod'
import { isCountry } from './domain/enrolment/phone-number.js'
import { type PartialTexts, textFaults } from './texts/index.js'

/** A length of time: `'5s'`, `'5m'`, `'24h'`. */
export type Duration = `${number}${'ms' | 's' | 'm' | 'h' | 'd'}`

const LOCAL_HOSTS = new Set(['localhost', '127.0.0.1', '[::1]'])

/** A path on the application's own site. */
export const path = z
  .string('must be a path on this site, such as "/login"')
  .regex(/^\/(?![/\\])\S*$/, 'must be a path on this site, such as "/login"')

const DURATION = 'must be a length of time, such as "5s" or "5m"'

/** A length of time, as it is written; comes back in ms. */
export const duration = z
  .string(DURATION)
  .regex(/^\d+(\.\d+)?(ms|s|m|h|d)$/, DURATION)
  .transform((text) => ms(text as Duration))

/** Where `router()` is mounted; comes back as origin and path. */
export const mountUrl = z
  .string('must be an address, such as "https://portal.acme.example/two-factor"')
  .refine((text) => URL.canParse(text), {
    message: 'must be an address, such as "https://portal.acme.example/two-factor"',
    abort: true,
  })
  .transform((text) => new URL(text))
  .refine(({ search, hash }) => search === '' && hash === '', 'must not have a query or a fragment')
  .refine(
    ({ pathname }) => /^(\/[^/]+)+\/?$/.test(pathname),
    'must have a path of its own, such as "/two-factor", without empty parts',
  )
  .refine(
    ({ protocol, hostname }) => protocol === 'https:' || (protocol === 'http:' && LOCAL_HOSTS.has(hostname)),
    'must begin with https:// (http:// is for localhost alone)',
  )
  .transform(({ origin, pathname }) => ({ origin, base: pathname.replace(/\/$/, '') }))

const APP = 'must be an address of your app, such as "com.acme.app:/two-factor" or "https://acme.example/app"'

/**
 * Where a mobile app takes a browser's address as its own: https, or a scheme that holds a dot, as RFC 8252 section 7.1
 * asks for; so neither `javascript:` nor what any app may claim.
 */
export const appAddress = z
  .string(APP)
  .refine((text) => URL.canParse(text), { message: APP, abort: true })
  .refine((text) => /^(https:|[a-z][a-z0-9+-]*\.[a-z0-9+.-]*:)$/.test(new URL(text).protocol), APP)
  .refine((text) => /^[\x21-\x7e]+$/.test(text), APP)

/** A function; `what` says which. */
export const fn = <T>(what: string) => z.custom<T>((value) => typeof value === 'function', `must be ${what}`)
/** Something that has this method; `what` says how to get one. */
export const port = <T>(method: string, what: string) =>
  z.custom<T>(
    (value) => typeof value === 'object' && value !== null && typeof Reflect.get(value, method) === 'function',
    `must be ${what}`,
  )

const ROLES = 'must be a list of role names, such as ["operator"]'

const roleNames = z.array(z.string(ROLES).min(1, ROLES), ROLES)

const realmRoles = { realmRoles: roleNames.default([]), clientRoles: z.record(z.string(), roleNames).default({}) }

/** Who counts as administrator of everything: roles of the realm and of clients. */
export const operatorRule = z.strictObject(realmRoles)

const GROUPS = 'must be a list of paths of organization groups, such as ["/administrators"]'

/** Who counts as administrator of a tenant: those roles, and groups of the tenant's organization. */
export const administratorRule = z.strictObject({
  ...realmRoles,
  organizationGroups: z.array(z.string(GROUPS).min(1, GROUPS), GROUPS).default([]),
})

/** An https address that may be left out. */
export const link = z.url({ protocol: /^https$/, message: 'must be an https address' }).exactOptional()

/** A key as JWK, not looked into. */
export const jwk = z.looseObject({}, 'must be a JWK, an object; JSON.parse() the text')

/** True for the IANA name of a time zone. */
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}

/** Texts by language: each fault names the text, and what must be there. */
export const texts = z
  .record(z.string(), z.custom<PartialTexts>(), 'must be an object of texts, by language')
  .superRefine((given, context) => {
    for (const [tag, wanted] of Object.entries(given)) {
      const name = isLanguage(tag) ? [] : [{ path: [], message: 'must be named by a language, such as "de"' }]
      for (const { path, message } of [...name, ...textFaults(wanted)])
        context.addIssue({ code: 'custom', path: [tag, ...path], message, input: given })
    }
  })
  .default({})

function isLanguage(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1
  } catch {
    return false
  }
}
const COUNTRY = 'must be a country by ISO 3166, such as "JP"'
const PREFIXES = 'must be a list of international prefixes, such as ["+81"]'

/** Which telephone numbers are taken, as an option. */
export interface PhoneNumberOptions {
  /** The country of numbers without an international prefix, by ISO 3166, such as `'JP'`; default: those are refused. */
  readonly country?: string
  /** What numbers must begin with, such as `['+81']`; default: anything. SMS to some countries are expensive. */
  readonly prefixes?: readonly string[]
}

/** Which telephone numbers are taken. */
export const phoneNumbers = z.strictObject({
  country: z.string(COUNTRY).refine(isCountry, COUNTRY).optional(),
  prefixes: z
    .array(z.string(PREFIXES).regex(/^\+[1-9]\d{0,14}$/, PREFIXES), PREFIXES)
    .min(1, PREFIXES)
    .optional(),
})

const HELP = 'must be a text of at most 200 characters, such as "mailto:help@acme.example" or "extension 4711"'

/** Whom to ask for help. */
export const helpContact = z
  .string(HELP)
  .trim()
  .min(1, HELP)
  .max(200, HELP)
  .regex(/^\P{Cc}+$/u, HELP)
  .nullable()
  .default(null)

/** The application's own keys. */
export const secretKeys = z.array(
  z.strictObject({
    id: z.string('must be a text'),
    key: z.union([z.string(), z.instanceof(Uint8Array)], 'must be 32 bytes in base64 or hex, or a Uint8Array'),
  }),
  'must be a list of keys, such as [{ id: "2026-11", key: process.env.TWO_FACTOR_KEY }]',
)

/** Keys for statements. */
export const statementKeys = z.array(
  z.strictObject({
    kid: z.string('must be a text'),
    privateJwk: jwk.exactOptional(),
    publicJwk: jwk.exactOptional(),
    retired: z.boolean('must be true or false').exactOptional(),
  }),
  'must be a list of keys, such as [{ kid: "2026-11", privateJwk: JSON.parse(process.env.STATEMENT_KEY) }]',
)
