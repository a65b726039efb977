import type { TenantPolicy } from './tenant-policy.js'

/** The fields of a policy, as a form, the log and the command line name them. */
export const POLICY_FIELDS = [
  'requirement',
  'appliesTo',
  'from',
  'takesEffect',
  'methods',
  'smsFallback',
  'sso.bypass',
  'sso.providers',
  'trustedDevices.days',
  'grace.days',
  'grace.logins',
  'backupCodes.readable',
  'acceptKeycloak.acr',
  'acceptKeycloak.amr',
  'helpContact',
] as const

/** A field of a policy. */
export type PolicyField = (typeof POLICY_FIELDS)[number]

/** A field that differs. `other`: neither only asks more nor only asks less. */
export interface PolicyDifference {
  readonly field: PolicyField
  readonly change: 'stricter' | 'weaker' | 'other'
}

/** Each returns how much stricter the second is: above 0 stricter, below 0 weaker, NaN neither; undefined: the same. */
const RULES: { readonly [Field in PolicyField]: (before: TenantPolicy, after: TenantPolicy) => number | undefined } = {
  requirement: by((policy) => ['off', 'optional', 'required'].indexOf(policy.requirement)),
  appliesTo: by((policy) => (policy.appliesTo === 'everyone' ? 1 : 0)),
  from: by((policy) => -(policy.from === undefined ? 0 : Date.parse(policy.from))),
  takesEffect: by((policy) => (policy.takesEffect === 'now' ? 1 : 0)),
  methods: bySet((policy) => policy.methods),
  smsFallback: by((policy) => (policy.smsFallback === 'none' ? 1 : 0)),
  'sso.bypass': by((policy) => ['all', 'organization', 'none'].indexOf(policy.sso.bypass)),
  'sso.providers': byProviders,
  'trustedDevices.days': by((policy) => -policy.trustedDevices.days),
  'grace.days': by((policy) => -(policy.grace.days ?? Number.MAX_SAFE_INTEGER)),
  'grace.logins': by((policy) => -(policy.grace.logins ?? Number.MAX_SAFE_INTEGER)),
  'backupCodes.readable': by((policy) => (policy.backupCodes.readable === 'until-saved' ? 1 : 0)),
  'acceptKeycloak.acr': bySet((policy) => policy.acceptKeycloak.acr),
  'acceptKeycloak.amr': bySet((policy) => policy.acceptKeycloak.amr),
  helpContact: (before, after) => (before.helpContact === after.helpContact ? undefined : Number.NaN),
}

/** The fields in which two policies differ, and whether each asks more or less than before. */
export function comparePolicies(before: TenantPolicy, after: TenantPolicy): readonly PolicyDifference[] {
  return POLICY_FIELDS.flatMap((field) => {
    const stricter = RULES[field](before, after)
    if (stricter === undefined) return []
    return [{ field, change: stricter > 0 ? 'stricter' : stricter < 0 ? 'weaker' : 'other' } as const]
  })
}

/** What decides whether somebody is asked at all; the rest says how. */
const DECIDING: ReadonlySet<PolicyField> = new Set<PolicyField>([
  'requirement',
  'appliesTo',
  'from',
  'sso.bypass',
  'sso.providers',
  'grace.days',
  'grace.logins',
  'acceptKeycloak.acr',
  'acceptKeycloak.amr',
])

/**
 * True where somebody is asked who was not asked before. Nothing else may count as a new requirement: sessions from
 * before one go on until the next login, those that owe a second factor already must not.
 */
export function asksAnew(before: TenantPolicy, after: TenantPolicy): boolean {
  // Both limits must allow it: where one of them was 0 nobody had put anything off.
  const hadNoGrace = before.grace.days === 0 || before.grace.logins === 0
  const mayAsk = (field: PolicyField) => DECIDING.has(field) && !(hadNoGrace && field.startsWith('grace.'))
  return comparePolicies(before, after).some(({ field, change }) => mayAsk(field) && change !== 'weaker')
}

/** True where a second factor is required, and single sign-on no longer stands in for somebody for whom it did. */
export function closesSingleSignOn(
  { requirement }: Pick<TenantPolicy, 'requirement'>,
  differences: readonly PolicyDifference[],
): boolean {
  const isStricter = differences.some(({ field, change }) => field.startsWith('sso.') && change !== 'weaker')
  return requirement === 'required' && isStricter
}

function by(strictness: (policy: TenantPolicy) => number) {
  return (before: TenantPolicy, after: TenantPolicy) => strictness(after) - strictness(before) || undefined
}

/** What a policy lets people use: less of it is stricter. */
function bySet(allowed: (policy: TenantPolicy) => readonly string[]) {
  return (before: TenantPolicy, after: TenantPolicy) => {
    const [had, has] = [new Set(allowed(before)), new Set(allowed(after))]
    return verdict(
      [...had].some((each) => !has.has(each)),
      [...has].some((each) => !had.has(each)),
    )
  }
}

/** A provider that is not named follows `sso.bypass`: `enforce` asks more than that, `bypass` less. */
function byProviders({ sso: before }: TenantPolicy, { sso: after }: TenantPolicy): number | undefined {
  const strictness = (setting: 'bypass' | 'enforce' | undefined) => ['bypass', undefined, 'enforce'].indexOf(setting)
  const aliases = new Set([...Object.keys(before.providers), ...Object.keys(after.providers)])
  const steps = [...aliases].map((alias) => strictness(after.providers[alias]) - strictness(before.providers[alias]))
  return verdict(
    steps.some((step) => step > 0),
    steps.some((step) => step < 0),
  )
}

function verdict(isStricter: boolean, isWeaker: boolean): number | undefined {
  if (isStricter && isWeaker) return Number.NaN
  return isStricter ? 1 : isWeaker ? -1 : undefined
}
