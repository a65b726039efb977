import { METHODS, type Method } from '../../domain/enrolment/enrolment.js'
import type { Directory } from '../../ports/directory.js'
import type { Store } from '../../ports/store.js'

/** How many people have a second factor, of a tenant or of everybody. */
export interface Coverage {
  readonly people: number
  readonly methods: Readonly<Record<Method, number>>
  /** How many have none. */
  readonly none: number
}

/**
 * Counts who has a second factor, of a tenant or (null) of the realm: one call to Keycloak and one statement, however many
 * there are. People count to a tenant as they last signed in.
 */
export function countCoverage({ store, directory }: { store: Store; directory: Directory }) {
  return async (tenant: string | null): Promise<Coverage> => {
    const [known, counted] = await Promise.all([directory.count(tenant), store.countMethods(tenant)])
    const methods = { totp: 0, email: 0, sms: 0, ...counted }
    const enrolled = METHODS.reduce((sum, method) => sum + methods[method], 0)
    // Whoever was deleted in Keycloak, or left the tenant, may still be counted here.
    const people = Math.max(known, enrolled)
    return { people, methods, none: people - enrolled }
  }
}
