import { isTwoFactorError, TwoFactorError } from '../../errors.js'
import { noteAgreement } from './note-agreement.js'
import type { PlannedTenant, SyncPlan, SyncPorts } from './plan-sync.js'
import { type PlannedOutcome, settlePlanned } from './settle-planned.js'

/** How a plan is carried out. */
export interface SyncApplication {
  /** How many people lose their settings by the whole plan, as somebody has typed it; without it nothing is weakened to off. */
  readonly confirmed?: number | null
  /** How many tenants are changed at most; the others are left for the next time. Default: all. */
  readonly maxChanges?: number
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: (progress: { readonly done: number; readonly of: number }) => void
}

/** What became of a tenant. */
export interface TenantOutcome {
  readonly tenant: PlannedTenant['tenant']
  /**
   * `settled`: it is in step, as far as it can be. `unconfirmed`: it waits for the number of people who lose their
   * settings. `refused`: it may not have what Keycloak says. `moved`: somebody changed it after the plan. `waiting`: its
   * settings wait for a decision. `left`: not begun. `failed`: see `error`.
   */
  readonly outcome: PlannedOutcome | 'left' | 'failed'
  readonly error: string | null
}

/** After so many failures one after another nothing else will work either. */
const HOPELESS = 5

/** How many people lose their settings by a plan; null where it weakens nothing, so that nothing is to be confirmed. */
export function lossesOf({ differing }: Pick<SyncPlan, 'differing'>): number | null {
  const weakening = differing.filter(({ change }) => change?.weakens && change.refused === null)
  return weakening.length === 0
    ? null
    : weakening.reduce((sum, { change }) => sum + (change?.counts.losesSettings ?? 0), 0)
}

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
    plan: SyncPlan,
    application: SyncApplication = {},
  ): Promise<readonly TenantOutcome[]> => {
    const { confirmed = null, maxChanges = Number.POSITIVE_INFINITY, signal, onProgress } = application
    const lost = lossesOf(plan)
    if (confirmed !== null && confirmed !== (lost ?? 0)) throw wrongNumber(lost ?? 0)
    const outcomes: TenantOutcome[] = []
    let [changed, failures] = [0, 0]
    for (const planned of plan.differing) {
      const { tenant } = planned
      const isOver = signal?.aborted || changed >= maxChanges || failures >= HOPELESS
      if (isOver && isChange(planned)) {
        outcomes.push({ tenant, outcome: 'left', error: null })
        continue
      }
      try {
        const outcome = await settle(issuer, planned, { prefer: plan.prefer, isConfirmed: confirmed !== null })
        outcomes.push({ tenant, outcome, error: outcome === 'refused' ? (planned.change?.refused ?? null) : null })
        if (outcome === 'settled') changed += 1
        failures = 0
      } catch (error) {
        if (!isTwoFactorError(error)) throw error
        outcomes.push({ tenant, outcome: 'failed', error: error.message })
        failures += 1
      }
      onProgress?.({ done: outcomes.length, of: plan.differing.length })
    }
    if (failures < HOPELESS) await noteAll(issuer, plan.unnoted, signal)
    return outcomes
  }
}

/** False where all its settings only wait for a decision. */
function isChange({ writes, change }: PlannedTenant): boolean {
  return change !== null || Object.keys(writes).length > 0
}

function wrongNumber(lost: number): TwoFactorError {
  return new TwoFactorError(
    'ERR_2FA_CONFLICT',
    `This deletes the settings of ${lost} ${lost === 1 ? 'person' : 'people'}. Nothing was changed: confirm with that number.`,
  )
}
