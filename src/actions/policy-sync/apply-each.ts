import { isTwoFactorError, TwoFactorError } from '../../errors.js'
import type { PlannedChange } from './plan-change.js'
import type { PlannedOutcome } from './settle-planned.js'

/** A tenant of which something is planned. */
export interface ToApply {
  readonly tenant: { readonly id: string; readonly alias: string; readonly name: string }
  readonly change: PlannedChange | null
}

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
  readonly tenant: ToApply['tenant']
  /**
   * `settled`: it is as it was planned. `partly`: so it is, and further settings wait for a decision. `unconfirmed`: it waits for the number of people who lose their
   * settings. `refused`: it may not have such a policy. `moved`: somebody changed it after the plan. `waiting`: its
   * settings wait for a decision. `left`: not begun. `failed`: see `error`.
   */
  readonly outcome: PlannedOutcome | 'left' | 'failed'
  readonly error: string | null
}

/** After so many failures one after another nothing else will work either. */
const HOPELESS = 5

/** How many people lose their settings by a plan; null where it weakens nothing, so that nothing is to be confirmed. */
export function lossesOf({ differing }: { readonly differing: readonly ToApply[] }): number | null {
  const weakening = differing.filter(({ change }) => change?.weakens && change.refused === null)
  return weakening.length === 0
    ? null
    : weakening.reduce((sum, { change }) => sum + (change?.counts.losesSettings ?? 0), 0)
}

/**
 * Carries out what is planned, tenant by tenant. What fails is told, and the others go on.
 *
 * Throws `ERR_2FA_CONFLICT` where `confirmed` is not how many people lose their settings; nothing is written then.
 */
export async function applyEach<Planned extends ToApply>(
  differing: readonly Planned[],
  application: SyncApplication,
  settle: (planned: Planned, isConfirmed: boolean) => Promise<PlannedOutcome>,
): Promise<readonly TenantOutcome[]> {
  const { confirmed = null, maxChanges = Number.POSITIVE_INFINITY, signal, onProgress } = application
  const lost = lossesOf({ differing }) ?? 0
  if (confirmed !== null && confirmed !== lost) throw wrongNumber(lost)
  const outcomes: TenantOutcome[] = []
  let [changed, failures] = [0, 0]
  for (const planned of differing) {
    const { tenant } = planned
    if (signal?.aborted || changed >= maxChanges || failures >= HOPELESS) {
      outcomes.push({ tenant, outcome: 'left', error: null })
      continue
    }
    try {
      const outcome = await settle(planned, confirmed !== null)
      outcomes.push({ tenant, outcome, error: outcome === 'refused' ? (planned.change?.refused ?? null) : null })
      if (outcome === 'settled' || outcome === 'partly') changed += 1
      failures = 0
    } catch (error) {
      if (!isTwoFactorError(error)) throw error
      outcomes.push({ tenant, outcome: 'failed', error: error.message })
      // What fails half-way may have changed something.
      changed += 1
      failures += 1
    }
    onProgress?.({ done: outcomes.length, of: differing.length })
  }
  return outcomes
}

function wrongNumber(lost: number): TwoFactorError {
  return new TwoFactorError(
    'ERR_2FA_CONFLICT',
    `This deletes the settings of ${lost} ${lost === 1 ? 'person' : 'people'}. Nothing was changed: confirm with that number.`,
  )
}
