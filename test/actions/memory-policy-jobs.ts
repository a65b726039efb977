import type { PolicyJob } from '../../src/domain/tenant-policy/policy-job.js'
import type { PolicyJobStore } from '../../src/ports/policy-job-store.js'
import type { OutboxMessage } from '../../src/ports/store.js'

/** The jobs of a store in memory; `post` keeps the messages. */
export function memoryPolicyJobs(post: (messages: readonly OutboxMessage[]) => void) {
  const jobs = new Map<string, PolicyJob>()
  const told = new Set<string>()
  const store: PolicyJobStore = {
    policyJobs: async (tenantId) =>
      [...jobs.values()].filter((job) => job.tenantId === tenantId && job.nextAt !== null),
    async claimPolicyJob(now, leaseUntil) {
      const due = [...jobs.values()].find(({ nextAt }) => nextAt !== null && nextAt <= now)
      if (due === undefined) return null
      const claimed = { ...due, nextAt: leaseUntil, version: due.version + 1 }
      jobs.set(due.id, claimed)
      return claimed
    },
    async advancePolicyJob({ id, version }, { cursor, nextAt, done, messages }) {
      const job = jobs.get(id)
      if (job?.version !== version) return null
      const newly = messages.filter(({ subjectKey }) => !told.has(`${id} ${subjectKey}`))
      for (const { subjectKey } of newly) told.add(`${id} ${subjectKey}`)
      post(newly)
      jobs.set(id, { ...job, cursor, nextAt, done: job.done + done + newly.length, version: version + 1 })
      return newly.length
    },
  }
  return { store, add: (job: PolicyJob) => void jobs.set(job.id, job) }
}
