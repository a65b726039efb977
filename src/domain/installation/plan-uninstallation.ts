import { undoneLogout } from './logout-addresses.js'
import { isOurs, OWNER } from './mark.js'
import type { FoundRealm } from './realm.js'
import type { Plan, Step } from './step.js'

/**
 * What takes back everything that is marked as ours, and nothing else. Clients lose a client scope with it. A client with
 * which people sign in is never removed, whatever mark somebody has put on it: it is an obstacle.
 */
export function planUninstallation(found: FoundRealm): Plan {
  const marked = found.clients.filter(isOurs)
  const accounts = marked.filter(({ standardFlowEnabled }) => !standardFlowEnabled)
  const steps: Step[] = [
    // Needs a right that nothing else here needs: where it is lacking, nothing has been taken apart yet.
    ...found.realmRoles.filter(isOurs).map(({ name }) => ({ kind: 'remove-realm-role', name }) as const),
    ...found.clients.flatMap((client): Step[] => {
      const change = isOurs(client) ? null : undoneLogout(client)
      return change === null ? [] : [{ kind: 'change-client', clientId: client.clientId, change }]
    }),
    ...found.clientScopes.filter(isOurs).map(({ name }) => ({ kind: 'remove-client-scope', name }) as const),
    ...accounts.map(({ clientId }) => ({ kind: 'remove-service-account', clientId }) as const),
  ]
  const used = marked.filter(({ standardFlowEnabled }) => standardFlowEnabled)
  const cure = `It carries our mark, and people sign in with it. Take the attribute "${OWNER}" off it, or its standard flow.`
  return { steps, obstacles: used.map(({ clientId }) => ({ of: `the client "${clientId}"`, cure })) }
}
