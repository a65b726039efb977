import { EntitySchema } from 'typeorm'
import type { PolicyJob } from '../../domain/tenant-policy/policy-job.js'
import { BIGINT, INT, KEY, LINE, nullable, primary, UUID, WORD } from '../column-types.js'
import { integer, integerOrNull, type Row, text, textOrNull, wordOf } from '../row.js'

/** What a change of policy has still to do; done once `next_at` is null. */
export interface PolicyJobRow {
  id: string
  issuer: string
  tenant_id: string
  kind: PolicyJob['kind']
  former_requirement: PolicyJob['before']['requirement']
  former_applies_to: PolicyJob['before']['appliesTo']
  from_date: string | null
  days_before: number | null
  by_user: string
  created_at: number
  next_at: number | null
  members_seen: number
  people_done: number
  version: number
}

/** That a job has told somebody: so nobody is told twice, however the list of members moves meanwhile. */
export interface PolicyJobPersonRow {
  job_id: string
  subject_key: string
  told_at: number
}

export const POLICY_JOB = 'two_factor_policy_job'
export const POLICY_JOB_PERSON = 'two_factor_policy_job_person'

export const policyJobSchema = new EntitySchema<PolicyJobRow>({
  name: 'TwoFactorPolicyJob',
  tableName: POLICY_JOB,
  columns: {
    id: primary(UUID),
    issuer: LINE,
    tenant_id: LINE,
    kind: WORD,
    former_requirement: WORD,
    former_applies_to: WORD,
    from_date: nullable(WORD),
    days_before: nullable(INT),
    by_user: LINE,
    created_at: BIGINT,
    next_at: nullable(BIGINT),
    members_seen: INT,
    people_done: INT,
    version: INT,
  },
  indices: [
    { name: 'two_factor_policy_job_due', columns: ['next_at'] },
    { name: 'two_factor_policy_job_created', columns: ['created_at'] },
  ],
})

export const policyJobPersonSchema = new EntitySchema<PolicyJobPersonRow>({
  name: 'TwoFactorPolicyJobPerson',
  tableName: POLICY_JOB_PERSON,
  columns: { job_id: primary(UUID), subject_key: primary(KEY), told_at: BIGINT },
  indices: [{ name: 'two_factor_policy_job_person_told', columns: ['told_at'] }],
})

const KINDS = { announce: true, remind: true, erase: true } as const
const REQUIREMENTS = { off: true, optional: true, required: true } as const
const REACHES = { everyone: true, administrators: true } as const

export function policyJobOf(row: Row): PolicyJob {
  return {
    id: text(row, 'id'),
    issuer: text(row, 'issuer'),
    tenantId: text(row, 'tenant_id'),
    kind: wordOf(row, 'kind', KINDS),
    before: {
      requirement: wordOf(row, 'former_requirement', REQUIREMENTS),
      appliesTo: wordOf(row, 'former_applies_to', REACHES),
    },
    from: textOrNull(row, 'from_date'),
    daysBefore: integerOrNull(row, 'days_before'),
    by: text(row, 'by_user'),
    createdAt: integer(row, 'created_at'),
    nextAt: integerOrNull(row, 'next_at'),
    cursor: integer(row, 'members_seen'),
    done: integer(row, 'people_done'),
    version: integer(row, 'version'),
  }
}

export function policyJobValues(job: PolicyJob) {
  return {
    id: job.id,
    issuer: job.issuer,
    tenant_id: job.tenantId,
    kind: job.kind,
    former_requirement: job.before.requirement,
    former_applies_to: job.before.appliesTo,
    from_date: job.from,
    days_before: job.daysBefore,
    by_user: job.by,
    created_at: job.createdAt,
    next_at: job.nextAt,
    members_seen: job.cursor,
    people_done: job.done,
    version: job.version,
  } satisfies PolicyJobRow
}
