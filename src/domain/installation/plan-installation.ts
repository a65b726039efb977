import { changeOfLogout, foreignBackchannel } from './logout-addresses.js'
import type { ClientScope, ProtocolMapper } from './manifest.js'
import { isOurs, OWNER } from './mark.js'
import type { FoundClient, FoundRealm, FoundScope, WantedClient, WantedRealm } from './realm.js'
import type { Obstacle, Plan, Step } from './step.js'

/** A mapper of ours begins so; those of others in our scope are left alone. */
const OUR_MAPPERS = 'two-factor '

/**
 * What makes the realm as it is wanted, in an order in which it can end after any step and be planned anew. What is not
 * marked as ours is an obstacle, unless `adopt` says to take it over.
 */
export function planInstallation(wanted: WantedRealm, found: FoundRealm, { adopt = false } = {}): Plan {
  const parts = [
    ...wanted.clientScopes.map((scope) => planScope(scope, found, adopt)),
    planRoles(wanted, found),
    planRuntime(wanted.runtime, found, adopt),
    ...wanted.clients.map((client) => planClient(client, wanted, found, adopt)),
  ]
  return { steps: parts.flatMap(({ steps }) => steps), obstacles: parts.flatMap(({ obstacles }) => obstacles) }
}

const doing = (...steps: Step[]): Plan => ({ steps, obstacles: [] })
const stopped = (of: string, cure: string): Plan => ({ steps: [], obstacles: [{ of, cure } satisfies Obstacle] })

function planScope(scope: ClientScope, { clientScopes }: FoundRealm, adopt: boolean): Plan {
  const existing = clientScopes.find(({ name }) => name === scope.name)
  if (existing === undefined) return doing({ kind: 'create-client-scope', scope })
  if (!isOurs(existing) && !adopt) {
    return stopped(
      `the client scope "${scope.name}"`,
      'It is not marked as ours. Look at it, then give --adopt, or rename it.',
    )
  }
  const { protocolMappers, ...settings } = scope
  const has = (name: string) => existing.protocolMappers.find((mapper) => mapper.name === name)
  return doing(
    ...(isSetAs(existing, scope) ? [] : [{ kind: 'update-client-scope', scope: settings } as const]),
    ...protocolMappers.flatMap((mapper): Step[] => {
      const old = has(mapper.name)
      if (old === undefined) return [{ kind: 'add-mapper', scope: scope.name, mapper }]
      return isSameMapper(old, mapper) ? [] : [{ kind: 'update-mapper', scope: scope.name, mapper }]
    }),
    ...existing.protocolMappers
      .filter(({ name }) => name.startsWith(OUR_MAPPERS) && !protocolMappers.some((mapper) => mapper.name === name))
      .map(({ name }) => ({ kind: 'remove-mapper', scope: scope.name, name }) as const),
  )
}

function isSetAs(existing: FoundScope, { description, protocol, attributes }: ClientScope): boolean {
  const isSame = existing.description === description && existing.protocol === protocol
  return isSame && holds(existing.attributes, attributes)
}

/** True where a mapper does what is wanted; Keycloak adds settings of its own. */
export function isSameMapper(existing: ProtocolMapper, mapper: ProtocolMapper): boolean {
  return existing.protocolMapper === mapper.protocolMapper && holds(existing.config, mapper.config)
}

const holds = (all: Readonly<Record<string, string>>, some: Readonly<Record<string, string>>) =>
  Object.entries(some).every(([name, value]) => all[name] === value)

function planRoles({ realmRoles }: WantedRealm, found: FoundRealm): Plan {
  const missing = realmRoles.filter((role) => !found.realmRoles.some(({ name }) => name === role))
  return doing(...missing.map((name) => ({ kind: 'create-realm-role', name }) as const))
}

/** How a client that is nothing but a service account is set. */
export const SERVICE_ACCOUNT = {
  enabled: true,
  publicClient: false,
  serviceAccountsEnabled: true,
  standardFlowEnabled: false,
  implicitFlowEnabled: false,
  directAccessGrantsEnabled: false,
} as const satisfies Partial<FoundClient>

function planRuntime(
  wanted: WantedRealm['runtime'],
  { clients, runtime, defaultRole }: FoundRealm,
  adopt: boolean,
): Plan {
  const { clientId } = wanted
  const existing = clients.find((client) => client.clientId === clientId)
  if (existing !== undefined && !isOurs(existing)) {
    const of = `the client "${clientId}"`
    if (existing.standardFlowEnabled) {
      return stopped(of, 'People sign in with it. Name a client of its own in option clientId of keycloakDirectory().')
    }
    if (!adopt) return stopped(of, 'It is not marked as ours. Give --adopt to take it over; uninstall then removes it.')
  }
  const changes = [
    ...(existing === undefined || isOurs(existing) ? [] : [OWNER]),
    ...Object.entries(SERVICE_ACCOUNT).flatMap(([name, value]) =>
      existing === undefined || existing[name as keyof typeof SERVICE_ACCOUNT] === value ? [] : [name],
    ),
    ...(runtime === null || runtime.isSecretRight ? [] : ['secret']),
  ]
  const missing = wanted.roles.filter((role) => !runtime?.roles.includes(role))
  // With it the account could act as a person on Keycloak's account page.
  const isIdle = runtime === null || runtime.realmRoles.includes(defaultRole)
  return doing(
    ...(existing === undefined ? [{ kind: 'create-service-account', clientId } as const] : []),
    ...(changes.length > 0 ? [{ kind: 'update-service-account', clientId, changes } as const] : []),
    ...(missing.length > 0 ? [{ kind: 'grant-roles', clientId, roles: missing } as const] : []),
    ...(isIdle ? [{ kind: 'withdraw-realm-role', clientId, role: defaultRole } as const] : []),
  )
}

function planClient(wanted: WantedClient, { clientScopes }: WantedRealm, found: FoundRealm, adopt: boolean): Plan {
  const { clientId, logout } = wanted
  const client = found.clients.find((one) => one.clientId === clientId)
  const of = `the client "${clientId}"`
  if (client === undefined) return stopped(of, 'Keycloak has no such client. Make it, or name another with --client.')
  const foreign = logout && foreignBackchannel(client, logout)
  if (foreign && !adopt) {
    const cure = `It tells ${foreign} of logouts, and can tell one address only. Give --adopt to replace that.`
    return stopped(of, cure)
  }
  const change = logout && changeOfLogout(client, logout)
  return doing(
    ...clientScopes
      .filter(({ name }) => !client.defaultClientScopes.includes(name))
      .map(({ name: scope }) => {
        const wasOptional = client.optionalClientScopes.includes(scope)
        return { kind: 'assign-client-scope', clientId, scope, wasOptional } as const
      }),
    ...(change ? [{ kind: 'change-client', clientId, change } as const] : []),
  )
}
