import { z } from 'zod'
import type { Method } from '../../domain/enrolment/enrolment.js'
import type { Cell } from '../csv.js'
import { frame } from '../frame.js'
import type { Shown } from '../shown.js'
import { tenant } from './admin.js'

/** How many people have a second factor. */
export const coverage = z.object({
  people: z.int(),
  methods: z.object({ totp: z.int(), email: z.int(), sms: z.int() }).describe('How many have each method'),
  none: z.int().describe('How many have none'),
})

/** Who has a second factor, of a tenant or of everybody. */
export const adminCoverageView = frame.extend({
  page: z.literal('admin-coverage'),
  tenant: tenant.nullable().describe('Null: everybody of the realm'),
  coverage,
  search: z.string(),
  tenants: z.array(tenant.extend({ coverage })).describe('Tenant by tenant; of everybody alone'),
  previous: z.int().nullable(),
  next: z.int().nullable(),
})

/** Who has a second factor. */
export type AdminCoverageView = Shown<typeof adminCoverageView>

/** Whether one person has a second factor, for programs. */
export interface CoverageRecord {
  readonly userId: string
  /** Null, as the next two, where everybody is listed. */
  readonly username: string | null
  readonly name: string | null
  readonly email: string | null
  readonly state: string
  readonly method: Method | null
  /** ISO 8601, in UTC. */
  readonly activeSince: string | null
  readonly lastUsed: string | null
}

/** The columns of the list of people as a file. */
export const COVERAGE_COLUMNS = ['user_id', 'username', 'name', 'email', 'state', 'method', 'active_since', 'last_used']

/** A person as a line of that file. */
export function coverageCells(of: CoverageRecord): readonly Cell[] {
  return [of.userId, of.username, of.name, of.email, of.state, of.method, of.activeSince, of.lastUsed]
}

/** A person as programs get them. */
export function coverageRecord(covered: {
  readonly userId: string
  readonly person: { readonly username: string; readonly displayName: string; readonly email: string | null } | null
  readonly state: string
  readonly method: Method | null
  readonly activeSince: number | null
  readonly lastUsedAt: number | null
}): CoverageRecord {
  const { userId, person, state, method, activeSince, lastUsedAt } = covered
  const time = (at: number | null) => (at === null ? null : new Date(at).toISOString())
  return {
    ...{ userId, username: person?.username ?? null, name: person?.displayName ?? null, email: person?.email ?? null },
    ...{ state, method, activeSince: time(activeSince), lastUsed: time(lastUsedAt) },
  }
}
