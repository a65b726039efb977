import { approveAccount } from './actions/administration/approve-account.js'
import { connectAccount } from './actions/linked-accounts/connect-account.js'
import { disconnectAccount } from './actions/linked-accounts/disconnect-account.js'
import { listAccounts } from './actions/linked-accounts/list-accounts.js'
import type { Core } from './compose-core.js'
import type { Subject } from './domain/sign-in/login.js'

/** What people can do about the accounts with which they sign in. */
export function composeLinkedAccounts(core: Core) {
  const list = listAccounts(core)
  return {
    listAccounts: list,
    connectAccount: connectAccount(core),
    disconnectAccount: disconnectAccount(core),
    approveAccount: approveAccount(core),
    /** What administrators see: the same, under the policy that holds for that person. */
    accountsOf: async (subject: Subject) => list(subject, subject, (await core.policyOf(subject)).sso),
  }
}
