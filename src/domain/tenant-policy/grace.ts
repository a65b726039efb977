import type { TenantPolicy } from './tenant-policy.js'

/** How far one person has used up the grace of one tenant; it is started once, and never begun anew. */
export interface Grace {
  readonly tenantId: string
  readonly startedAt: number
  /** How many logins were let through by it. */
  readonly logins: number
  /** The logins that it was spent for, each from `Identities.session`, the last one last; at most `REMEMBERED_LOGINS`. */
  readonly spentBy: readonly string[]
}

/** As many logins as a policy can give; where it gives any number, a forgotten one spends nothing. */
const REMEMBERED_LOGINS = 365

/** What is left of a grace. */
export interface GraceLeft {
  /** When it ends, in ms; null: never. */
  readonly until: number | null
  /** How many more logins it lets through; null: any number. */
  readonly logins: number | null
}

/** Where a login stands with the grace of all tenants that require a second factor. */
export interface GraceStanding {
  /** The login was let through by it already, and may go on until then. */
  readonly spent: GraceLeft | null
  /** What is left for this login to spend; null where nothing is. */
  readonly left: GraceLeft | null
}

/** No grace at all. */
export const NO_GRACE: GraceStanding = { spent: null, left: null }

/** Judges by what was used of the grace of each tenant (null: not begun) how far it goes for this login. */
export function judgeGrace(
  { days, logins }: TenantPolicy['grace'],
  used: readonly (Grace | null)[],
  login: string,
  now: number,
): GraceStanding {
  if (used.length === 0) return NO_GRACE
  const until = days === null ? null : Math.min(now, ...used.map((grace) => grace?.startedAt ?? now)) + days * DAY_MS
  if (logins === 0 || (until !== null && now >= until)) return NO_GRACE
  const left = logins === null ? null : Math.max(0, logins - Math.max(...used.map((grace) => grace?.logins ?? 0)))
  if (used.every((grace) => grace?.spentBy.includes(login))) return { spent: { until, logins: left }, left: null }
  return { spent: null, left: left === 0 ? null : { until, logins: left } }
}

/** The grace of a tenant (null: not begun) after it was spent for a login. */
export function spendGrace(before: Grace | null, tenantId: string, login: string, now: number): Grace {
  const { startedAt = now, logins = 0, spentBy = [] } = before ?? {}
  return { tenantId, startedAt, logins: logins + 1, spentBy: [...spentBy, login].slice(-REMEMBERED_LOGINS) }
}

const DAY_MS = 24 * 60 * 60_000
