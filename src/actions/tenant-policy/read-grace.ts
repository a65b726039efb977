import type { KeycloakLogin } from '../../domain/sign-in/login.js'
import type { Policy } from '../../domain/tenant-policy/combine-policies.js'
import { type Grace, type GraceStanding, judgeGrace, NO_GRACE } from '../../domain/tenant-policy/grace.js'
import type { Identities } from '../../ports/crypto.js'
import type { PolicyStore } from '../../ports/policy-store.js'

/** What reading a grace needs. */
export interface GracePorts {
  readonly store: PolicyStore
  readonly identities: Identities
}

/** Where a login stands, and what was used of the grace of each tenant that requires a second factor; null: not begun. */
export interface ReadGrace {
  readonly standing: GraceStanding
  readonly used: readonly { readonly tenantId: string; readonly before: Grace | null }[]
}

/** Reads how far the grace of those who require a second factor goes for a login; one read where they give any. */
export function readGrace({ store, identities }: GracePorts) {
  return async (login: KeycloakLogin, subjectKey: string, policy: Policy, now: number): Promise<ReadGrace> => {
    const { requiredBy, grace } = policy
    if (requiredBy.length === 0 || grace.days === 0 || grace.logins === 0) return { standing: NO_GRACE, used: [] }
    const begun = await store.graces(subjectKey, requiredBy)
    const used = requiredBy.map((tenantId) => {
      return { tenantId, before: begun.find((one) => one.tenantId === tenantId) ?? null }
    })
    const before = used.map((one) => one.before)
    return { standing: judgeGrace(grace, before, identities.session(login), now), used }
  }
}
