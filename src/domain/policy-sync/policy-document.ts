import { z } from 'zod'
import { TwoFactorError } from '../../errors.js'
import { type TenantPolicy, tenantPolicySchema } from '../tenant-policy/tenant-policy.js'

const { shape } = tenantPolicySchema

/** Some settings of a policy. What is left out stays as it is; `null` takes a date or a contact away. */
const someSettings = z.strictObject({
  ...tenantPolicySchema.partial().shape,
  from: shape.from.nullable(),
  helpContact: shape.helpContact.nullable(),
  sso: shape.sso.partial().optional(),
  trustedDevices: shape.trustedDevices.partial().optional(),
  grace: shape.grace.partial().optional(),
  backupCodes: shape.backupCodes.partial().optional(),
  acceptKeycloak: shape.acceptKeycloak.partial().optional(),
})

const documentSchema = z.strictObject({
  /** Settings of the tenants that a selector chooses; a later rule goes before an earlier one. */
  rules: z
    .array(z.strictObject({ where: z.string('must be a selector, such as "plan=business"'), policy: someSettings }))
    .default([]),
  /** Settings of single tenants, by alias; they go before all rules. */
  tenants: z.record(z.string(), someSettings).default({}),
})

/** Some settings of a policy. */
export type SomeSettings = Readonly<z.output<typeof someSettings>>

/** What the policies of many tenants shall be: rules, and exceptions by name. */
export type PolicyDocument = z.input<typeof documentSchema>

/** A document that was read, with everything in its place. */
export type ReadDocument = z.output<typeof documentSchema>

/** Reads a document. Throws `ERR_2FA_MALFORMED` that names each thing that is wrong, and what is allowed. */
export function readDocument(given: unknown): ReadDocument {
  const { success, data, error } = documentSchema.safeParse(given)
  if (success) return data
  const faults = error.issues.map(
    ({ path, message }) => `${path.length > 0 ? path.join('.') : 'The document'}: ${message}.`,
  )
  throw new TwoFactorError('ERR_2FA_MALFORMED', faults.join(' '))
}

/** A policy with these settings laid over it. */
export function withSettings(policy: TenantPolicy, settings: SomeSettings): TenantPolicy {
  const laid: Record<string, unknown> = { ...policy }
  for (const [name, value] of Object.entries(settings)) {
    if (value === undefined) continue
    if (value === null) delete laid[name]
    else if (typeof value === 'object' && !Array.isArray(value)) laid[name] = { ...(laid[name] as object), ...value }
    else laid[name] = value
  }
  return tenantPolicySchema.parse(laid)
}
