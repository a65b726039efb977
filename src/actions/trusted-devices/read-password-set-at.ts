import type { Directory } from '../../ports/directory.js'
import type { Events } from '../../ports/events.js'
import type { Passwords } from '../../ports/passwords.js'

/** What telling a changed password needs. */
export interface PasswordPorts {
  readonly directory: Directory & Partial<Passwords>
  readonly events: Events
  /** What becomes of trust where nobody tells when the password was set. */
  readonly unreadablePassword: 'ask' | 'trust'
}

/** When the person's password was set; null where it is not known, or where Keycloak cannot be asked now. */
export async function readPasswordSetAt(
  { directory, events }: { readonly directory: Partial<Passwords>; readonly events: Events },
  userId: string,
  { fresh = false } = {},
): Promise<number | null> {
  try {
    return (await directory.passwordSetAt?.(userId, { fresh })) ?? null
  } catch (error) {
    events.emit({ kind: 'request-failed', error })
    return null
  }
}
