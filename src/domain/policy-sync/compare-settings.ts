import type { TenantPolicy } from '../tenant-policy/tenant-policy.js'
import { type Attributes, attributesOf, isProvider, ours as ourAttributes, readSetting, UNNAMED } from './settings.js'

/**
 * Where a setting stands, by what both sides said when they last agreed: `ours-newer` and `keycloak-newer` were changed on
 * one side, `conflict` on both. `missing`: Keycloak had it and has it no more, which is not the same as off. `invalid`:
 * what Keycloak says means nothing.
 */
export type SettingState = 'in-sync' | 'ours-newer' | 'keycloak-newer' | 'conflict' | 'invalid' | 'missing'

/** One setting of a tenant, by the name of its attribute. */
export interface ComparedSetting {
  readonly name: string
  readonly state: SettingState
  /** As we would write it; null for what is no setting of ours. */
  readonly ours: readonly string[] | null
  /** As Keycloak has it; null where it has none. */
  readonly keycloak: readonly string[] | null
  /** What is wrong with what Keycloak has; null: nothing. */
  readonly fault: string | null
}

/** The two sides of a tenant's policy. */
export interface BothSides {
  readonly ours: TenantPolicy
  /** True where somebody has given the tenant this policy; false: it has the one that new tenants have. */
  readonly own: boolean
  /** What both sides said when they last agreed, setting by setting; null: they never did. */
  readonly base: Attributes | null
  /** The organization's attributes. */
  readonly keycloak: Attributes
}

/**
 * Compares setting by setting. A tenant that nobody has given a policy, and of which Keycloak says nothing, has none to be
 * compared.
 */
export function compareSettings({ ours, own, base, keycloak }: BothSides): readonly ComparedSetting[] {
  const theirs = Object.entries(ourAttributes(keycloak))
  if (!own && theirs.length === 0) return []
  const known = new Map(Object.entries(attributesOf(ours)))
  const said = new Map(theirs)
  const agreed = new Map(Object.entries(base ?? {}))
  const names = new Set([...known.keys(), ...said.keys(), ...[...agreed.keys()].filter(isProvider)])
  return [...names].sort().map((name): ComparedSetting => {
    const [here, there] = [known.get(name) ?? (isProvider(name) ? UNNAMED : null), said.get(name) ?? null]
    const of = { name, ours: here, keycloak: there }
    // A provider that was named on neither side when they agreed was agreed on as well.
    const before = agreed.get(name) ?? (base !== null && isProvider(name) ? UNNAMED : null)
    if (there === null) return { ...of, fault: null, state: ofAbsent(name, here, before) }
    const read = readSetting(name, there)
    if ('fault' in read) return { ...of, fault: read.fault, state: 'invalid' }
    const state = stateOf(here, read.values, before, own)
    return { ...of, keycloak: read.values, fault: null, state }
  })
}

type Values = readonly string[] | null

/** Never newer in Keycloak: somebody who deletes an attribute, or a tool that does, has not said what shall be instead. */
function ofAbsent(name: string, ours: Values, before: Values): SettingState {
  const isUnnamed = (values: Values) => isProvider(name) && isSame(values, UNNAMED)
  if (isUnnamed(ours)) return 'in-sync'
  return before === null || isUnnamed(before) ? 'ours-newer' : 'missing'
}

function stateOf(ours: Values, keycloak: Values, before: Values, own: boolean): SettingState {
  if (isSame(ours, keycloak)) return 'in-sync'
  if (before === null) return own ? 'conflict' : 'keycloak-newer'
  if (isSame(ours, before)) return 'keycloak-newer'
  return isSame(keycloak, before) ? 'ours-newer' : 'conflict'
}

function isSame(one: Values, other: Values): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}
