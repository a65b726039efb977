import { TwoFactorError } from '../../errors.js'
import type { Directory, Person } from '../../ports/directory.js'

/** How many are looked through at a time, and in all: whoever is called like so many others is found by their id. */
const [PART, MOST] = [100, 1_000]

/**
 * The person with this user id, or else with exactly this user name or e-mail address. Throws `ERR_2FA_NOT_FOUND` where
 * there is none, and `ERR_2FA_MALFORMED` where there are several: nobody is guessed at.
 */
export function namedPerson({ directory }: { readonly directory: Directory }) {
  return async (named: string): Promise<Person> => {
    const known = await directory.person(named)
    if (known !== null) return known
    const wanted = named.toLowerCase()
    const found: Person[] = []
    for (let first = 0; first < MOST && wanted !== ''; first += PART) {
      const part = await directory.people({ first, max: PART, search: named })
      found.push(
        ...part.filter(({ username, email }) => [username, email].some((each) => each?.toLowerCase() === wanted)),
      )
      if (part.length < PART) break
    }
    const [person, another] = found
    if (person === undefined) {
      const message = `Keycloak has no person with the user id, user name or e-mail address "${named}".`
      throw new TwoFactorError('ERR_2FA_NOT_FOUND', message)
    }
    if (another !== undefined) {
      throw new TwoFactorError('ERR_2FA_MALFORMED', `"${named}" may be one of several people: give the user id.`)
    }
    return person
  }
}
