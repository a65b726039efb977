import { TwoFactorError } from '../../errors.js'
import type { Tenant } from '../tenant-policy/tenant.js'

/** Says of which tenants something is. */
export interface Selector {
  readonly text: string
  /** `one`: a single tenant. `some`: those that have something. `all`: whichever there are. */
  readonly selects: 'one' | 'some' | 'all'
  matches(tenant: Tenant): boolean
}

/**
 * Reads a selector: `plan=business` is every tenant whose organization has that attribute with that value, `*` is all of
 * them, and anything else the one with that alias or id; names are not unique, and anybody may call theirs like another's
 * alias. Throws `ERR_2FA_MALFORMED` for half of one.
 */
export function selector(text: string): Selector {
  const [name = '', ...rest] = text.split('=')
  const value = rest.join('=')
  if (text === '*') return { text, selects: 'all', matches: () => true }
  if (rest.length === 0 && name !== '') {
    return { text, selects: 'one', matches: ({ alias, id }) => alias === name || id === name }
  }
  if (name === '' || value === '') {
    const cure = 'Write an alias, such as acme, or an attribute with its value, such as plan=business.'
    throw new TwoFactorError('ERR_2FA_MALFORMED', `"${text}" selects no tenants. ${cure}`)
  }
  return {
    text,
    selects: 'some',
    matches: ({ attributes }) => Object.hasOwn(attributes, name) && (attributes[name]?.includes(value) ?? false),
  }
}

/** The tenant with this alias, whatever else the text could mean. */
export function aliasSelector(text: string): Selector {
  return { text, selects: 'one', matches: ({ alias }) => alias === text }
}
