import type { Accounts } from '../../ports/accounts.js'

/** The part of the directory that knows accounts; null where it is one that does not. */
export function accountsIn(directory: Partial<Accounts>): Accounts | null {
  return directory.identityProvider === undefined ? null : (directory as Accounts)
}
