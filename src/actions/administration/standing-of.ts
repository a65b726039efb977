import type { Authority, Standing } from '../../domain/administration/authority.js'
import { type AdministratorRule, isAdministrator, roleNeeds } from '../../domain/tenant-policy/roles.js'
import type { Identities } from '../../ports/crypto.js'
import type { Directory, Freshness } from '../../ports/directory.js'

/** Who is an administrator, by the options. */
export interface AdministratorRules {
  readonly operators: AdministratorRule
  readonly tenantAdministrators: AdministratorRule
}

/** What judging who may act on whom needs. */
export interface StandingPorts {
  readonly directory: Directory
  readonly identities: Identities
  readonly rules: AdministratorRules
}

/**
 * What a person is and may administer, as Keycloak says: read anew with `fresh`, otherwise up to a minute old. Whoever
 * asks for an act reads anew, so that a role that was taken away is gone at once.
 */
export function standingOf({ directory, identities, rules }: StandingPorts) {
  return async (of: { issuer: string; userId: string }, freshness?: Freshness): Promise<Standing> => {
    const { operators, tenantAdministrators } = rules
    // Somebody of a tenant that is disabled is still its own: nobody else's administrator may act on them meanwhile.
    const all = await directory.tenantsOf(of.userId, { ...freshness, disabled: true })
    const tenants = all.map(({ id }) => id)
    const open = all.filter(({ enabled }) => enabled).map(({ id }) => id)
    const roles = await directory.rolesOf(of.userId, roleNeeds([operators, tenantAdministrators], open), freshness)
    const authority: Authority = {
      // By roles of the realm alone: whoever manages a tenant may give away what its groups hold.
      operator: isAdministrator(operators, roles, null),
      tenants: open.filter((tenant) => isAdministrator(tenantAdministrators, roles, tenant)),
    }
    return { subjectKey: identities.subject(of).key, tenants, authority }
  }
}
