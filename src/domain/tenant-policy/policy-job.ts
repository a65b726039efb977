import type { Requirement } from './tenant-policy.js'

/** Whom a policy covered before it was changed. */
export interface FormerReach {
  readonly requirement: Requirement
  readonly appliesTo: 'everyone' | 'administrators'
}

/**
 * What a change of policy has still to do, person by person. Each person is judged by the policy of the moment, so that a
 * job whose policy was changed back does nothing more.
 */
export interface PolicyJob {
  /** A time-ordered UUID. */
  readonly id: string
  readonly issuer: string
  readonly tenantId: string
  /** `announce`: mail whoever is newly asked; `remind`: mail whoever has set up nothing yet; `erase`: delete settings (F6). */
  readonly kind: 'announce' | 'remind' | 'erase'
  readonly before: FormerReach
  /** The date of the policy, and how many days before it this reminds; null where the job is about no date. */
  readonly from: string | null
  readonly daysBefore: number | null
  /** The user id of the administrator who changed the policy. */
  readonly by: string
  readonly createdAt: number
  /** When it goes on; null once it is done. */
  readonly nextAt: number | null
  /** How many members were looked at. */
  readonly cursor: number
  /** How many people were told, or lost their settings. */
  readonly done: number
  readonly version: number
}
