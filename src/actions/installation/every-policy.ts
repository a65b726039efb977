import type { Identities } from '../../ports/crypto.js'
import type { PolicyRecord, PolicyStore } from '../../ports/policy-store.js'

/** Where policies come from. */
export interface PolicyPorts {
  readonly store: Pick<PolicyStore, 'listTenantPolicies'>
  readonly identities: Identities
  issuerOf(): string
}

const POLICIES = 500

/** The policy of each tenant that has one of its own. */
export async function* everyPolicy({ store, identities, issuerOf }: PolicyPorts): AsyncGenerator<PolicyRecord> {
  for (let after: string | null = null; ; ) {
    const page: readonly PolicyRecord[] = await store.listTenantPolicies(identities.realm(issuerOf()), after, POLICIES)
    yield* page
    if (page.length < POLICIES) return
    after = page.at(-1)?.tenantId ?? null
  }
}
