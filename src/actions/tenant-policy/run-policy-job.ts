import { effectOn } from '../../domain/tenant-policy/member-effect.js'
import type { FormerReach, PolicyJob } from '../../domain/tenant-policy/policy-job.js'
import { isReminderTimely, startOf } from '../../domain/tenant-policy/roll-out.js'
import type { Tenant } from '../../domain/tenant-policy/tenant.js'
import type { TenantPolicy } from '../../domain/tenant-policy/tenant-policy.js'
import type { OutboxMessage } from '../../ports/store.js'
import { type RescuePorts, rescue } from '../administration/rescue.js'
import { auditEventBy, NOBODY, outboxMessageBy } from '../record.js'
import { needsOf } from './preview-policy.js'
import { type MemberPorts, type ReadMember, readMembers } from './read-members.js'

/** What running the jobs of policies needs. */
export interface PolicyJobPorts extends MemberPorts, RescuePorts {
  /** The policy of a tenant as it is at this moment. */
  readonly policyOf: (issuer: string, tenantId: string) => Promise<TenantPolicy>
  readonly timeZone: string
}

/** How many members a step looks at. */
const PART = 100

/** How many of them the next step looks at again, since the list moves when somebody leaves. Nobody is told twice. */
const OVERLAP = 10

/** How long a step may take before another process goes on with it, in ms. */
const LEASE_MS = 60_000

/** The pause between steps, in ms: at most 600 mails a minute from all processes together. */
const PAUSE_MS = { announce: 10_000, remind: 10_000, erase: 500 } as const

const NOBODY_YET: FormerReach = { requirement: 'off', appliesTo: 'everyone' }

/**
 * Does one step of a job that is due. A process that is killed leaves the step to the next one, which tells nobody twice.
 * True where there was one, so that there may be more.
 */
export function runPolicyJob(ports: PolicyJobPorts) {
  const { store, clock, directory } = ports
  const members = readMembers(ports)
  return async (): Promise<boolean> => {
    const now = clock.at(await store.databaseTime())
    const job = await store.claimPolicyJob(now, now + LEASE_MS)
    if (job === null) return false
    const { issuer, tenantId, cursor: first } = job
    const [policy, tenant] = await Promise.all([ports.policyOf(issuer, tenantId), directory.tenant(tenantId)])
    // A tenant that is gone is not one that has turned it off: nothing is deleted, and nobody is left to be told.
    if (tenant === null || isOver(job, policy, ports.timeZone, now)) {
      await store.advancePolicyJob(job, { cursor: first, nextAt: null, done: 0, messages: [] })
      return true
    }
    const before = job.kind === 'remind' ? NOBODY_YET : job.before
    const readPart = await members(issuer, tenantId, needsOf(before, policy))
    const part = await readPart({ first, max: PART })
    const affected = (effect: 'mustSetUp' | 'losesSettings') =>
      part.filter(({ member }) => effectOn(member, before, policy)[effect])
    let done = 0
    let messages: OutboxMessage[] = []
    if (job.kind === 'erase') done = await erase(ports, job, tenant, affected('losesSettings'))
    else messages = await mails(ports, tenant, policy, affected('mustSetUp'), now)
    const isLast = part.length < PART
    await store.advancePolicyJob(job, {
      cursor: first + part.length - (isLast ? 0 : OVERLAP),
      nextAt: isLast ? null : now + PAUSE_MS[job.kind],
      done,
      messages,
    })
    return true
  }
}

/** True for a reminder of a date that was moved, or that comes too late. */
function isOver(job: PolicyJob, policy: TenantPolicy, timeZone: string, now: number): boolean {
  if (job.kind !== 'remind' || job.from === null || job.daysBefore === null) return false
  return policy.from !== job.from || !isReminderTimely(job.from, job.daysBefore, timeZone, now)
}

function mails(
  ports: PolicyJobPorts,
  { name }: Tenant,
  { from }: TenantPolicy,
  people: readonly ReadMember[],
  now: number,
): Promise<OutboxMessage[]> {
  const begins = from === undefined ? null : startOf(from, ports.timeZone)
  const notice = {
    kind: 'policy-requires' as const,
    at: now,
    tenant: name,
    ...(begins !== null && begins > now && { from: begins }),
  }
  return Promise.all(people.map(({ subject }) => outboxMessageBy(ports, subject, notice)))
}

/** Deletes the settings of each, telling them; whoever has none any more is left alone. Returns of how many. */
async function erase(
  ports: PolicyJobPorts,
  { by }: PolicyJob,
  { id, name }: Tenant,
  people: readonly ReadMember[],
): Promise<number> {
  let erased = 0
  for (const { subject } of people) {
    const done = await rescue(ports, subject, async ({ state, expected, now }) => {
      const { enrolment } = state
      if (enrolment === null) return { settlement: 'settled', answer: false }
      const details = { method: enrolment.method, tenant: id }
      const notice = { kind: 'policy-turned-off' as const, at: now, tenant: name }
      const settlement = await ports.store.turnOff(expected, {
        revokedAt: now,
        effects: {
          audit: [auditEventBy(ports.random, { by, origin: NOBODY }, subject, 'turned-off', now, details)],
          messages: [await outboxMessageBy(ports, subject, notice, enrolment)],
        },
      })
      return { settlement, answer: true }
    })
    if (done) erased += 1
  }
  return erased
}
