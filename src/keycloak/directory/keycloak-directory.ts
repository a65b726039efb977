import KcAdminClient, { NetworkError } from '@keycloak/keycloak-admin-client'
import type UserRepresentation from '@keycloak/keycloak-admin-client/lib/defs/userRepresentation.js'
import { TwoFactorError } from '../../errors.js'
import type { AccessTokens } from '../../ports/access-tokens.js'
import type { Directory, Person } from '../../ports/directory.js'
import type { LogoutTokens } from '../../ports/logout-tokens.js'
import type { Realm } from '../../ports/realm.js'
import { keycloakAccessTokens } from '../login/access-tokens.js'
import { keycloakLogoutTokens } from '../login/logout-tokens.js'
import { adminToken, type ServiceAccount } from './admin-token.js'

const TIMEOUT_MS = 5_000

/** How long a person is kept after they were read: one minute, in ms. */
const KEPT_MS = 60_000

/** How many people are kept at once; the oldest go first. */
const KEPT_PEOPLE = 10_000

/** What `keycloakDirectory` is told. */
export interface KeycloakDirectoryOptions extends ServiceAccount {
  /** The realm's issuer as tokens name it (`iss`), where `url` is not how browsers reach it; default: by `url` and `realm`. */
  readonly issuer?: string
}

/**
 * Looks people up through Keycloak's admin API with the runtime service account (role `view-users`), and verifies the
 * realm's logout and access tokens. What is known of people is kept for a minute; failures are not. Throws
 * `ERR_2FA_DIRECTORY` when Keycloak cannot be asked.
 */
export function keycloakDirectory(options: KeycloakDirectoryOptions): Directory & LogoutTokens & AccessTokens & Realm {
  const account = checkAccount(options)
  const realmUrl = `${account.url}/realms/${encodeURIComponent(account.realm)}`
  const realm = { issuer: account.issuer ?? realmUrl, keysUrl: `${realmUrl}/protocol/openid-connect/certs` }
  const token = adminToken(account)
  const client = new KcAdminClient({
    baseUrl: account.url,
    realmName: account.realm,
    requestOptions: { redirect: 'error' },
    timeout: TIMEOUT_MS,
  })
  client.registerTokenProvider({ getAccessToken: token.get })
  const kept = new Map<string, { person: Promise<Person | null>; until: number }>()

  async function read(userId: string, isAgain = false): Promise<Person | null> {
    try {
      const user = await client.users.findOne({ id: userId }, { catchNotFound: true })
      return user ? personFrom(userId, user) : null
    } catch (cause) {
      if (cause instanceof TwoFactorError) throw cause
      if (statusOf(cause) === 401 && !isAgain) {
        token.forget()
        return read(userId, true)
      }
      throw new TwoFactorError('ERR_2FA_DIRECTORY', describe(cause, account), { cause })
    }
  }
  return {
    issuer: realm.issuer,
    ...keycloakLogoutTokens(realm),
    ...keycloakAccessTokens(realm),
    person(userId) {
      const known = kept.get(userId)
      if (known !== undefined && Date.now() < known.until) return known.person
      const person = read(userId)
      kept.delete(userId)
      kept.set(userId, { person, until: Date.now() + KEPT_MS })
      if (kept.size > KEPT_PEOPLE) kept.delete(kept.keys().next().value ?? '')
      person.catch(() => kept.delete(userId))
      return person
    },
  }
}

function personFrom(userId: string, user: UserRepresentation): Person {
  if (!user.username) {
    const cure = 'something else than Keycloak answers there. Check the option "url".'
    throw new TwoFactorError('ERR_2FA_DIRECTORY', `Asked for a person, ${cure}`)
  }
  const { username } = user
  const name = [user.firstName, user.lastName].filter(Boolean).join(' ')
  return {
    userId,
    username,
    displayName: name === '' ? username : name,
    email: user.email || null,
    emailVerified: user.emailVerified === true,
    locale: user.attributes?.locale?.[0] ?? null,
    enabled: user.enabled === true,
  }
}

function statusOf(cause: unknown): number | undefined {
  return cause instanceof NetworkError ? cause.response.status : undefined
}

function describe(cause: unknown, { clientId, url }: ServiceAccount): string {
  const status = statusOf(cause)
  if (status === 403) {
    return `Keycloak lets "${clientId}" not read people; give its service account the role "view-users" of "realm-management".`
  }
  if (status !== undefined) return `Keycloak answered ${status} when asked for a person.`
  return `Keycloak cannot be reached at "${url}"; is it running?`
}

/** Judged once, at creation. */
function checkAccount(options: KeycloakDirectoryOptions): KeycloakDirectoryOptions {
  for (const name of ['url', 'realm', 'clientId', 'clientSecret'] as const) {
    if (typeof options?.[name] === 'string' && options[name] !== '') continue
    throw new TwoFactorError('ERR_2FA_CONFIGURATION', `keycloakDirectory() needs the option "${name}", a text.`)
  }
  if (!URL.canParse(options.url)) {
    const message = 'The option "url" of keycloakDirectory() must be an address, such as "https://login.acme.example".'
    throw new TwoFactorError('ERR_2FA_CONFIGURATION', message)
  }
  if (options.issuer !== undefined && !URL.canParse(options.issuer)) {
    const message = 'The option "issuer" of keycloakDirectory() must be the "iss" of the realm\'s tokens, an address.'
    throw new TwoFactorError('ERR_2FA_CONFIGURATION', message)
  }
  return { ...options, url: options.url.replace(/\/+$/, '') }
}
