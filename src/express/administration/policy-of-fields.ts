import type { TenantPolicy } from '../../domain/tenant-policy/tenant-policy.js'
import { tenantPolicySchema } from '../../domain/tenant-policy/tenant-policy.js'
import { TwoFactorError } from '../../errors.js'
import type { PolicyFields } from '../../views/administration/policy.js'

/** What a field of the policy is called in the form, where that is another name. */
const NAMES: Readonly<Record<string, string>> = {
  'sso.bypass': 'ssoBypass',
  'sso.providers': 'ssoProviders',
  'trustedDevices.days': 'trustedDays',
  'grace.days': 'graceDays',
  'grace.logins': 'graceLogins',
  'backupCodes.readable': 'readable',
  'acceptKeycloak.acr': 'acr',
  'acceptKeycloak.amr': 'amr',
}

/** The policy that a form describes. Throws `ERR_2FA_POLICY_INVALID` that names each field and what it must be. */
export function policyOfFields(fields: PolicyFields): TenantPolicy {
  const { from, helpContact } = fields
  const { success, data, error } = tenantPolicySchema.safeParse({
    requirement: fields.requirement,
    appliesTo: fields.appliesTo,
    ...(from !== '' && { from }),
    takesEffect: fields.takesEffect,
    methods: [fields.methods].flat(),
    smsFallback: fields.smsFallback,
    sso: { bypass: fields.ssoBypass, providers: Object.fromEntries(lines(fields.ssoProviders).map(provider)) },
    trustedDevices: { days: numberIn(fields.trustedDays) ?? 0 },
    grace: { days: numberIn(fields.graceDays), logins: numberIn(fields.graceLogins) },
    backupCodes: { readable: fields.readable },
    acceptKeycloak: { acr: lines(fields.acr), amr: lines(fields.amr) },
    ...(helpContact.trim() !== '' && { helpContact }),
  })
  if (success) return data
  const faults = new Map<string, string>()
  for (const { path, message } of error.issues) {
    const two = path.slice(0, 2).join('.')
    const field = Object.hasOwn(NAMES, two) ? two : String(path[0])
    faults.set(field, `The field "${NAMES[field] ?? field}" ${message}.`)
  }
  throw new TwoFactorError('ERR_2FA_POLICY_INVALID', [...faults.values()].join(' '), { fields: [...faults.keys()] })
}

/** A number as it was typed, full-width digits included; null: nothing was. What is no number is left for the schema to refuse. */
export function numberIn(typed: string | number): number | null {
  const text = String(typed).normalize('NFKC').trim()
  return text === '' ? null : /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN
}

function lines(text: string): string[] {
  return text
    .split(/[\r\n]+/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
}

/** `google = bypass`. */
function provider(line: string): [string, string] {
  const [alias = '', setting = ''] = line.split('=').map((part) => part.trim())
  return [alias, setting]
}
