import { closesSingleSignOn, comparePolicies } from './compare-policies.js'
import { canLoseSettings, canRequire } from './member-effect.js'
import type { FormerReach, PolicyJob } from './policy-job.js'
import { remindersOf, startOf } from './roll-out.js'
import type { TenantPolicy } from './tenant-policy.js'

/** What a job is about, and when it begins. */
export type NewJob = Pick<PolicyJob, 'kind' | 'before' | 'from' | 'daysBefore'> & { readonly nextAt: number }

/** When a change is made, and where midnight is. */
export interface Moment {
  readonly now: number
  readonly timeZone: string
}

/**
 * Whom a policy covered before a change, and what it asked of them: what is required from a later day on is optional until
 * then, so that a day that is moved forward requires something anew.
 */
export function formerReach(before: TenantPolicy, after: TenantPolicy, { now, timeZone }: Moment): FormerReach {
  const begins = ({ from }: TenantPolicy) => (from === undefined ? now : Math.max(startOf(from, timeZone), now))
  const isEarlier = begins(after) < begins(before)
  const requirement = before.requirement === 'required' && isEarlier ? 'optional' : before.requirement
  return { requirement, appliesTo: before.appliesTo }
}

/**
 * What a change of policy has to do for people: mail those who are newly asked, remind them before the date of a roll-out,
 * delete the settings of those who are no longer covered. `open`: what earlier changes have still to do; nobody is reminded
 * twice of a date that was moved away and back.
 */
export function jobsOfChange(
  before: TenantPolicy,
  after: TenantPolicy,
  { open, ...moment }: Moment & { readonly open: readonly Pick<PolicyJob, 'kind' | 'from' | 'daysBefore'>[] },
): readonly NewJob[] {
  const { now, timeZone } = moment
  const from = after.requirement === 'required' ? (after.from ?? null) : null
  const reach = formerReach(before, after, moment)
  const requires = canRequire(reach, after)
  const closes = closesSingleSignOn(after, comparePolicies(before, after))
  const jobs: NewJob[] = []
  if (canLoseSettings(reach, after)) {
    jobs.push({ kind: 'erase', before: reach, from: null, daysBefore: null, nextAt: now })
  }
  if (requires || closes) {
    // Who was let pass is not kept: where single sign-on is closed, everybody is told who has to set up.
    const told: FormerReach = closes ? { ...reach, requirement: 'optional' } : reach
    jobs.push({ kind: 'announce', before: told, from, daysBefore: null, nextAt: now })
  }
  if (from !== null && (requires || from !== before.from)) {
    const reminders = remindersOf(from, timeZone, now).filter(
      ({ daysBefore }) =>
        !open.some((job) => job.kind === 'remind' && job.from === from && job.daysBefore === daysBefore),
    )
    jobs.push(
      ...reminders.map(({ daysBefore, at }) => ({
        ...{ kind: 'remind' as const, before: reach, from, daysBefore, nextAt: at },
      })),
    )
  }
  return jobs
}
