import { decodeJwt } from 'jose'
import type { RealmInspection } from '../../ports/realm-inspection.js'
import { providerFrom } from '../directory/accounts.js'
import { type AdminApi, notKeycloak } from '../directory/admin-api.js'
import { adminToken, type ServiceAccount } from '../directory/admin-token.js'
import { allPages, PAGE } from './realm-admin.js'
import { REALM_MANAGEMENT } from './take-step.js'

/** Looks at the realm by the runtime's own account. */
export function realmInspection({ ask }: AdminApi, account: ServiceAccount): RealmInspection {
  return {
    async runtimeToken() {
      // A token of its own: one that was kept may be from before a change of roles.
      const { iat, resource_access } = decodeJwt<Claims>(await adminToken(account).get())
      if (iat === undefined) throw notKeycloak('a token')
      return { roles: resource_access?.[REALM_MANAGEMENT]?.roles ?? [], issuedAt: iat * 1000 }
    },
    hasOrganizations: () =>
      ask(
        { what: 'organizations', role: 'view-organizations' },
        async ({ organizations }) => Array.isArray(await organizations.find({ first: 0, max: 1 })),
        () => false,
      ),
    async allProviders() {
      const question = { what: 'identity providers', role: 'view-identity-providers' }
      const found = await allPages(
        (first) => ask(question, ({ identityProviders }) => identityProviders.find({ first, max: PAGE })),
        question.what,
      )
      return found.map(providerFrom)
    },
    hasOwnOtp: (userId) =>
      ask(
        { what: 'the credentials of people', role: 'manage-users' },
        async ({ users }) => (await users.getCredentials({ id: userId })).some(({ type }) => type === 'otp'),
        () => false,
      ),
    demandsOwnOtp: () =>
      ask({ what: 'required actions', role: 'view-realm' }, async ({ authenticationManagement }) => {
        const actions = await authenticationManagement.getRequiredActions()
        return actions.some(
          ({ alias, enabled, defaultAction }) =>
            alias === 'CONFIGURE_TOTP' && enabled === true && defaultAction === true,
        )
      }),
  }
}

interface Claims {
  readonly resource_access?: Readonly<Record<string, { readonly roles?: readonly string[] }>>
}
