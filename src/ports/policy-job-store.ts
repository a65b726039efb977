import type { PolicyJob } from '../domain/tenant-policy/policy-job.js'
import type { OutboxMessage } from './message-store.js'

/** What changes of policy have still to do. They are added as `Effects.policyJobs`, along with the change. */
export interface PolicyJobStore {
  /** The jobs of a tenant that are not done, those that begin later included; the earliest first. */
  policyJobs(tenantId: string): Promise<readonly PolicyJob[]>
  /**
   * Claims the job that has been due for longest at `now`, by compare-and-set, so that of several processes one has it;
   * another may once `leaseUntil` has come. Null where none is due.
   */
  claimPolicyJob(now: number, leaseUntil: number): Promise<PolicyJob | null>
  /**
   * Commits a step of a claimed job, and of its messages those to people whom this job has not told before. Returns how many
   * those are, or null where another process has claimed the job since: then nothing is written.
   */
  advancePolicyJob(
    job: Pick<PolicyJob, 'id' | 'version'>,
    step: {
      readonly cursor: number
      /** Null ends the job. */
      readonly nextAt: number | null
      /** How many were done besides those whom the messages tell. */
      readonly done: number
      readonly messages: readonly OutboxMessage[]
    },
  ): Promise<number | null>
}
