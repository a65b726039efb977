import type { Languages } from '../texts/index.js'
import type { PageName, Pages, View, ViewOf } from '../views/view.js'
import { adminPage } from './administration/admin.js'
import { adminAuditPage } from './administration/audit.js'
import { adminCoveragePage } from './administration/coverage.js'
import { adminMessagesPage } from './administration/messages.js'
import { adminPeoplePage } from './administration/people.js'
import { adminPersonPage } from './administration/person.js'
import { adminPolicyPage } from './administration/policy.js'
import { adminPolicyEffectsPage } from './administration/policy-effects.js'
import { adminResetPage } from './administration/reset.js'
import { adminTryPage } from './administration/try.js'
import { backupCodesPage } from './backup-codes/backup-codes.js'
import { backupCodesRegeneratePage } from './backup-codes/backup-codes-regenerate.js'
import { challengePage } from './challenge/challenge.js'
import { challengeBackupPage } from './challenge/challenge-backup.js'
import { setUpPage } from './enrolment/set-up.js'
import { setUpLaterPage } from './enrolment/set-up-later.js'
import { setUpEmailPage, setUpSmsPage } from './enrolment/set-up-sent.js'
import { setUpSmsNumberPage } from './enrolment/set-up-sms-number.js'
import { setUpTotpPage } from './enrolment/set-up-totp.js'
import { setUpTotpConfirmPage } from './enrolment/set-up-totp-confirm.js'
import { settingsPage } from './enrolment/settings.js'
import { turnOffPage } from './enrolment/turn-off.js'
import { errorPage } from './error.js'
import { linkedAccountsPage } from './linked-accounts/linked-accounts.js'
import { linkedAccountsConnectPage } from './linked-accounts/linked-accounts-connect.js'
import { linkedAccountsDisconnectPage } from './linked-accounts/linked-accounts-disconnect.js'
import { freshPage } from './sign-in/fresh.js'
import { refreshPage } from './sign-in/refresh.js'
import type { Spoken } from './spoken.js'
import { devicesPage } from './trusted-devices/devices.js'

export { comfortScript } from './comfort-script.js'
export { invitationHtml } from './enrolment/invitation.js'
export { stylesheet } from './stylesheet.js'

const OWN: { readonly [Name in PageName]: (view: Spoken<ViewOf<Name>>) => string } = {
  settings: settingsPage,
  'set-up': setUpPage,
  'set-up-later': setUpLaterPage,
  'set-up-totp': setUpTotpPage,
  'set-up-email': setUpEmailPage,
  'set-up-sms-number': setUpSmsNumberPage,
  'set-up-sms': setUpSmsPage,
  'set-up-totp-confirm': setUpTotpConfirmPage,
  fresh: freshPage,
  challenge: challengePage,
  'challenge-backup': challengeBackupPage,
  'backup-codes': backupCodesPage,
  devices: devicesPage,
  'linked-accounts': linkedAccountsPage,
  'linked-accounts-connect': linkedAccountsConnectPage,
  'linked-accounts-disconnect': linkedAccountsDisconnectPage,
  'turn-off': turnOffPage,
  'backup-codes-regenerate': backupCodesRegeneratePage,
  admin: adminPage,
  'admin-messages': adminMessagesPage,
  'admin-people': adminPeoplePage,
  'admin-person': adminPersonPage,
  'admin-reset': adminResetPage,
  'admin-try': adminTryPage,
  'admin-audit': adminAuditPage,
  'admin-coverage': adminCoveragePage,
  'admin-policy': adminPolicyPage,
  'admin-policy-effects': adminPolicyEffectsPage,
  refresh: refreshPage,
  error: errorPage,
}

/** The names under which pages can be replaced. */
export const PAGE_NAMES = Object.keys(OWN)

/** The pages that come with the library, in these languages; each can be replaced by name. */
export function pagesIn(languages: Languages): Pages {
  const speaking = (page: (view: Spoken<View>) => string) => (view: View) =>
    page({ ...view, texts: languages.textsFor(view.locale) })
  return Object.fromEntries(Object.entries(OWN).map(([name, page]) => [name, speaking(page as never)])) as Pages
}
