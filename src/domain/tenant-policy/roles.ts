/** A group of an organization, with the roles it holds directly. */
export interface OrganizationGroup {
  /** `/administrators`, or `/administrators/night` for a group within it. */
  readonly path: string
  readonly realmRoles: readonly string[]
  readonly clientRoles: Readonly<Record<string, readonly string[]>>
}

/** What a person holds in Keycloak, as far as it was asked for. */
export interface Roles {
  /** Effective realm roles: held directly, through groups of the realm, or through other roles. */
  readonly realmRoles: readonly string[]
  /** Effective roles of clients, by client id. */
  readonly clientRoles: Readonly<Record<string, readonly string[]>>
  /** The person's groups in each tenant, by the tenant's id. What is held through them is held in that tenant alone. */
  readonly groups: Readonly<Record<string, readonly OrganizationGroup[]>>
}

/** What to ask the directory for; each part costs a call. */
export interface RoleNeeds {
  readonly realmRoles: boolean
  /** Ids of the clients whose roles matter. */
  readonly clients: readonly string[]
  /** Ids of the tenants whose groups matter. */
  readonly tenants: readonly string[]
}

/** Who counts as an administrator of some kind: whoever holds any of these. */
export interface AdministratorRule {
  readonly realmRoles: readonly string[]
  /** Roles by client id. */
  readonly clientRoles: Readonly<Record<string, readonly string[]>>
  /** Paths of organization groups, such as `/administrators`; groups within them count too. */
  readonly organizationGroups: readonly string[]
}

/** Nobody is one. */
export const NOBODY: AdministratorRule = { realmRoles: [], clientRoles: {}, organizationGroups: [] }

/** What must be known of a person to judge them by the rules, in these tenants. */
export function roleNeeds(rules: readonly AdministratorRule[], tenants: readonly string[]): RoleNeeds {
  const clients = [...new Set(rules.flatMap(({ clientRoles }) => Object.keys(clientRoles)))]
  // Effective roles omit those held through the groups of an organization, so wherever a role counts these are asked too.
  return {
    realmRoles: rules.some((rule) => rule.realmRoles.length > 0),
    clients,
    tenants: rules.some((rule) => !isNobody(rule)) ? tenants : [],
  }
}

/** True where the rule makes somebody with these roles an administrator of this tenant; null: of every tenant of theirs. */
export function isAdministrator(rule: AdministratorRule, roles: Roles, tenantId: string | null): boolean {
  if (holdsAny(rule, roles)) return true
  if (tenantId === null || !Object.hasOwn(roles.groups, tenantId)) return false
  return (roles.groups[tenantId] ?? []).some(
    (group) => holdsAny(rule, group) || rule.organizationGroups.some((path) => isWithin(group.path, path)),
  )
}

function holdsAny(rule: AdministratorRule, held: Pick<Roles, 'realmRoles' | 'clientRoles'>): boolean {
  return (
    rule.realmRoles.some((role) => held.realmRoles.includes(role)) ||
    Object.entries(rule.clientRoles).some(([client, roles]) => {
      const ofClient = Object.hasOwn(held.clientRoles, client) ? held.clientRoles[client] : undefined
      return roles.some((role) => ofClient?.includes(role))
    })
  )
}

function isWithin(path: string, group: string): boolean {
  const top = group.startsWith('/') ? group : `/${group}`
  return path === top || path.startsWith(`${top}/`)
}

function isNobody(rule: AdministratorRule): boolean {
  return (
    rule.realmRoles.length === 0 && Object.keys(rule.clientRoles).length === 0 && rule.organizationGroups.length === 0
  )
}
