import type { Method } from '../enrolment/enrolment.js'
import type { PolicyField } from './compare-policies.js'
import type { Entitlement, Requirement, TenantPolicy } from './tenant-policy.js'

/** What a plan does not let a tenant have, of what its policy asks for. */
export interface PlanRefusals {
  readonly requirement: Requirement | null
  readonly methods: readonly Method[]
}

/** What of a policy the tenant's plan does not include. It is refused, not trimmed: nobody gets less than they were shown. */
export function planRefusals(policy: TenantPolicy, { requirements, methods }: Entitlement): PlanRefusals {
  const { requirement } = policy
  const isRefused = requirement === 'required' && !requirements.includes(requirement)
  return {
    requirement: isRefused ? requirement : null,
    // A method counts where anything is asked at all.
    methods: requirement === 'off' ? [] : policy.methods.filter((method) => !methods.includes(method)),
  }
}

/** The fields of the policy in which it stands. */
export function refusedFields({ requirement, methods }: PlanRefusals): PolicyField[] {
  return [
    ...(requirement === null ? [] : ['requirement' as const]),
    ...(methods.length === 0 ? [] : ['methods' as const]),
  ]
}

/** The refusal in plain words; null where nothing is refused. */
export function refusalText(tenant: string, { requirement, methods }: PlanRefusals): string | null {
  const missing = [...(requirement === null ? [] : [requirement]), ...methods].map((each) => `"${each}"`)
  return missing.length === 0 ? null : `The plan of ${tenant} does not include ${missing.join(' and ')}.`
}
