import type { Request } from 'express'
import { z } from 'zod'
import { checked } from './checked-options.js'
import type { SecretKey } from './crypto/secret-keys.js'
import type { StatementKey } from './crypto/statement-keys.js'
import type { AuthenticatorApp } from './domain/enrolment/authenticator-apps.js'
import type { AdministratorRule } from './domain/tenant-policy/roles.js'
import type { Tenant } from './domain/tenant-policy/tenant.js'
import { type Entitlement, EVERYTHING } from './domain/tenant-policy/tenant-policy.js'
import { TwoFactorError } from './errors.js'
import {
  administratorRule,
  appAddress,
  type Duration,
  duration,
  fn,
  isTimeZone,
  link,
  mountUrl,
  operatorRule,
  type PhoneNumberOptions,
  path,
  phoneNumbers,
  port,
  secretKeys,
  statementKeys,
  texts,
} from './option-values.js'
import { type PolicyOptions, policies } from './policy-options.js'
import type { TwoFactorEvent } from './ports/events.js'
import type { Keycloak } from './ports/keycloak.js'
import type { Mailer, Sms } from './ports/mailer.js'
import type { Migrations } from './ports/migrations.js'
import type { Store } from './ports/store.js'
import type { PartialTexts } from './texts/index.js'
import type { Pages } from './views/view.js'

export type { Duration } from './option-values.js'

