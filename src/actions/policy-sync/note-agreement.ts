import type { Attributes } from '../../domain/policy-sync/settings.js'
import { readPolicy } from '../tenant-policy/read-policy.js'
import { isUnnoted, type SyncPorts, settleTenant } from './plan-sync.js'

/** How often a note is tried while others change the same policy. */
const TRIES = 3

/**
 * Notes what Keycloak and we agree on, so that the next change is known for one side's. Where it cannot be noted it is left
 * to the next time: the two sides are in step all the same.
 */
export function noteAgreement(ports: SyncPorts) {
  const { store, directory, identities, clock, policyOwner: owner } = ports
  const read = readPolicy(ports)
  return async (issuer: string, tenantId: string, written: Attributes = {}): Promise<void> => {
    for (let tried = 1; tried <= TRIES; tried++) {
      const [tenant, current] = await Promise.all([directory.tenant(tenantId), read(issuer, tenantId)])
      if (tenant === null) return
      // What was written is agreed on, also where our side has gone on since; and so is what is in step now.
      const agreed = { ...settleTenant({ tenant, current }, { owner, prefer: null }).agreed, ...written }
      if (!isUnnoted({ tenant, current }, agreed)) return
      const { policy, stricterAt, version } = current
      const settlement = await store.putTenantPolicy(
        identities.realm(issuer),
        { tenantId, version },
        {
          ...{ policy, stricterAt, synchronized: agreed, changedAt: clock.at(await store.databaseTime()) },
          effects: { audit: [], messages: [] },
        },
      )
      if (settlement === 'settled') return
    }
  }
}
