import type { Store } from '../ports/store.js'
import { administrationPromises } from './store-contract/administration-promises.js'
import { backupCodePromises } from './store-contract/backup-code-promises.js'
import { challengePromises } from './store-contract/challenge-promises.js'
import type { ContractRunner } from './store-contract/contract-runner.js'
import { enrolmentPromises } from './store-contract/enrolment-promises.js'
import { invitationPromises } from './store-contract/invitation-promises.js'
import { keyPromises } from './store-contract/key-promises.js'
import { logoutPromises } from './store-contract/logout-promises.js'
import { messagePromises } from './store-contract/message-promises.js'
import { policyJobPromises } from './store-contract/policy-job-promises.js'
import { policyPromises } from './store-contract/policy-promises.js'
import { reportPromises } from './store-contract/report-promises.js'
import { rescuePromises } from './store-contract/rescue-promises.js'
import { signInPromises } from './store-contract/sign-in-promises.js'
import { singleSignOnPromises } from './store-contract/single-sign-on-promises.js'
import { trustedDevicePromises } from './store-contract/trusted-device-promises.js'

export type { ContractRunner } from './store-contract/contract-runner.js'

/** The stores that the suite is run against. */
export interface StoresUnderTest {
  /** Two stores as two processes have them, on one database that has its tables and no rows. */
  readonly stores: readonly [Store, Store]
  /** Gives everything back. */
  close(): Promise<void>
}

/**
 * Every promise of the `Store` port as a test suite, for whoever writes a store.
 *
 * `open` is called once, before the first test. The suite uses `describe`, `it`, `before` and `after` of the given
 * runner (default: the globals of mocha) and `node:assert`; some tests write fifty times in parallel.
 */
export function storeContract(
  name: string,
  open: () => Promise<StoresUnderTest>,
  runner: ContractRunner = globalThis as unknown as ContractRunner,
): void {
  runner.describe(`${name} keeps the promises of a store`, () => {
    let opened: StoresUnderTest | undefined
    runner.before(async () => {
      opened = await open()
    })
    runner.after(async () => {
      await opened?.close()
    })
    const nth = (index: 0 | 1) => () => {
      if (opened === undefined) throw new Error(`The stores of "${name}" could not be opened`)
      return opened.stores[index]
    }
    const context = {
      describe: (title: string, body: () => void) => runner.describe(title, body),
      it: (title: string, body: () => Promise<void>) => runner.it(title, body),
      one: nth(0),
      other: nth(1),
    }
    signInPromises(context)
    logoutPromises(context)
    challengePromises(context)
    enrolmentPromises(context)
    invitationPromises(context)
    backupCodePromises(context)
    trustedDevicePromises(context)
    singleSignOnPromises(context)
    messagePromises(context)
    policyJobPromises(context)
    rescuePromises(context)
    reportPromises(context)
    keyPromises(context)
    policyPromises(context)
    administrationPromises(context)
  })
}
