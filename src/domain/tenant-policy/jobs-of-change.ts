import { canLoseSettings, canRequire } from './member-effect.js'
import type { PolicyJob } from './policy-job.js'
import { remindersOf } from './roll-out.js'
import type { TenantPolicy } from './tenant-policy.js'

/** What a job is about, and when it begins. */
export type NewJob = Pick<PolicyJob, 'kind' | 'from' | 'daysBefore'> & { readonly nextAt: number }

/**
 * What a change of policy has to do for people: mail those who are newly asked, remind them before the date of a roll-out,
 * delete the settings of those who are no longer covered.
 */
export function jobsOfChange(
  before: TenantPolicy,
  after: TenantPolicy,
  { now, timeZone }: { readonly now: number; readonly timeZone: string },
): readonly NewJob[] {
  const from = after.requirement === 'required' ? (after.from ?? null) : null
  const requires = canRequire(before, after)
  const jobs: NewJob[] = []
  if (canLoseSettings(before, after)) jobs.push({ kind: 'erase', from: null, daysBefore: null, nextAt: now })
  if (requires) jobs.push({ kind: 'announce', from, daysBefore: null, nextAt: now })
  if (from !== null && (requires || from !== before.from)) {
    const reminders = remindersOf(from, timeZone, now)
    jobs.push(...reminders.map(({ daysBefore, at }) => ({ kind: 'remind' as const, from, daysBefore, nextAt: at })))
  }
  return jobs
}
