import { connectAccount } from './actions/linked-accounts/connect-account.js'
import { disconnectAccount } from './actions/linked-accounts/disconnect-account.js'
import { listAccounts } from './actions/linked-accounts/list-accounts.js'
import type { Core } from './compose-core.js'

/** What people can do about the accounts with which they sign in. */
export function composeLinkedAccounts(core: Core) {
  return {
    listAccounts: listAccounts(core),
    connectAccount: connectAccount(core),
    disconnectAccount: disconnectAccount(core),
  }
}
