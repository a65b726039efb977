import type { AuditEvent, AuditKind } from '../domain/administration/audit-event.js'
import type { SideCount } from '../domain/challenge/attempts.js'
import type { Method } from '../domain/enrolment/enrolment.js'

/** One person's second factor, as lists show it. Holds no secret, code or hash. */
export interface Overview {
  readonly subjectKey: string
  /** Null where nothing is enrolled. */
  readonly enrolment: { readonly method: Method; readonly activeSince: number } | null
  readonly codes: SideCount
  readonly recovery: SideCount
  /** When a code of any kind was accepted last, in ms; null: never, or longer ago than the log goes back. */
  readonly lastUsedAt: number | null
}

/** Which entries of the audit log are wanted; what is left out does not narrow. */
export interface AuditFilter {
  readonly subjectKey?: string
  /**
   * Entries of people who belonged to one of these tenants when they last signed in, and changes of these tenants'
   * policies, whoever made them; not those of other tenants' policies.
   */
  readonly tenants?: readonly string[]
  readonly kind?: AuditKind
  /** From then on, and before then, in ms. */
  readonly from?: number
  readonly before?: number
}

/** Where a page of the audit log ended: the next one begins below it, whatever was written meanwhile. */
export type AuditPlace = Pick<AuditEvent, 'at' | 'id'>

/** An entry with the person whom it is about; null for somebody whom the store does not know. */
export interface AuditEntry {
  readonly event: AuditEvent
  readonly userId: string | null
}

/** What the store knows of one person, for a report of everybody. */
export interface CoverageRow extends Overview {
  readonly userId: string
}

/** Lists and reports. Everything is read in parts, so that no report needs more memory than another. */
export interface ReportStore {
  /** An overview for each of the keys, in their order, people whom the store does not know included. At most 500. */
  overviews(subjectKeys: readonly string[]): Promise<readonly Overview[]>
  /** Entries below `after`, newest first. */
  auditLog(
    filter: AuditFilter,
    page: { readonly after: AuditPlace | null; readonly limit: number },
  ): Promise<readonly AuditEntry[]>
  /** How many people have each method; of a tenant, as they last signed in, or of everybody. */
  countMethods(tenant: string | null): Promise<Readonly<Partial<Record<Method, number>>>>
  /** The people whom the store knows, by their keys from `after` on (null: from the beginning). At most 500. */
  coverage(after: string | null, limit: number): Promise<readonly CoverageRow[]>
  /** Notes a decision about a login, and the tenants that the person belongs to now. */
  noteLogin(event: AuditEvent, tenants: readonly string[]): Promise<void>
}
