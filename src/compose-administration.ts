import { countCoverage } from './actions/administration/count-coverage.js'
import { explainLogin } from './actions/administration/explain-login.js'
import { exportAuditLog } from './actions/administration/export-audit-log.js'
import { findPerson } from './actions/administration/find-person.js'
import { issueBypassCode } from './actions/administration/issue-bypass-code.js'
import { listAuditEvents } from './actions/administration/list-audit-events.js'
import { listCoverage } from './actions/administration/list-coverage.js'
import { listPeople } from './actions/administration/list-people.js'
import { reachPerson } from './actions/administration/reach-person.js'
import { refuse } from './actions/administration/refuse.js'
import { resetPerson } from './actions/administration/reset-person.js'
import { revokePersonDevices } from './actions/administration/revoke-person-devices.js'
import { revokeSessions } from './actions/administration/revoke-sessions.js'
import { showSecondFactor } from './actions/administration/show-second-factor.js'
import { standingOf } from './actions/administration/standing-of.js'
import { unlockPerson } from './actions/administration/unlock-person.js'
import { sendTestMessage } from './actions/messages/send-test-message.js'
import { listDevices } from './actions/trusted-devices/list-devices.js'
import type { Core } from './compose-core.js'
import { composePolicies } from './compose-policies.js'
import type { Subject } from './domain/sign-in/login.js'

/** What administrators can do. */
export function composeAdministration(core: Core) {
  const devices = listDevices(core)
  return {
    standingOf: standingOf(core),
    refuse: refuse(core),
    listPeople: listPeople(core),
    reachPerson: reachPerson(core),
    showSecondFactor: showSecondFactor(core),
    unlockPerson: unlockPerson(core),
    resetPerson: resetPerson(core),
    revokeSessions: revokeSessions(core),
    devicesOf: async (subject: Subject) =>
      devices({ subject }, undefined, (await core.policyOf(subject)).trustedDevices.days),
    revokePersonDevices: revokePersonDevices(core),
    issueBypassCode: issueBypassCode(core),
    countCoverage: countCoverage(core),
    listCoverage: listCoverage(core),
    explainLogin: explainLogin(core),
    findPerson: findPerson(core),
    listAuditEvents: listAuditEvents(core),
    exportAuditLog: exportAuditLog(core),
    ...composePolicies(core),
    sendTestMessage: sendTestMessage(core),
  }
}
