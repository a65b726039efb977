import { error, type Finding, warning } from './finding.js'

/** Roles that Keycloak adds to others by itself. */
const ADDED = /^query-/

/**
 * Whether policies are written into organizations: `always`, they are kept in step with what is changed here; `once`, it
 * was done before; `perhaps`, somebody may do it; `never`.
 */
export type PolicyWriting = 'always' | 'once' | 'perhaps' | 'never'

/** What the service account is for. */
export interface AccountNeeds {
  readonly clientId: string
  /** The client whose roles these are. */
  readonly client: string
  readonly roles: readonly string[]
  readonly writesPolicies: PolicyWriting
}

const WRITES = 'manage-organizations'

/**
 * Judges what the service account holds of `realm-management`, effectively: too few, and something can't be done; too
 * many, and whoever steals its secret can do more than read people.
 */
export function judgeAccount(
  held: readonly string[],
  { clientId, client, roles, writesPolicies }: AccountNeeds,
): Finding[] {
  const isLacking = (role: string) => !held.includes(role) && !isImplied(role, held)
  const missing = roles.filter(isLacking)
  const known = [...roles, 'view-users', ...(writesPolicies === 'never' ? [] : [WRITES])]
  const idle = held.filter((role) => !known.includes(role) && !ADDED.test(role))
  const list = (names: readonly string[]) => names.map((name) => `"${name}"`).join(', ')
  const findings: Finding[] = []
  if (missing.length > 0) {
    findings.push(error(`The service account of "${clientId}" lacks ${list(missing)} of "${client}".`, 'Run install.'))
  }
  if ((writesPolicies === 'always' || writesPolicies === 'once') && isLacking(WRITES)) {
    const what = `The service account of "${clientId}" lacks "${WRITES}" of "${client}": policies that are changed here do not reach Keycloak.`
    findings.push((writesPolicies === 'always' ? error : warning)(what, 'Run install with --policy-sync.'))
  }
  if (idle.length > 0) {
    const what = `The service account of "${clientId}" holds more than it needs of "${client}": ${list(idle)}.`
    findings.push(warning(what, 'Take these roles away from it.'))
  }
  return findings
}

/** Who may change something may read it too. */
const isImplied = (role: string, held: readonly string[]) =>
  held.includes('realm-admin') || (role.startsWith('view-') && held.includes(role.replace(/^view-/, 'manage-')))
