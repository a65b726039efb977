import type CredentialRepresentation from '@keycloak/keycloak-admin-client/lib/defs/credentialRepresentation.js'
import type { Passwords } from '../../ports/passwords.js'
import { type AdminApi, notKeycloak } from './admin-api.js'
import { kept } from './kept.js'

/** When passwords were set. */
export function passwords({ ask }: AdminApi): Passwords {
  const keep = kept<number | null>()
  return {
    passwordSetAt: (userId, freshness) =>
      keep(
        userId,
        () =>
          ask(
            { what: 'when passwords were set', role: 'manage-users' },
            async (client) => dateOf(await client.users.getCredentials({ id: userId })),
            () => null,
          ),
        freshness,
      ),
  }
}

/** People of an LDAP directory have their password there, and Keycloak does not know since when. */
function dateOf(credentials: readonly CredentialRepresentation[]): number | null {
  if (!Array.isArray(credentials)) throw notKeycloak('a password')
  const date = credentials.find(({ type }) => type === 'password')?.createdDate
  return date !== undefined && date > 0 ? date : null
}
