import { isTwoFactorError } from '../../errors.js'
import { applyEach, type SyncApplication, type TenantOutcome } from './apply-each.js'
import { noteAgreement } from './note-agreement.js'
import type { SyncPlan, SyncPorts } from './plan-sync.js'
import { settlePlanned } from './settle-planned.js'

/**
 * Carries out a plan, tenant by tenant. Each is read anew: what was changed since it was planned is left alone. What fails
 * is told, and the others go on; ended anywhere, a new plan and its application do the rest.
 *
 * Throws `ERR_2FA_CONFLICT` where `confirmed` is not how many people lose their settings; nothing is written then.
 */
export function applySync(ports: SyncPorts) {
  const settle = settlePlanned(ports)
  const note = noteAgreement(ports)

  /** They are in step all the same, so a failure here is not worth a word: the next time does the rest. */
  async function noteAll(issuer: string, tenantIds: readonly string[], signal?: AbortSignal): Promise<void> {
    try {
      for (const id of tenantIds) if (!signal?.aborted) await note(issuer, id)
    } catch (error) {
      if (!isTwoFactorError(error)) throw error
    }
  }

  return async (
    issuer: string,
    { differing, prefer, unnoted }: SyncPlan,
    application: SyncApplication = {},
  ): Promise<readonly TenantOutcome[]> => {
    const outcomes = await applyEach(differing, application, (planned, isConfirmed) =>
      settle(issuer, planned, { prefer, isConfirmed }),
    )
    if (!outcomes.some(({ outcome }) => outcome === 'failed')) await noteAll(issuer, unnoted, application.signal)
    return outcomes
  }
}
