import type { Pages } from '../views/view.js'
import { backupCodesPage } from './backup-codes/backup-codes.js'
import { backupCodesRegeneratePage } from './backup-codes/backup-codes-regenerate.js'
import { challengePage } from './challenge/challenge.js'
import { challengeBackupPage } from './challenge/challenge-backup.js'
import { setUpPage } from './enrolment/set-up.js'
import { setUpEmailPage } from './enrolment/set-up-email.js'
import { setUpTotpPage } from './enrolment/set-up-totp.js'
import { setUpTotpConfirmPage } from './enrolment/set-up-totp-confirm.js'
import { settingsPage } from './enrolment/settings.js'
import { turnOffPage } from './enrolment/turn-off.js'
import { errorPage } from './error.js'
import { refreshPage } from './sign-in/refresh.js'
import { devicesPage } from './trusted-devices/devices.js'

export { comfortScript } from './comfort-script.js'
export { stylesheet } from './stylesheet.js'

/** The pages that come with the library; each can be replaced by name. */
export const pages: Pages = {
  settings: settingsPage,
  'set-up': setUpPage,
  'set-up-totp': setUpTotpPage,
  'set-up-email': setUpEmailPage,
  'set-up-totp-confirm': setUpTotpConfirmPage,
  challenge: challengePage,
  'challenge-backup': challengeBackupPage,
  'backup-codes': backupCodesPage,
  devices: devicesPage,
  'turn-off': turnOffPage,
  'backup-codes-regenerate': backupCodesRegeneratePage,
  refresh: refreshPage,
  error: errorPage,
}
