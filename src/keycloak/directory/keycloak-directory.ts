import { TwoFactorError } from '../../errors.js'
import type { AccessTokens } from '../../ports/access-tokens.js'
import type { Accounts } from '../../ports/accounts.js'
import type { AuthenticationLevels } from '../../ports/authentication-levels.js'
import type { Directory } from '../../ports/directory.js'
import type { LogoutTokens } from '../../ports/logout-tokens.js'
import type { Passwords } from '../../ports/passwords.js'
import type { PolicyMirror } from '../../ports/policy-mirror.js'
import type { Realm } from '../../ports/realm.js'
import type { Administered, InstallerAccount } from '../../ports/realm-admin.js'
import { policyMirror } from '../bridge/policy-mirror.js'
import { realmAdmin } from '../bridge/realm-admin.js'
import { realmInspection } from '../bridge/realm-inspection.js'
import { keycloakAccessTokens } from '../login/access-tokens.js'
import { keycloakLogoutTokens } from '../login/logout-tokens.js'
import { accounts } from './accounts.js'
import { adminApi } from './admin-api.js'
import type { ServiceAccount } from './admin-token.js'
import { authenticationLevels } from './authentication-levels.js'
import { passwords } from './passwords.js'
import { people } from './people.js'
import { roles } from './roles.js'
import { organizations, realmAsTenant } from './tenants.js'

/** What `keycloakDirectory` is told. */
export interface KeycloakDirectoryOptions extends ServiceAccount {
  /** The realm's issuer as tokens name it (`iss`), where `url` is not how browsers reach it; default: by `url` and `realm`. */
  readonly issuer?: string
  /** What the tenants are: the realm's organizations (the default), or the realm itself as the one tenant of everybody. */
  readonly tenants?: 'organizations' | 'realm'
}

/**
 * Looks people and tenants up through Keycloak's admin API with the runtime service account (roles `view-users`,
 * `view-organizations`, and `view-clients` where client roles make administrators), reads the realm's levels of login and
 * its required actions (role `view-realm`), tells when passwords were set (role `manage-users`) and what single sign-on
 * rests on (role `view-identity-providers`), writes policies to organizations (role `manage-organizations`, for that
 * alone), verifies the realm's logout and access tokens, and opens the realm's settings to an installer's account. What is
 * known of people is kept for a minute; failures are not. Throws `ERR_2FA_DIRECTORY` when Keycloak cannot be asked.
 */
export function keycloakDirectory(
  options: KeycloakDirectoryOptions,
): Directory &
  LogoutTokens &
  AccessTokens &
  Realm &
  Passwords &
  Accounts &
  AuthenticationLevels &
  Administered &
  Partial<PolicyMirror> {
  const account = checkAccount(options)
  const realmUrl = `${account.url}/realms/${encodeURIComponent(account.realm)}`
  const api = adminApi(account)
  const realm = { issuer: account.issuer ?? realmUrl, keysUrl: `${realmUrl}/protocol/openid-connect/certs` }
  return {
    issuer: realm.issuer,
    ...keycloakLogoutTokens(realm),
    ...keycloakAccessTokens(realm),
    ...people(api),
    ...passwords(api),
    ...accounts(api),
    ...authenticationLevels(api, account.realm),
    ...(account.tenants === 'realm'
      ? realmAsTenant(api, account.realm)
      : { ...organizations(api), ...policyMirror(api) }),
    ...roles(api),
    administration: {
      runtimeClientId: account.clientId,
      inspection: realmInspection(api, account),
      realmAdmin: (installer) =>
        realmAdmin({ ...checkInstaller(installer), url: account.url, realm: account.realm }, account),
    },
  }
}

function checkInstaller({ clientId, clientSecret }: InstallerAccount): InstallerAccount {
  for (const [name, value] of Object.entries({ clientId, clientSecret })) {
    if (typeof value === 'string' && value !== '') continue
    throw new TwoFactorError('ERR_2FA_CONFIGURATION', `The installer's account needs its "${name}", a text.`)
  }
  return { clientId, clientSecret }
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
  if (options.tenants !== undefined && options.tenants !== 'organizations' && options.tenants !== 'realm') {
    const message = 'The option "tenants" of keycloakDirectory() must be "organizations" or "realm".'
    throw new TwoFactorError('ERR_2FA_CONFIGURATION', message)
  }
  return { ...options, url: options.url.replace(/\/+$/, '') }
}
