import { count, format } from '../english.js'
import type { Moment } from '../format.js'

/** The settings page, the three steps of set-up, and turning off. */
export const enrolment = {
  settings: {
    title: 'Two-factor authentication',
    lead: 'After your password you also enter a code from your phone. Somebody who knows only your password cannot sign in as you.',
    status: 'Status',
    off: 'Off',
    active: 'Active',
    offText: 'Your account is protected by your password alone.',
    activeText: 'You are asked for a code when you sign in.',
    switchOn: 'Switch on',
    notOffered: {
      policy:
        'Two-factor authentication is not offered for your account. The administrators of your organization decide about this.',
      'single-sign-on': ({ provider }: { provider: string }) =>
        `You signed in through ${provider}, which protects your account. That is why nothing is to be set up here.`,
    },
    method: { totp: 'Authenticator app', email: 'Codes by e-mail', sms: 'Codes by SMS' },
    since: (since: Moment) => `Since ${format.date(since)}`,
    lastUsed: (at: Moment) => `Last used: ${format.dateTime(at)}`,
    change: 'Change',
    changeHint:
      'For a new phone, another app or another method. The current one works until you have confirmed the new one.',
    backupCodes: 'Backup codes',
    backupCodesLeft: ({ left }: { left: number }) =>
      left === 0 ? 'All codes have been used' : `${count(left, 'code', 'codes')} left`,
    saveBackupCodes:
      'You have not saved your backup codes yet. With them you can still sign in when you do not have your phone.',
    getBackupCodes: 'Get backup codes',
    manageBackupCodes: 'Manage',
    turnOff: 'Turn off',
    turnOffHint: 'Sign in with your password alone.',
    cannotTurnOff: 'Your organization requires two-factor authentication. That is why it cannot be turned off.',
    done: {
      enabled: 'Two-factor authentication is on. You will be asked for a code from your next login on.',
      'turned-off': 'Two-factor authentication is off. You will not be asked for a code any more.',
    },
  },
  invitation: {
    title: 'Protect your account',
    text: ({ application }: { application: string }) =>
      `With two-factor authentication nobody can sign in to ${application} as you who knows only your password. It takes about two minutes, and you need your phone.`,
    accept: 'Set it up',
    dismiss: 'No, thanks',
  },
  later: {
    title: 'Set up two-factor authentication',
    lead: ({ tenants }: { tenants: readonly string[] }) =>
      `${tenants.length === 0 ? 'Your organization requires it' : `${format.list(tenants)} ${tenants.length === 1 ? 'requires' : 'require'} it`}: after your password you also enter a code from your phone. It takes about two minutes.`,
    now: 'Set it up now',
    later: 'Later',
    left: ({ logins, until }: { logins: number | null; until: Moment | null }) =>
      logins === null && until === null
        ? 'You can put it off.'
        : `You can put it off${logins === null ? '' : ` for ${count(logins, 'login', 'logins')}`}${until === null ? '' : `${logins === null ? '' : ','} until ${format.dateTime(until)}`}.`,
  },
  steps: {
    label: 'Steps of the set-up',
    names: ['App', 'QR code', 'Code'],
    done: 'done',
  },
  setUp: {
    title: 'Get an authenticator app',
    /** Where an app is not among what may be chosen. */
    choose: 'Choose how you get your codes',
    lead: 'The app shows a new code every 30 seconds. If you already have one on your phone, go to the next step.',
    replaces: 'Your current method works until you have confirmed the new one.',
    apps: 'Apps that suit',
    system: { ios: 'iPhone', android: 'Android', web: 'Website' },
    anyOther: 'Any other app for time-based codes (TOTP) works too.',
    next: 'Next',
    cancel: 'Cancel',
  },
  totp: {
    title: 'Scan the QR code',
    lead: 'In the app, add a new account and point the camera at this code.',
    leadTouch: 'Is the app on this device? Then open it here.',
    qrCode: ({ account }: { account: string }) => `QR code for ${account}`,
    openInApp: 'Open in authenticator app',
    account: 'Account',
    keyLead: 'Or enter this key in the app:',
    copy: 'Copy',
    copied: 'Copied',
    next: 'Next',
    back: 'Back',
  },
  confirm: {
    title: 'Enter the code',
    lead: ({ digits }: { digits: number }) => `Enter the ${digits} digits that the app now shows.`,
    verify: 'Verify',
    back: 'Back to the QR code',
    expired: 'This set-up has expired. Go back and start again with a new QR code.',
    disabled: 'Too many wrong codes. Ask your administrator to unlock your account.',
  },
  email: {
    title: 'Codes by e-mail',
    offer: ({ to }: { to: string }) => `Instead of an app, codes can be mailed to ${to}. An app is safer.`,
    notVerified: 'Codes can be mailed to you once your e-mail address has been verified.',
    choose: 'Use e-mail',
    enter: 'Enter the code from the mail',
    back: 'Back',
    method: ({ to }: { to: string }) => `Codes are mailed to ${to}`,
  },
  sms: {
    title: 'Codes by SMS',
    offer: 'Codes can be sent to your mobile phone by SMS. An app is safer, and needs no reception.',
    choose: 'Use SMS',
    number: 'Your mobile number',
    numberLead: 'Codes will be sent to this number by SMS. We send one there now, to see that it is yours.',
    numberHint: 'With the country code, such as +81 90 1234 5678.',
    send: 'Send code',
    problem: {
      malformed: 'This is not the number of a mobile phone. Enter it with its country code.',
      'not-allowed': 'SMS are not sent to numbers of this country. Use another number or another method.',
    },
    enter: 'Enter the code from the SMS',
    another: 'Another number',
    back: 'Back',
    method: ({ to }: { to: string }) => `Codes are sent by SMS to ${to}`,
  },
  turnOff: {
    title: 'Turn off two-factor authentication?',
    lead: 'Your password alone will then protect your account.',
    consequences: [
      'You are not asked for a code any more.',
      'Your authenticator app’s entry or the codes sent to you, and all your backup codes, stop working.',
    ],
    confirm: 'Turn off',
    cancel: 'Cancel',
  },
}
