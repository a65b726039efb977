import type { Directory, Person } from '../../ports/directory.js'

const MOST = 20

/** Whom a text names: one person's user id, or several people, of whom one has to be chosen. */
export type FoundPerson = { readonly userId: string } | { readonly several: readonly Person[] }

/**
 * Finds whom a text means, among the people of a tenant or (null) of the realm: by user name, address or name. Where
 * Keycloak has nobody like it, it is taken as a user id, so that somebody who was deleted can still be asked about.
 */
export function findPerson({ directory }: { directory: Directory }) {
  return async (tenant: string | null, text: string): Promise<FoundPerson> => {
    if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text)) return { userId: text }
    const page = { first: 0, max: MOST, search: text }
    const found = await (tenant === null ? directory.people(page) : directory.members(tenant, page))
    const isMeant = ({ userId, username, email }: Person) =>
      [userId, username, email].some((each) => each?.toLowerCase() === text.toLowerCase())
    const [meant = found.length === 1 ? found[0] : undefined, another] = found.filter(isMeant)
    if (meant !== undefined && another === undefined) return { userId: meant.userId }
    return found.length === 0 ? { userId: text } : { several: found }
  }
}
