/** How far one person has used up the grace of one tenant; it is started once, and never begun anew. */
export interface Grace {
  readonly tenantId: string
  readonly startedAt: number
  /** How many logins were let through by it. */
  readonly logins: number
  /** The login that it was spent for last, from `Identities.session`. */
  readonly lastLogin: string
}
