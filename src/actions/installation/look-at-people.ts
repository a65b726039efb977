import { judgeOwnOtp } from '../../domain/installation/judge-own-otp.js'
import { type ComparedTenant, judgePolicies } from '../../domain/installation/judge-policies.js'
import { judgeProviders, noteOfProvider, type TenantSso } from '../../domain/installation/judge-providers.js'
import type { PolicyOwner } from '../../domain/policy-sync/settle-settings.js'
import type { Directory, Person } from '../../ports/directory.js'
import type { RealmInspection } from '../../ports/realm-inspection.js'
import { eachOf } from '../each-of.js'
import { everyPolicy, type PolicyPorts } from './every-policy.js'
import type { Look } from './examine.js'

const PAGE = 100

/** How many people are asked about at once. */
const AT_ONCE = 8

/** What is asked about people, and where they come from. */
export interface PeoplePorts extends PolicyPorts {
  readonly directory: Pick<Directory, 'people' | 'tenant'>
  readonly inspection: RealmInspection
}

/** Looks at policies that can't be brought into step with Keycloak by themselves; a plan of null: nothing is to be in step. */
export const lookAtPolicies = (compare: () => Promise<ComparedPolicies | null>): Look => ({
  topic: 'policies',
  async look() {
    const plan = await compare()
    if (plan === null)
      return { notLookedAt: 'Tenants are no organizations here, so Keycloak says nothing of policies.' }
    const { differing, missing, owner } = plan
    return { findings: judgePolicies(differing, missing, owner) }
  },
})

interface ComparedPolicies {
  readonly owner: PolicyOwner
  readonly differing: readonly ComparedTenant[]
  readonly missing: readonly string[]
}

/** Looks at the identity providers, and at what policies say of them. */
export const lookAtProviders = (ports: PeoplePorts): Look => ({
  topic: 'identity-providers',
  async look() {
    const policies: TenantSso[] = []
    for await (const { tenantId, policy } of everyPolicy(ports)) policies.push({ tenantId, sso: policy.sso })
    const { directory, inspection } = ports
    const providers = await inspection.allProviders()
    return {
      findings: judgeProviders(providers, policies),
      notes: await Promise.all(
        providers.map(async (provider) => {
          const tenant = provider.tenantId === null ? null : await directory.tenant(provider.tenantId)
          return noteOfProvider(provider, tenant?.alias ?? provider.tenantId, policies)
        }),
      ),
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
      const answers = await eachOf(some, AT_ONCE, ({ userId }) => inspection.hasOwnOtp(userId))
      withOwnOtp += answers.filter(Boolean).length
      lookedAt += some.length
    }
    const isDemanded = await inspection.demandsOwnOtp()
    return {
      findings: judgeOwnOtp({ lookedAt, withOwnOtp, isDemanded }),
      notes: lookedAt < most ? [] : [`The first ${most} people were looked at; --people <number> looks at more.`],
    }
  },
})
