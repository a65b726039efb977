import type { Caller } from '../../actions/context.js'
import type { Surroundings } from '../surroundings.js'

/** The caller's name for the page's head; null where Keycloak cannot be asked now, since the page works without it. */
export async function displayName({ directory, events }: Surroundings, { login }: Caller): Promise<string | null> {
  try {
    return (await directory.person(login.userId))?.displayName ?? null
  } catch (error) {
    events.emit({ kind: 'request-failed', error })
    return null
  }
}
