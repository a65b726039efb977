import { TwoFactorError } from '../../errors.js'
import type { Tenant } from '../tenant-policy/tenant.js'

/** Says of which tenants something is. */
export interface Selector {
  readonly text: string
  matches(tenant: Tenant): boolean
}

/**
 * Reads a selector: `plan=business` is every tenant whose organization has that attribute with that value, `*` is all of
 * them, and anything else the one with that alias, id or name. Throws `ERR_2FA_MALFORMED` for half of one.
 */
export function selector(text: string): Selector {
  const [name = '', ...rest] = text.split('=')
  const value = rest.join('=')
  if (text === '*') return { text, matches: () => true }
  if (rest.length === 0 && name !== '') {
    return { text, matches: (tenant) => [tenant.alias, tenant.id, tenant.name].includes(name) }
  }
  if (name === '' || value === '') {
    const cure = 'Write a name, such as acme, or an attribute with its value, such as plan=business.'
    throw new TwoFactorError('ERR_2FA_MALFORMED', `"${text}" selects no tenants. ${cure}`)
  }
  return {
    text,
    matches: ({ attributes }) => Object.hasOwn(attributes, name) && (attributes[name]?.includes(value) ?? false),
  }
}
