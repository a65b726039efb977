import { planInstallation } from '../../domain/installation/plan-installation.js'
import { planUninstallation } from '../../domain/installation/plan-uninstallation.js'
import type { FoundRealm, WantedRealm } from '../../domain/installation/realm.js'
import type { Plan, Step } from '../../domain/installation/step.js'
import { TwoFactorError } from '../../errors.js'
import type { RealmAdmin } from '../../ports/realm-admin.js'

/** How the work goes on. */
export interface StepWork {
  /** The steps that somebody has confirmed: none is taken where others are to be taken by now. Default: whatever there is to do. */
  readonly steps?: readonly Step[]
  /** Ends the work between two steps; run again, it goes on with what is left. */
  readonly signal?: AbortSignal
  /** Called before each step. */
  readonly onStep?: (step: Step) => void
}

/** What `install` and `uninstall` are: a plan, and taking its steps. */
export interface Installation {
  /** What there is to do; changes nothing. */
  plan(): Promise<Plan>
  /**
   * Does it, and reads the realm again to see that nothing is left. Throws `ERR_2FA_CONFLICT`, and changes nothing, where
   * there is an obstacle or the steps are not those that were confirmed; and where steps are left in the end.
   */
  apply(work?: StepWork): Promise<readonly Step[]>
}

/** Brings the realm to what is wanted. What is not marked as ours is left alone, or with `adopt` taken over. */
export const install = (realm: RealmAdmin, wanted: WantedRealm, { adopt = false } = {}): Installation =>
  by(realm, (found) => planInstallation(wanted, found, { adopt }))

/** Takes what is marked as ours out of the realm. */
export const uninstall = (realm: RealmAdmin): Installation => by(realm, planUninstallation)

function by(realm: RealmAdmin, planFor: (found: FoundRealm) => Plan): Installation {
  const plan = async () => planFor(await realm.read())
  return {
    plan,
    async apply({ steps: confirmed, signal, onStep } = {}) {
      const { steps, obstacles } = await plan()
      if (obstacles.length > 0) {
        const texts = obstacles.map(({ of, cure }) => `${of}: ${cure}`)
        throw new TwoFactorError('ERR_2FA_CONFLICT', `Nothing was changed. ${texts.join(' ')}`)
      }
      if (confirmed !== undefined && !isSame(confirmed, steps)) {
        const message = 'The realm has changed since its changes were confirmed. Nothing was changed. Run this again.'
        throw new TwoFactorError('ERR_2FA_CONFLICT', message)
      }
      for (const step of steps) {
        signal?.throwIfAborted()
        onStep?.(step)
        await realm.take(step)
      }
      if (steps.length > 0) await requireDone(plan)
      return steps
    },
  }
}

/** Keycloak promises no order of what it lists. */
function isSame(one: readonly Step[], other: readonly Step[]): boolean {
  const [left, right] = [one, other].map((steps) => steps.map((step) => JSON.stringify(step)).sort())
  return JSON.stringify(left) === JSON.stringify(right)
}

async function requireDone(plan: () => Promise<Plan>): Promise<void> {
  const { steps, obstacles } = await plan()
  if (steps.length + obstacles.length === 0) return
  const cure = 'Somebody else has changed it meanwhile, or Keycloak did not take it. Run this with --plan to see what.'
  throw new TwoFactorError(
    'ERR_2FA_CONFLICT',
    `Keycloak is not as it was to be: ${steps.length} steps are left. ${cure}`,
  )
}
