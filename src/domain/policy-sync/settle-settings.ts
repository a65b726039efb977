import type { TenantPolicy } from '../tenant-policy/tenant-policy.js'
import type { ComparedSetting, SettingState } from './compare-settings.js'
import { type Attributes, REQUIREMENT, withAttributes } from './settings.js'

/** Who says what a policy is: the application, Keycloak, or whoever changed it last. */
export const OWNERS = ['application', 'keycloak', 'shared'] as const

/** Who says what a policy is. */
export type PolicyOwner = (typeof OWNERS)[number]

/** Which side wins where a shared policy was changed on both; null: neither, somebody has to say. */
export type Preference = 'ours' | 'keycloak' | null

/** `write`: ours to Keycloak. `take`: Keycloak's to us. `wait`: nothing is done before somebody has said what to do. */
export type SyncStep = 'none' | 'write' | 'take' | 'wait'

const STEPS: { readonly [Owner in PolicyOwner]: { readonly [State in SettingState]: SyncStep } } = {
  application: {
    'in-sync': 'none',
    'ours-newer': 'write',
    'keycloak-newer': 'write',
    conflict: 'write',
    invalid: 'write',
    missing: 'write',
  },
  keycloak: {
    'in-sync': 'none',
    'ours-newer': 'take',
    'keycloak-newer': 'take',
    conflict: 'take',
    invalid: 'wait',
    missing: 'wait',
  },
  shared: {
    'in-sync': 'none',
    'ours-newer': 'write',
    'keycloak-newer': 'take',
    conflict: 'wait',
    invalid: 'wait',
    missing: 'wait',
  },
}

/** What is done about a setting. */
export function stepFor(
  { name, state, ours, keycloak }: ComparedSetting,
  owner: PolicyOwner,
  prefer: Preference,
): SyncStep {
  const step = STEPS[owner][state]
  // What is no setting of ours is somebody's mistake; it is said, and left alone.
  if (ours === null) return 'wait'
  // Keycloak decides and says nothing: what we have stands. That the requirement itself is left open is somebody's oversight.
  if (step === 'take' && keycloak === null) return name === REQUIREMENT ? 'wait' : 'none'
  if (step !== 'wait' || owner !== 'shared') return step
  if (prefer === 'ours') return 'write'
  return prefer === 'keycloak' && state === 'conflict' ? 'take' : 'wait'
}

/** What brings the two sides of a tenant into step. */
export interface Settlement {
  /** Our policy with what is taken from Keycloak. */
  readonly policy: TenantPolicy
  /** Attributes to be written to the organization. */
  readonly writes: Attributes
  /** Settings that stay as they are on both sides until somebody says what to do. */
  readonly waiting: readonly ComparedSetting[]
  /** What is taken from Keycloak. */
  readonly taken: Attributes
  /** What both sides agree on already. */
  readonly agreed: Attributes
}

/** What is to be done about a tenant's settings. */
export function settleSettings(
  policy: TenantPolicy,
  settings: readonly ComparedSetting[],
  rule: { readonly owner: PolicyOwner; readonly prefer: Preference; readonly base: Attributes | null },
): Settlement {
  const steps = settings.map((setting) => ({ setting, step: stepFor(setting, rule.owner, rule.prefer) }))
  const valuesOf = (wanted: SyncStep, side: 'ours' | 'keycloak') =>
    Object.fromEntries(
      steps.flatMap(({ setting, step }) => {
        const values = step === wanted ? setting[side] : null
        return values === null ? [] : [[setting.name, values]]
      }),
    )
  const [writes, taken] = [valuesOf('write', 'ours'), valuesOf('take', 'keycloak')]
  const agreed = settings.flatMap(({ name, state, keycloak }) =>
    state === 'in-sync' && keycloak !== null ? [[name, keycloak]] : [],
  )
  return {
    policy: withAttributes(policy, taken),
    writes,
    waiting: steps.filter(({ step }) => step === 'wait').map(({ setting }) => setting),
    taken,
    agreed: { ...rule.base, ...Object.fromEntries(agreed) },
  }
}
