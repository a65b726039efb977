import { type Attributes, isSameAttributes, ours } from '../../domain/policy-sync/settings.js'
import type { PolicyMirror } from '../../ports/policy-mirror.js'
import type { AdminApi } from '../directory/admin-api.js'
import { isId } from '../directory/tenants.js'

/**
 * Policies as attributes of organizations. Keycloak knows no "change this attribute" and no version of an organization: an
 * update puts a whole one in place, and what it leaves out is erased. So the whole is read, changed, written and read back.
 */
export function policyMirror({ ask }: AdminApi): PolicyMirror {
  return {
    writeAttributes: async (id, seen, changes) => {
      if (!isId(id)) return 'gone'
      return ask<'written' | 'moved' | 'gone'>(
        { what: 'organizations', role: 'manage-organizations', act: 'change' },
        async ({ organizations }) => {
          const whole = await organizations.findOne({ id })
          const before = whole.attributes ?? {}
          if (!isSameAttributes(ours(before), ours(seen))) return 'moved'
          const attributes = { ...before, ...mutable(changes) }
          await organizations.updateById({ id }, { ...whole, attributes })
          const { attributes: after = {} } = await organizations.findOne({ id })
          return isSameAttributes(ours(after), ours(attributes)) ? 'written' : 'moved'
        },
        () => 'gone',
      )
    },
  }
}

function mutable(attributes: Attributes): Record<string, string[]> {
  return Object.fromEntries(Object.entries(attributes).map(([name, values]) => [name, [...values]]))
}
