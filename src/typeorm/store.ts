import type { Migrations } from '../ports/migrations.js'
import type { Store } from '../ports/store.js'
import { auditStore } from './administration/audit-store.js'
import { cleanUp } from './administration/clean-up.js'
import { reportStore } from './administration/report-store.js'
import { rescueStore } from './administration/rescue-store.js'
import { backupCodeStore } from './backup-codes/backup-code-store.js'
import { challengeStore } from './challenge/challenge-store.js'
import type { Database } from './database.js'
import { enrolmentStore } from './enrolment/enrolment-store.js'
import { invitationStore } from './enrolment/invitation-store.js'
import { keyStore } from './keys/key-store.js'
import { messageStore } from './messages/message-store.js'
import { integer } from './row.js'
import { logoutStore } from './sign-in/logout-store.js'
import { signInStore } from './sign-in/sign-in-store.js'
import { singleSignOnStore } from './single-sign-on/single-sign-on-store.js'
import { policyJobStore } from './tenant-policy/policy-job-store.js'
import { policyStore } from './tenant-policy/policy-store.js'
import { trustedDeviceStore } from './trusted-devices/trusted-device-store.js'

/** A store that this library keeps in a database through TypeORM. */
export interface TypeormStore extends Store, Migrations {
  /**
   * Runs those of this library's migrations that the database has not seen, and returns their names. They are recorded
   * where TypeORM records the application's own, so that either may run them. Throws the signal's reason where it is
   * aborted; the step under way is finished.
   */
  migrate(work?: { readonly signal?: AbortSignal | undefined }): Promise<string[]>
}

/** The stores of all topics on one database. */
export function storeOn(database: Database): Store {
  return {
    ...signInStore(database),
    ...logoutStore(database),
    ...challengeStore(database),
    ...enrolmentStore(database),
    ...invitationStore(database),
    ...backupCodeStore(database),
    ...trustedDeviceStore(database),
    ...singleSignOnStore(database),
    ...messageStore(database),
    ...policyJobStore(database),
    ...rescueStore(database),
    ...reportStore(database),
    ...auditStore(database),
    ...keyStore(database),
    ...policyStore(database),
    databaseTime: () =>
      database.ask(async (on) => {
        const [row = {}] = await on.rows(`SELECT ${database.now} AS database_time`, [])
        return integer(row, 'database_time')
      }),
    cleanUp: (limits) => cleanUp(database, limits),
  }
}
