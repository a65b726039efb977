import { isSameAttributes } from '../../domain/policy-sync/settings.js'
import type { Preference } from '../../domain/policy-sync/settle-settings.js'
import { comparePolicies } from '../../domain/tenant-policy/compare-policies.js'
import { isTwoFactorError } from '../../errors.js'
import { NOBODY } from '../record.js'
import { changePolicy } from '../tenant-policy/change-policy.js'
import { readPolicy } from '../tenant-policy/read-policy.js'
import { noteAgreement } from './note-agreement.js'
import { type PlannedTenant, type SyncPorts, settleTenant } from './plan-sync.js'

/** What became of a tenant that was planned. */
export type PlannedOutcome = 'settled' | 'partly' | 'waiting' | 'unconfirmed' | 'refused' | 'moved'

/** Who the log says it was, where a policy is taken from Keycloak. */
const KEYCLOAK = { by: 'keycloak', origin: NOBODY }

/**
 * Brings a tenant into step, as it was planned: takes what Keycloak says, writes what we say, and notes on what both agree.
 * Killed between these, the rest is planned again.
 */
export function settlePlanned(ports: SyncPorts) {
  const { directory, policyOwner: owner, mirror } = ports
  const read = readPolicy(ports)
  const change = changePolicy(ports)
  const note = noteAgreement(ports)
  return async (
    issuer: string,
    planned: PlannedTenant,
    { prefer, isConfirmed }: { readonly prefer: Preference; readonly isConfirmed: boolean },
  ): Promise<PlannedOutcome> => {
    const { id } = planned.tenant
    const [tenant, current] = await Promise.all([directory.tenant(id), read(issuer, id)])
    if (tenant === null) return 'moved'
    const now = settleTenant({ tenant, current }, { owner, prefer })
    const isAsPlanned =
      isSameAttributes(now.writes, planned.writes) &&
      comparePolicies(now.policy, planned.change?.policy ?? current.policy).length === 0 &&
      (planned.change === null || planned.change.version === current.version)
    if (!isAsPlanned) return 'moved'
    if (planned.change !== null) {
      const { refused, weakens, counts, version, policy } = planned.change
      if (refused !== null) return 'refused'
      if (weakens && !isConfirmed) return 'unconfirmed'
      const byKeycloak = { ...now.agreed, ...now.taken }
      const wanted = { issuer, tenant, policy, version, confirmed: counts.losesSettings, byKeycloak }
      if (!(await isChanged(change(KEYCLOAK, wanted)))) return 'moved'
    }
    if (Object.keys(planned.writes).length > 0) {
      const written = await mirror.writeAttributes(id, tenant.attributes, planned.writes)
      if (written !== 'written') return 'moved'
    }
    await note(issuer, id, planned.writes)
    const isTouched = planned.change !== null || Object.keys(planned.writes).length > 0
    return now.waiting.length === 0 ? 'settled' : isTouched ? 'partly' : 'waiting'
  }
}

/** True where a change was made; false where somebody else was first. */
export async function isChanged(change: Promise<unknown>): Promise<boolean> {
  try {
    await change
    return true
  } catch (error) {
    if (isTwoFactorError(error) && error.code === 'ERR_2FA_CONFLICT') return false
    throw error
  }
}
