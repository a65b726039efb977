import { z } from 'zod'
import type { PolicyField } from '../tenant-policy/compare-policies.js'
import { DEFAULT_POLICY, type TenantPolicy, tenantPolicySchema } from '../tenant-policy/tenant-policy.js'

/** What attributes must be. */
export const attributesSchema = z.record(z.string(), z.array(z.string()).readonly()).readonly()

/** Attributes of an organization in Keycloak. */
export type Attributes = z.output<typeof attributesSchema>

/** What the names of all our attributes begin with. */
export const PREFIX = 'two-factor.'

/** Those attributes that are ours; what the console leaves behind where a value was cleared is none. */
export function ours(attributes: Attributes): Attributes {
  return Object.fromEntries(
    Object.entries(attributes).filter(
      ([name, values]) => name.startsWith(PREFIX) && values.some((value) => value.trim() !== ''),
    ),
  )
}

/** True where both have the same attributes; Keycloak keeps no order, neither of names nor of values. */
export function isSameAttributes(one: Attributes, other: Attributes): boolean {
  const text = (attributes: Attributes) =>
    JSON.stringify(
      Object.keys(attributes)
        .sort()
        .map((name) => [name, [...(attributes[name] ?? [])].sort()]),
    )
  return text(one) === text(other)
}

/** The attribute that says what is asked of people. */
export const REQUIREMENT = `${PREFIX}requirement`

/** What the attribute of an identity provider begins with; its alias follows. */
const PROVIDER = `${PREFIX}sso.`

/** Of a provider: not named in the policy, so that it follows `sso.bypass`. */
export const UNNAMED: readonly string[] = ['default']

/** The longest value that Keycloak can keep. */
const LONGEST = 255

/** How a value of a policy is written as values of an attribute, and read from them. What cannot be read stays as it is. */
interface Notation {
  write(value: unknown): readonly string[]
  read(values: readonly string[]): unknown
}

const one = (values: readonly string[]): unknown => (values.length === 1 ? values[0] : values)
const word: Notation = { write: (value) => [String(value)], read: one }
const count: Notation = {
  write: (value) => [String(value)],
  read: (values) => (/^\d{1,3}$/.test(String(one(values))) ? Number(one(values)) : one(values)),
}
const limit: Notation = {
  write: (value) => (value === null ? ['unlimited'] : count.write(value)),
  read: (values) => (one(values) === 'unlimited' ? null : count.read(values)),
}
const mayLack: Notation = {
  write: (value) => [value === undefined ? 'none' : String(value)],
  read: (values) => (one(values) === 'none' ? undefined : one(values)),
}
/** Keycloak keeps no order among values, and no list without any. */
const list: Notation = {
  write: (value) => ((value as string[]).length === 0 ? ['none'] : [...(value as string[])].sort()),
  read: (values) => (one(values) === 'none' ? [] : [...new Set(values)].sort()),
}

/** The attribute of each field but the providers, which have one each. */
const FIXED: { readonly [Field in Exclude<PolicyField, 'sso.providers'>]: readonly [string, Notation] } = {
  requirement: ['requirement', word],
  appliesTo: ['applies-to', word],
  from: ['from', mayLack],
  takesEffect: ['takes-effect', word],
  methods: ['methods', list],
  smsFallback: ['sms-fallback', word],
  'sso.bypass': ['sso-bypass', word],
  'trustedDevices.days': ['trusted-devices.days', count],
  'grace.days': ['grace.days', limit],
  'grace.logins': ['grace.logins', limit],
  'backupCodes.readable': ['backup-codes', word],
  'acceptKeycloak.acr': ['accept-keycloak.acr', list],
  'acceptKeycloak.amr': ['accept-keycloak.amr', list],
  helpContact: ['help-contact', mayLack],
}

interface Setting {
  readonly path: readonly string[]
  readonly notation: Notation
}

const SETTINGS: ReadonlyMap<string, Setting> = new Map(
  Object.entries(FIXED).map(([field, [name, notation]]) => [PREFIX + name, { path: field.split('.'), notation }]),
)

const provider: Notation = {
  write: (value) => (value === undefined ? UNNAMED : [String(value)]),
  read: (values) => (one(values) === UNNAMED[0] ? undefined : one(values)),
}

/** True for the attribute of an identity provider; there may be any number of these. */
export function isProvider(name: string): boolean {
  return name.startsWith(PROVIDER) && name.length > PROVIDER.length
}

function settingOf(name: string): Setting | undefined {
  if (!isProvider(name)) return SETTINGS.get(name)
  return { path: ['sso', 'providers', name.slice(PROVIDER.length)], notation: provider }
}

/** A policy as attributes: one for each setting, and one for each provider that it names. */
export function attributesOf(policy: TenantPolicy): Attributes {
  const names = [...SETTINGS.keys(), ...Object.keys(policy.sso.providers).map((alias) => PROVIDER + alias)]
  return Object.fromEntries(names.map((name) => [name, valuesIn(policy, name)]))
}

function valuesIn(policy: TenantPolicy, name: string): readonly string[] {
  const { path, notation } = settingOf(name) as Setting
  return notation.write(path.reduce<unknown>((part, key) => (part as Record<string, unknown>)[key], policy))
}

/** What an attribute says: its values in the one way in which we write them, or what is wrong with them. */
export type ReadSetting = { readonly values: readonly string[] } | { readonly fault: string }

/** Reads one attribute of ours. Whatever cannot be meant is a fault, that says what is allowed, and never a guess. */
export function readSetting(name: string, values: readonly string[]): ReadSetting {
  if (settingOf(name) === undefined) return { fault: 'is no setting; is its name misspelt?' }
  if (values.some((value) => value.length > LONGEST)) return { fault: `is longer than ${LONGEST} characters` }
  const { success, data, error } = tenantPolicySchema.safeParse(put(BARE, { [name]: values }))
  if (success) return { values: valuesIn(data, name) }
  const issue = error.issues[0]
  return { fault: (issue?.code === 'invalid_key' ? issue.issues[0] : issue)?.message ?? 'cannot be read' }
}

const BARE: TenantPolicy = { ...DEFAULT_POLICY, requirement: 'off' }

/** A policy with what these attributes say, all of which `readSetting` could read. */
export function withAttributes(policy: TenantPolicy, attributes: Attributes): TenantPolicy {
  return tenantPolicySchema.parse(put(policy, attributes))
}

function put(policy: TenantPolicy, attributes: Attributes): Record<string, unknown> {
  const raw: Record<string, unknown> = structuredClone(policy)
  for (const [name, values] of Object.entries(attributes)) {
    const { path, notation } = settingOf(name) as Setting
    const [value, key] = [notation.read(values), path.at(-1) as string]
    const part = path.slice(0, -1).reduce((at, step) => at[step] as Record<string, unknown>, raw)
    delete part[key]
    // By definition and not by assignment: an alias may be called "__proto__".
    if (value !== undefined) Object.defineProperty(part, key, { value, enumerable: true, configurable: true })
  }
  return raw
}
