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
  /**
   * Where Keycloak leads the browser after a logout; default: option `signIn`, on the origin of option `url`. One of them
   * is needed where a client of option `clientIds` is meant.
   */
  readonly returnsTo?: string
  /** Lets the service account write policies into organizations (role `manage-organizations`); default false. */
  readonly policySync?: boolean
  /** Takes over what has the name of something of ours, and no mark; default false. */
  readonly adopt?: boolean
}

/** What this library needs in Keycloak, from `plugin-manifest.json` and the options. */
export interface InstallationOperations {
  /** Throws `ERR_2FA_MALFORMED` where it is not clear which clients are meant, or an address is none or not known. */
  install(request: InstallationRequest): Installation
  /** Of the whole realm, whichever application has installed it. */
  uninstall(account: InstallerAccount): Installation
}

/** The options; `signIn` is null where the configuration does not name it. */
export type InstallationOptions = Omit<Configuration, 'signIn'> & { readonly signIn: string | null }

/** Composes both. `open` gives the port, or throws `ERR_2FA_CONFIGURATION` where option `directory` has none. */
export function installationOperations(
  options: InstallationOptions,
  open: () => RealmAdministration,
): InstallationOperations {
  return {
    install(request) {
      const { realmAdmin, runtimeClientId } = open()
      const clients = clientsMeant(options, request.clients)
      if (clients === null) throw malformed(UNCLEAR_CLIENTS)
      const wanted = wantedRealm(readManifest(), options, runtimeClientId, { ...request, clients })
      if (wanted.clients.some(({ logout }) => logout?.returnsTo === null)) throw malformed(UNKNOWN_RETURN)
      return install(realmAdmin(request.account), wanted, request)
    },
    uninstall: (account) => uninstall(open().realmAdmin(account)),
  }
}

/** Why nothing can be said of clients. */
export const UNCLEAR_CLIENTS =
  'Option "clientIds" does not name one client. Name the clients of this application, with --client <id>.'

/** Why nothing can be said of the address after a logout. */
export const UNKNOWN_RETURN =
  'Where a logout returns to is not known: the configuration has no option "signIn". Name the address, with --post-logout <address>, or the option.'

/** The clients that are meant; null where that is not clear. */
export function clientsMeant(
  { clientIds = [] }: Pick<Configuration, 'clientIds'>,
  named?: readonly string[],
): readonly string[] | null {
  const clients = named ?? clientIds
  return clients.length === 0 || (named === undefined && clients.length > 1) ? null : [...new Set(clients)]
}

/** Throws `ERR_2FA_MALFORMED` where the address after a logout is none. */
export function wantedRealm(
  { keycloakObjects, serviceAccounts }: Manifest,
  { url, signIn, clientIds = [], operators, tenantAdministrators, subjectAdministrators }: InstallationOptions,
  runtimeClientId: string,
  given: Pick<InstallationRequest, 'returnsTo' | 'policySync'> & { readonly clients: readonly string[] },
): WantedRealm {
  const { clients, returnsTo = signIn === null ? null : url.origin + signIn, policySync = false } = given
  if (returnsTo !== null && !URL.canParse(returnsTo)) {
    throw malformed(`The address "${returnsTo}" after a logout is none.`)
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
    clients: clients.map((clientId) => ({ clientId, logout: clientIds.includes(clientId) ? logout : null })),
  }
}

const malformed = (message: string) => new TwoFactorError('ERR_2FA_MALFORMED', message)
