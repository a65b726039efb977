import { administersTenant, type Reach, reachOf, type Standing } from '../../domain/administration/authority.js'
import type { Subject } from '../../domain/sign-in/login.js'
import type { Tenant } from '../../domain/tenant-policy/tenant.js'
import type { Person } from '../../ports/directory.js'
import type { Caller } from '../context.js'
import { refuse } from './refuse.js'
import { type StandingPorts, standingOf } from './standing-of.js'

/** A person within reach of an administrator. */
export interface ReachedPerson {
  readonly person: Person
  readonly subject: Subject
  readonly reach: Exclude<Reach, { reach: 'none' }>
  /** The person's tenants that the administrator may know of. */
  readonly tenants: readonly Tenant[]
  /** Whether the administrator may know of what concerns a tenant, by its id. */
  readonly mayKnow: (tenantId: string) => boolean
}

/**
 * Finds a person for an administrator: to look at, or with `act` to act on; then everything is read anew. Throws
 * `ERR_2FA_NOT_FOUND` for somebody outside of their tenants, after the same work as for somebody who does not exist, and
 * `ERR_2FA_FORBIDDEN` where they may only look. Both are noted in the log.
 */
export function reachPerson(ports: StandingPorts & Parameters<typeof refuse>[0]) {
  const { directory, identities } = ports
  return async (
    caller: Caller,
    administrator: Standing,
    userId: string,
    { act }: { readonly act: boolean },
  ): Promise<ReachedPerson> => {
    const at = act ? 'act on a person' : 'look at a person'
    // What is no id of Keycloak's must not become part of an address.
    if (!/^[^/\\?#%\p{Cc}\s]{1,255}$/u.test(userId) || /^\.+$/.test(userId)) {
      throw await refuse(ports)(caller, 'outside', at)
    }
    const of = { issuer: caller.login.issuer, userId }
    const person = await directory.person(userId)
    const { operator } = administrator.authority
    const mayKnow = (tenantId: string) => administersTenant(administrator.authority, tenantId)
    const isTheirs = ({ id }: Tenant) => mayKnow(id)
    const memberOf = await directory.tenantsOf(userId, { fresh: act })
    // Nothing more is asked about whoever is outside, so that they cannot be told from nobody by the time it takes.
    const outside = person === null || (!operator && !memberOf.some(isTheirs))
    const reach = reachOf(administrator, outside ? null : await standingOf(ports)(of, { fresh: act }))
    if (reach.reach === 'none' || person === null) {
      throw await refuse(ports)(caller, reach.reach === 'none' ? reach.because : 'outside', at)
    }
    if (act && reach.reach === 'look') throw await refuse(ports)(caller, reach.because, at)
    return { person, subject: identities.subject(of), reach, tenants: memberOf.filter(isTheirs), mayKnow }
  }
}
