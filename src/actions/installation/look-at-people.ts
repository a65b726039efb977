import { judgeOwnOtp } from '../../domain/installation/judge-own-otp.js'
import { judgeProviders, noteOfProvider, type TenantSso } from '../../domain/installation/judge-providers.js'
import type { Identities } from '../../ports/crypto.js'
import type { Directory, Person } from '../../ports/directory.js'
import type { PolicyStore } from '../../ports/policy-store.js'
import type { RealmInspection } from '../../ports/realm-inspection.js'
import type { Look } from './examine.js'

const PAGE = 100
const POLICIES = 500

/** What is asked about people, and where they come from. */
export interface PeoplePorts {
  readonly store: Pick<PolicyStore, 'listTenantPolicies'>
  readonly identities: Identities
  readonly directory: Pick<Directory, 'people'>
  readonly inspection: RealmInspection
  issuerOf(): string
}

/** Looks at the identity providers, and at what policies say of them. */
export const lookAtProviders = ({ store, identities, inspection, issuerOf }: PeoplePorts): Look => ({
  topic: 'identity-providers',
  async look() {
    const policies: TenantSso[] = []
    for (let after: string | null = null; ; ) {
      const page: Awaited<ReturnType<PolicyStore['listTenantPolicies']>> = await store.listTenantPolicies(
        identities.realm(issuerOf()),
        after,
        POLICIES,
      )
      policies.push(...page.map(({ tenantId, policy }) => ({ tenantId, sso: policy.sso })))
      if (page.length < POLICIES) break
      after = page.at(-1)?.tenantId ?? null
    }
    const providers = await inspection.allProviders()
    return {
      findings: judgeProviders(providers, policies),
      notes: providers.map((provider) => noteOfProvider(provider, policies)),
    }
  },
})

/** Looks at so many people, whether they have an OTP in Keycloak itself; a question each. */
export const lookAtOwnOtp = ({ directory, inspection }: PeoplePorts, most: number): Look => ({
  topic: 'own-otp',
  async look() {
    let lookedAt = 0
    let withOwnOtp = 0
    for (let page: readonly Person[] | null = null; lookedAt < most && (page === null || page.length === PAGE); ) {
      page = await directory.people({ first: lookedAt, max: PAGE })
      const some = page.slice(0, most - lookedAt)
      for (const { userId } of some) if (await inspection.hasOwnOtp(userId)) withOwnOtp++
      lookedAt += some.length
    }
    const isDemanded = await inspection.demandsOwnOtp()
    return {
      findings: judgeOwnOtp({ lookedAt, withOwnOtp, isDemanded }),
      notes: lookedAt < most ? [] : [`The first ${most} people were looked at; --people <number> looks at more.`],
    }
  },
})
