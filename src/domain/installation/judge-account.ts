import { error, type Finding, warning } from './finding.js'
import type { AccountRoles } from './manifest.js'

/** Roles that Keycloak adds to others by itself. */
const ADDED = /^query-/

/**
 * Judges what the service account holds of `realm-management`, effectively: too few, and something can't be done; too
 * many, and whoever steals its secret can do more than read people.
 */
export function judgeAccount(
  clientId: string,
  held: readonly string[],
  { client, roles, optionalRoles }: AccountRoles,
  needed: readonly string[],
): Finding[] {
  const missing = needed.filter((role) => !held.includes(role) && !isImplied(role, held))
  const known = [...roles, ...Object.keys(optionalRoles), ...needed, 'view-users']
  const idle = held.filter((role) => !known.includes(role) && !ADDED.test(role))
  const list = (names: readonly string[]) => names.map((name) => `"${name}"`).join(', ')
  return [
    ...(missing.length > 0
      ? [error(`The service account of "${clientId}" lacks ${list(missing)} of "${client}".`, 'Run install.')]
      : []),
    ...(idle.length > 0
      ? [
          warning(
            `The service account of "${clientId}" holds more than it needs of "${client}": ${list(idle)}.`,
            'Take these roles away from it.',
          ),
        ]
      : []),
  ]
}

/** Who may change something may read it too. */
const isImplied = (role: string, held: readonly string[]) =>
  held.includes('realm-admin') || (role.startsWith('view-') && held.includes(role.replace(/^view-/, 'manage-')))
