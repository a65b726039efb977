import { undoneLogout } from './logout-addresses.js'
import { isOurs } from './mark.js'
import type { FoundRealm } from './realm.js'
import type { Plan, Step } from './step.js'

/** What takes back everything that is marked as ours, and nothing else. Clients lose a client scope with it. */
export function planUninstallation(found: FoundRealm): Plan {
  const steps: Step[] = [
    ...found.clients.flatMap((client): Step[] => {
      const change = isOurs(client) ? null : undoneLogout(client)
      return change === null ? [] : [{ kind: 'change-client', clientId: client.clientId, change }]
    }),
    ...found.clientScopes.filter(isOurs).map(({ name }) => ({ kind: 'remove-client-scope', name }) as const),
    ...found.realmRoles.filter(isOurs).map(({ name }) => ({ kind: 'remove-realm-role', name }) as const),
    ...found.clients.filter(isOurs).map(({ clientId }) => ({ kind: 'remove-service-account', clientId }) as const),
  ]
  return { steps, obstacles: [] }
}
