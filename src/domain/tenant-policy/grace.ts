import type { TenantPolicy } from './tenant-policy.js'

/** How far one person has used up the grace of one tenant; it is started once, and never begun anew. */
export interface Grace {
  readonly tenantId: string
  readonly startedAt: number
  /** How many logins were let through by it. */
  readonly logins: number
  /** The login that it was spent for last, from `Identities.session`. */
  readonly lastLogin: string
}

/** What is left of the grace; null where nothing is. */
export interface GraceLeft {
  /** When it ends, in ms; null: never. */
  readonly until: number | null
  /** How many more logins it lets through; null: any number. */
  readonly logins: number | null
}

/** What is left of the grace of all tenants that require a second factor, by what was used of each (null: not begun). */
export function graceLeft(
  { days, logins }: TenantPolicy['grace'],
  used: readonly (Grace | null)[],
  now: number,
): GraceLeft | null {
  const started = used.map((grace) => grace?.startedAt ?? now)
  const until = days === null ? null : Math.min(now, ...started) + days * DAY_MS
  const left = logins === null ? null : logins - Math.max(0, ...used.map((grace) => grace?.logins ?? 0))
  if ((until !== null && now >= until) || (left !== null && left <= 0)) return null
  return { until, logins: left }
}

/** True where this login was let through by the grace of every one of these tenants. */
export function isGraced(tenants: readonly string[], used: readonly (Grace | null)[], login: string): boolean {
  return tenants.length > 0 && tenants.every((id) => used.some((g) => g?.tenantId === id && g.lastLogin === login))
}

const DAY_MS = 24 * 60 * 60_000