/** What an application tells `createTwoFactor`. Judged once, at creation. */
export interface TwoFactorOptions {
  /** The application's name: on the pages, in mails, and the name of the entry in authenticator apps. */
  readonly name: string
  /** Where `router()` is mounted, as browsers see it; https outside of localhost. Never taken from the Host header. */
  readonly url: string
  /** Keys of 32 bytes, in base64 or hex. The first seals, all open. Make one with `openssl rand -base64 32`. */
  readonly secretKeys: readonly SecretKey[]
  /** What Keycloak proved about the person of a request: what `keycloakLogin()` returned; undefined when not signed in. */
  readonly login: (req: Request) => unknown
  /** The path of the application's Keycloak login. */
  readonly signIn: string
  /** The path of the application's Keycloak logout; it takes a POST. */
  readonly signOut: string
  /** `typeormStore(dataSource)` or `sqliteStore(file)`. */
  readonly store: Store & Partial<Migrations>
  /** `keycloakDirectory({ url, realm, clientId, clientSecret })`. */
  readonly directory: Keycloak
  /** `smtpMailer({ host, port, from })`. Without it nobody is told of anything, and codes by e-mail are not offered. */
  readonly mailer?: Mailer
  /** `twilioSms({ accountSid, authToken, from })` or `httpSms({ url, body })`. Default: codes by SMS are not offered. */
  readonly sms?: Sms
  /** Which telephone numbers are taken for codes by SMS. */
  readonly phoneNumbers?: PhoneNumberOptions
  /** ES256 keys for `statement()`; the first signs, `retired` ones and public parts verify. Default: no statements. */
  readonly statementKeys?: readonly StatementKey[]
  /**
   * The ids of the Keycloak clients with which people sign in to the applications on this store; whose logout tokens
   * `/backchannel-logout` takes. Without it that path answers 404.
   */
  readonly clientIds?: readonly string[]
  /**
   * Judges requests with `Authorization: Bearer` too, by the Keycloak session that the access token was issued in.
   * Default: off.
   */
  readonly bearer?: {
    /** What the tokens must be for: one of these must be among their `aud`. */
    readonly audiences: readonly string[]
    /**
     * Clients whose tokens (by their `azp`) are let through without a second step, such as an external platform's; the
     * tokens of their service accounts too, which are refused for all others. Never one of `clientIds`. Routes with
     * `within` ask all the same. Default: none.
     */
    readonly exemptClients?: readonly string[]
  }
  /**
   * Where mobile apps are returned to after the code page, by names of your choice: `{ app: 'com.acme.app:/two-factor' }`.
   * An app opens `/challenge?return=app` below `url`; the address is never taken from a request.
   */
  readonly mobileReturns?: Readonly<Record<string, string>>
  /** What is asked of people. */
  readonly policies?: PolicyOptions
  /** Browsers that are trusted. */
  readonly trustedDevices?: {
    /**
     * What becomes of them where Keycloak does not tell when a password was changed (LDAP); default `'ask'`: nobody is
     * trusted. With `'trust'` a changed password there ends no trust.
     */
    readonly unreadablePassword?: 'ask' | 'trust'
  }
  /**
   * Who may act on the people of their own tenants, on the pages below `/admin`: whoever holds one of these roles, or is in
   * one of these groups of a tenant's organization. Roles of the realm or of a client count in every tenant that the
   * person belongs to. Default: nobody.
   */
  readonly tenantAdministrators?: Partial<AdministratorRule>
  /**
   * Who may act on everybody: whoever holds one of these roles. Groups of organizations do not count, since those who
   * manage a tenant may manage them. Default: nobody.
   */
  readonly operators?: Partial<Omit<AdministratorRule, 'organizationGroups'>>
  /** Whom a policy for administrators only is about; as `tenantAdministrators`. Default: nobody. */
  readonly subjectAdministrators?: Partial<AdministratorRule>
  /** What the plan of a tenant includes; `off` and `optional` always are. Default: everything. */
  readonly entitlements?: (tenant: Tenant) => Entitlement | Promise<Entitlement>
  /** How soon every process knows of a reset, and so how long it keeps what it read; default `'5s'`, `'0s'`: not at all. */
  readonly revocation?: { readonly within?: Duration }
  /** What is known of identity providers. */
  readonly singleSignOn?: {
    /**
     * The aliases of those that ask for a new sign-in when Keycloak sends `prompt=login`; default: none. People who came by
     * any other are mailed a code before they change their second factor.
     */
    readonly reauthenticating?: readonly string[]
  }
  /**
   * What becomes of sessions in which an administrator of Keycloak acts as somebody else: default `'refuse'`; with
   * `'read-only'` they may read (GET, HEAD) what `enforce()` guards, and change nothing. They are never asked for a code.
   */
  readonly impersonation?: 'refuse' | 'read-only'
  /** The path of the application's start, for "Back to …"; default `'/'`. */
  readonly home?: string
  /** IANA name of the zone that times are shown in; default `'UTC'`. */
  readonly timeZone?: string
  /** The authenticator apps that set-up recommends; default: four that work on every phone. */
  readonly authenticatorApps?: readonly AuthenticatorApp[]
  /** Languages besides English and Japanese, laid over English, and other words for these, by BCP 47 tag. */
  readonly texts?: Readonly<Record<string, PartialTexts>>
  /** Pages of one's own, by name; each gets its view and returns an HTML document. */
  readonly pages?: Partial<Pages>
  /** Where events go; default: failures to standard error. Holds no secret, code or address. */
  readonly onEvent?: (event: TwoFactorEvent) => void
}

const EXEMPT = 'must be a list of client ids, such as ["reporting-platform"]'

const AUDIENCES = 'must be a list of what access tokens are for (their "aud"), such as ["portal-api"]'

const CLIENT_IDS = 'must be a list of Keycloak client ids, such as ["portal"]'

