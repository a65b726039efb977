import { adminPeopleView, adminView } from './administration/admin.js'
import { adminAuditView } from './administration/audit.js'
import { adminCoverageView } from './administration/coverage.js'
import { adminMessagesView } from './administration/messages.js'
import { adminPersonView, adminResetView } from './administration/person.js'
import { adminPolicyEffectsView, adminPolicyView } from './administration/policy.js'
import { adminTryView } from './administration/try.js'
import { backupCodesView, regenerateView } from './backup-codes/backup-codes.js'
import { backupChallengeView, challengeView } from './challenge/challenge.js'
import {
  setUpEmailView,
  setUpLaterView,
  setUpSmsNumberView,
  setUpSmsView,
  setUpTotpConfirmView,
  setUpTotpView,
  setUpView,
} from './enrolment/set-up.js'
import { settingsView, turnOffView } from './enrolment/settings.js'
import { errorView } from './error.js'
import { connectAccountView, disconnectAccountView, linkedAccountsView } from './linked-accounts/linked-accounts.js'
import type { Shown } from './shown.js'
import { freshView } from './sign-in/fresh.js'
import { refreshView } from './sign-in/refresh.js'
import { devicesView } from './trusted-devices/devices.js'

/** The schema of every page's view, by the page's name: the page shows it, JSON is exactly it. */
export const VIEWS = {
  settings: settingsView,
  'set-up': setUpView,
  'set-up-later': setUpLaterView,
  'set-up-totp': setUpTotpView,
  'set-up-totp-confirm': setUpTotpConfirmView,
  'set-up-email': setUpEmailView,
  'set-up-sms-number': setUpSmsNumberView,
  'set-up-sms': setUpSmsView,
  fresh: freshView,
  challenge: challengeView,
  'challenge-backup': backupChallengeView,
  'backup-codes': backupCodesView,
  'backup-codes-regenerate': regenerateView,
  devices: devicesView,
  'linked-accounts': linkedAccountsView,
  'linked-accounts-connect': connectAccountView,
  'linked-accounts-disconnect': disconnectAccountView,
  'turn-off': turnOffView,
  admin: adminView,
  'admin-people': adminPeopleView,
  'admin-messages': adminMessagesView,
  'admin-person': adminPersonView,
  'admin-reset': adminResetView,
  'admin-try': adminTryView,
  'admin-audit': adminAuditView,
  'admin-coverage': adminCoverageView,
  'admin-policy': adminPolicyView,
  'admin-policy-effects': adminPolicyEffectsView,
  refresh: refreshView,
  error: errorView,
}

/** The name under which a page can be replaced. */
export type PageName = keyof typeof VIEWS

/** The view of one page. */
export type ViewOf<Name extends PageName> = Shown<(typeof VIEWS)[Name]>

/** Everything a page can show. */
export type View = { [Name in PageName]: ViewOf<Name> }[PageName]

/** Turns views into HTML documents: one function a page. */
export type Pages = { readonly [Name in PageName]: (view: ViewOf<Name>) => string | Promise<string> }
