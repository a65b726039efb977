import { recentEvents } from './actions/administration/recent-events.js'
import { countBackupCodes } from './actions/backup-codes/count-backup-codes.js'
import { listBackupCodes } from './actions/backup-codes/list-backup-codes.js'
import { regenerateBackupCodes } from './actions/backup-codes/regenerate-backup-codes.js'
import { saveBackupCodes } from './actions/backup-codes/save-backup-codes.js'
import { cancelChallenge } from './actions/challenge/cancel-challenge.js'
import { sendCode } from './actions/challenge/send-code.js'
import { verifyCode } from './actions/challenge/verify-code.js'
import { verifyRecoveryCode } from './actions/challenge/verify-recovery-code.js'
import { confirmSetUp } from './actions/enrolment/confirm-set-up.js'
import { dismissInvitation } from './actions/enrolment/invitation.js'
import { lastUse } from './actions/enrolment/last-use.js'
import { readDestination } from './actions/enrolment/read-destination.js'
import { showSetUp } from './actions/enrolment/show-set-up.js'
import { startSetUp } from './actions/enrolment/start-set-up.js'
import { turnOff } from './actions/enrolment/turn-off.js'
import { endKeycloakSession } from './actions/sign-in/end-keycloak-session.js'
import { verifyFreshCode } from './actions/sign-in/verify-fresh-code.js'
import { postponeSetUp } from './actions/tenant-policy/postpone-set-up.js'
import { listDevices } from './actions/trusted-devices/list-devices.js'
import { offerTrust } from './actions/trusted-devices/offer-trust.js'
import { renameDevice } from './actions/trusted-devices/rename-device.js'
import { revokeAllDevices, revokeDevice } from './actions/trusted-devices/revoke-devices.js'
import { trustDevice } from './actions/trusted-devices/trust-device.js'
import { composeAdministration } from './compose-administration.js'
import type { Core } from './compose-core.js'
import { composeLinkedAccounts } from './compose-linked-accounts.js'
import { AUTHENTICATOR_APPS } from './domain/enrolment/authenticator-apps.js'
import type { RouterActions } from './express/router.js'
import type { Surroundings } from './express/surroundings.js'
import type { Configuration } from './options.js'

/** What the pages can do, composed. */
export function composeActions(configuration: Configuration, core: Core, surroundings: Surroundings): RouterActions {
  return {
    readDestination: readDestination(core),
    sendCode: sendCode(core),
    readChannels: core.readChannels,
    jwks: core.signer?.jwks ?? { keys: [] },
    authenticatorApps: configuration.authenticatorApps ?? AUTHENTICATOR_APPS,
    verifyCode: verifyCode(core),
    verifyFreshCode: verifyFreshCode(core),
    verifyBackupCode: verifyRecoveryCode(core),
    cancelChallenge: cancelChallenge(core),
    startSetUp: startSetUp(core),
    showSetUp: showSetUp(core),
    confirmSetUp: confirmSetUp(core),
    addressOf: ({ secret, totp }, account) =>
      core.totp.address(secret, totp, { application: configuration.name, account }),
    turnOff: turnOff(core),
    recentEvents: recentEvents(core),
    ...composeAdministration(core),
    countBackupCodes: countBackupCodes(core),
    listBackupCodes: listBackupCodes(core),
    saveBackupCodes: saveBackupCodes(core),
    regenerateBackupCodes: regenerateBackupCodes(core),
    lastUse: lastUse(core),
    dismissInvitation: dismissInvitation(core),
    postponeSetUp: postponeSetUp(core),
    offerTrust: offerTrust(core),
    trustDevice: trustDevice(core),
    listDevices: listDevices(core),
    renameDevice: renameDevice(core),
    revokeDevice: revokeDevice(core),
    revokeAllDevices: revokeAllDevices(core),
    ...composeLinkedAccounts(core),
    endKeycloakSession: composeBackchannelLogout(configuration, core, surroundings),
  }
}

/** Undefined where the options do not say for whom logout tokens are. */
function composeBackchannelLogout(
  { clientIds, directory }: Configuration,
  core: Core,
  { epochs }: Surroundings,
): RouterActions['endKeycloakSession'] {
  const { verifyLogoutToken } = directory
  if (clientIds === undefined || verifyLogoutToken === undefined) return undefined
  const logoutTokens = { verifyLogoutToken: verifyLogoutToken.bind(directory) }
  return endKeycloakSession({ ...core, epochs, logoutTokens, clientIds })
}