const schema = z.strictObject({
  name: z
    .string('must be a text')
    .trim()
    .min(1, 'must not be empty')
    .max(64, 'must not be longer than 64 characters')
    .regex(/^\P{Cc}+$/u, 'must not hold line breaks or other control characters'),
  url: mountUrl,
  secretKeys,
  login: fn<TwoFactorOptions['login']>('a function of the request, such as (req) => req.user?.login'),
  signIn: path,
  signOut: path,
  store: port<TwoFactorOptions['store']>('settle', 'typeormStore(dataSource) or sqliteStore(file)'),
  directory: port<TwoFactorOptions['directory']>(
    'tenantsOf',
    'keycloakDirectory({ url, realm, clientId, clientSecret })',
  ),
  mailer: port<Mailer>('send', 'smtpMailer({ host, port, from })').optional(),
  sms: port<Sms>('send', 'twilioSms({ accountSid, authToken, from }) or httpSms({ url, body })').optional(),
  phoneNumbers: phoneNumbers.prefault({}),
  statementKeys: statementKeys.optional(),
  bearer: z
    .strictObject({
      audiences: z.array(z.string(AUDIENCES).min(1, AUDIENCES), AUDIENCES).min(1, AUDIENCES),
      exemptClients: z.array(z.string(EXEMPT).min(1, EXEMPT), EXEMPT).default([]),
    })
    .optional(),
  mobileReturns: z
    .record(
      z.string().regex(/^[A-Za-z0-9._-]{1,32}$/, 'must be 1 to 32 letters, digits, dots, hyphens or underscores'),
      appAddress,
    )
    .default({}),
  clientIds: z.array(z.string(CLIENT_IDS).min(1, CLIENT_IDS), CLIENT_IDS).min(1, CLIENT_IDS).optional(),
  policies,
  tenantAdministrators: administratorRule.prefault({}),
  operators: operatorRule.prefault({}),
  subjectAdministrators: administratorRule.prefault({}),
  entitlements: fn<NonNullable<TwoFactorOptions['entitlements']>>('a function of the tenant').default(
    () => () => EVERYTHING,
  ),
  trustedDevices: z.strictObject({ unreadablePassword: z.enum(['ask', 'trust']).default('ask') }).prefault({}),
  impersonation: z.enum(['refuse', 'read-only']).default('refuse'),
  singleSignOn: z.strictObject({ reauthenticating: z.array(z.string().min(1)).default([]) }).prefault({}),
  revocation: z.strictObject({ within: duration.prefault('5s') }).prefault({}),
  home: path.default('/'),
  timeZone: z
    .string('must be the name of a time zone, such as "Europe/Berlin"')
    .refine(isTimeZone, 'must be the name of a time zone, such as "Europe/Berlin"')
    .default('UTC'),
  authenticatorApps: z
    .array(
      z.strictObject({
        name: z.string().min(1),
        links: z.strictObject({ ios: link, android: link, web: link }),
      }),
    )
    .optional(),
  texts,
  pages: z.record(z.string(), fn<(view: never) => string | Promise<string>>('a function of the view')).default({}),
  onEvent: fn<NonNullable<TwoFactorOptions['onEvent']>>('a function of the event').optional(),
})

/** The options after checking, with their defaults. */
export type Configuration = z.output<typeof schema>

/**
 * Checks the options once. Throws `ERR_2FA_CONFIGURATION` that names each option that is unknown, missing or wrong, and
 * what it must be.
 */
export function checkOptions(options: TwoFactorOptions, pageNames: readonly string[]): Configuration {
  const data = checked(schema, options)
  const unknown = Object.keys(data.pages).find((name) => !pageNames.includes(name))
  if (unknown !== undefined) {
    const known = pageNames.join(', ')
    throw new TwoFactorError('ERR_2FA_CONFIGURATION', `Option "pages.${unknown}" is not known. Pages are: ${known}.`)
  }
  if (data.clientIds !== undefined && data.directory.verifyLogoutToken === undefined) {
    const cure = 'must verify logout tokens where "clientIds" is given, as keycloakDirectory() does.'
    throw new TwoFactorError('ERR_2FA_CONFIGURATION', `Option "directory" ${cure}`)
  }
  const own = data.bearer?.exemptClients.find((id) => data.clientIds?.includes(id))
  if (own !== undefined) {
    const cure = `must not name "${own}", which is one of the application's own ("clientIds").`
    throw new TwoFactorError('ERR_2FA_CONFIGURATION', `Option "bearer.exemptClients" ${cure}`)
  }
  if (data.bearer !== undefined && data.directory.verifyAccessToken === undefined) {
    const cure = 'must verify access tokens where "bearer" is given, as keycloakDirectory() does.'
    throw new TwoFactorError('ERR_2FA_CONFIGURATION', `Option "directory" ${cure}`)
  }
  return data
}
