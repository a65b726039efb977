import { type Installation, install, uninstall } from './actions/installation/install.js'
import type { Manifest } from './domain/installation/manifest.js'
import type { WantedRealm } from './domain/installation/realm.js'
import { TwoFactorError } from './errors.js'
import { readManifest } from './manifest.js'
import type { Configuration } from './options.js'
import type { InstallerAccount, RealmAdministration } from './ports/realm-admin.js'

/** What `install` is told besides the options. */
export interface InstallationRequest {
  /** The short-lived account that may change the realm: see docs/keycloak-administrator.md. */
  readonly account: InstallerAccount
  /**
   * The clients with which people sign in to this application, or whose access tokens it takes. Those in option
   * `clientIds` also get its addresses for logout. Default: the one client of option `clientIds`.
   */
  readonly clients?: readonly string[]
  /** Where Keycloak leads the browser after a logout; default: option `signIn`, on the origin of option `url`. */
  readonly returnsTo?: string
  /** Lets the service account write policies into organizations (role `manage-organizations`); default false. */
  readonly policySync?: boolean
  /** Takes over what has the name of something of ours, and no mark; default false. */
  readonly adopt?: boolean
}

/** What this library needs in Keycloak, from `plugin-manifest.json` and the options. */
export interface InstallationOperations {
  /** Throws `ERR_2FA_MALFORMED` where it is not clear which clients are meant, or an address is none. */
  install(request: InstallationRequest): Installation
  /** Of the whole realm, whichever application has installed it. */
  uninstall(account: InstallerAccount): Installation
}

/** Composes both. `open` gives the port, or throws `ERR_2FA_CONFIGURATION` where option `directory` has none. */
export function installationOperations(
  configuration: Configuration,
  open: () => RealmAdministration,
): InstallationOperations {
  return {
    install(request) {
      const { realmAdmin, runtimeClientId } = open()
      const wanted = wantedRealm(readManifest(), configuration, runtimeClientId, request)
      return install(realmAdmin(request.account), wanted, request)
    },
    uninstall: (account) => uninstall(open().realmAdmin(account)),
  }
}

/** Throws `ERR_2FA_MALFORMED` where it is not clear which clients are meant, or an address is none. */
export function wantedRealm(
  { keycloakObjects, serviceAccounts }: Manifest,
  { url, signIn, clientIds = [], operators, tenantAdministrators, subjectAdministrators }: Configuration,
  runtimeClientId: string,
  { clients, returnsTo = url.origin + signIn, policySync = false }: Omit<InstallationRequest, 'account'>,
): WantedRealm {
  if (!URL.canParse(returnsTo)) {
    throw new TwoFactorError('ERR_2FA_MALFORMED', `The address "${returnsTo}" after a logout is none.`)
  }
  const named = clients ?? clientIds
  if (named.length === 0 || (clients === undefined && named.length > 1)) {
    const cure = 'Name the clients of this application, with --client <id>.'
    throw new TwoFactorError('ERR_2FA_MALFORMED', `Option "clientIds" does not name one client. ${cure}`)
  }
  const rules = [operators, tenantAdministrators, subjectAdministrators]
  const isByClientRoles = rules.some(({ clientRoles }) => Object.keys(clientRoles).length > 0)
  const logout = { backchannelUrl: `${url.origin}${url.base}/backchannel-logout`, returnsTo }
  return {
    clientScopes: keycloakObjects.clientScopes,
    realmRoles: [...new Set([...operators.realmRoles, ...tenantAdministrators.realmRoles])],
    runtime: {
      clientId: runtimeClientId,
      roles: [
        ...serviceAccounts.runtime.roles,
        ...(isByClientRoles ? ['view-clients'] : []),
        ...(policySync ? ['manage-organizations'] : []),
      ],
    },
    clients: [...new Set(named)].map((clientId) => ({
      clientId,
      logout: clientIds.includes(clientId) ? logout : null,
    })),
  }
}
