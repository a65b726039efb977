/** What one key still holds. */
export interface KeyUse {
  readonly id: string
  /**
   * `seals`: the first one; `opens`: another one of `secretKeys`; `wrong`: one of them that does not open what was sealed
   * with it; `missing`: not among them, so nobody can open what it sealed.
   */
  readonly role: 'seals' | 'opens' | 'wrong' | 'missing'
  /** How many sealed texts only this key opens. */
  readonly sealed: number
  /** How many unused backup codes only this key finds. */
  readonly backupCodes: number
  /** Of how many people those codes are. */
  readonly people: number
}

/** What has been counted of keys so far, by their ids. */
export type KeyCounts = ReadonlyMap<string, Omit<KeyUse, 'id' | 'role'>>

const NOTHING = { sealed: 0, backupCodes: 0, people: 0 }

/** Every key of the options, in their order, and after them those that are missing and yet needed. */
export function keyUses(
  { first, ids }: { first: string; ids: readonly string[] },
  counts: KeyCounts,
  wrong: ReadonlySet<string> = new Set(),
): KeyUse[] {
  const roleOf = (id: string) => (wrong.has(id) ? 'wrong' : id === first ? 'seals' : 'opens')
  const missing = [...counts.keys()].filter((id) => !ids.includes(id)).sort()
  const uses = [
    ...ids.map((id): KeyUse => ({ id, role: roleOf(id), ...(counts.get(id) ?? NOTHING) })),
    ...missing.map((id): KeyUse => ({ id, role: 'missing', ...(counts.get(id) ?? NOTHING) })),
  ]
  return uses.filter((use) => use.role !== 'missing' || isNeeded(use))
}

/** True while something is lost when the key goes. */
export function isNeeded({ sealed, backupCodes }: KeyUse): boolean {
  return sealed > 0 || backupCodes > 0
}

/** Adds to what has been counted of a key. */
export function count(
  counts: KeyCounts,
  id: string,
  more: Partial<Omit<KeyUse, 'id' | 'role'>>,
): Map<string, Omit<KeyUse, 'id' | 'role'>> {
  const { sealed, backupCodes, people } = counts.get(id) ?? NOTHING
  return new Map(counts).set(id, {
    sealed: sealed + (more.sealed ?? 0),
    backupCodes: backupCodes + (more.backupCodes ?? 0),
    people: people + (more.people ?? 0),
  })
}
