import { count, format } from '../english.js'
import type { Moment } from '../format.js'

/** What a mail is about. */
export interface About {
  readonly application: string
  /** How many backup codes are left. */
  readonly left: number
  /** Names, on one line each; null where the notice gives none. */
  readonly device: string | null
  readonly provider: string | null
  readonly tenant: string | null
  readonly from: Moment | null
  readonly until: Moment | null
}

/** The mails about a person's second factor: what each is called, and what it says. */
export const messages = {
  notice: {
    enabled: {
      subject: 'Two-factor authentication has been enabled',
      text: ({ application }: About) =>
        `Two-factor authentication has been enabled for your ${application} account. From your next login on you will be asked for a code.`,
    },
    imported: {
      subject: 'Your authenticator app has been taken over',
      text: ({ application }: About) =>
        `From now on ${application} itself asks for the code of your authenticator app. Use the same entry on the same phone as before; you do not need to set anything up. Ten backup codes are ready for the day when you do not have your phone: open the settings to save them.`,
    },
    'turned-off': {
      subject: 'Two-factor authentication has been turned off',
      text: ({ application }: About) =>
        `Two-factor authentication has been turned off for your ${application} account. It is now protected by your password alone.`,
    },
    reset: {
      subject: 'Your two-factor authentication has been reset',
      text: ({ application }: About) =>
        `An administrator has reset two-factor authentication for your ${application} account. Your previous method and your backup codes no longer work. At your next login you can set it up again.`,
    },
    'method-changed': {
      subject: 'Your two-factor authentication has been changed',
      text: ({ application }: About) =>
        `The way you get your authentication codes for ${application} has been changed. The previous one no longer works. Your backup codes stay as they are.`,
    },
    'backup-code-used': {
      subject: 'A backup code was used to sign in',
      text: ({ application, left }: About) =>
        `One of your backup codes was used to sign in to ${application}. You have ${count(left, 'code', 'codes')} left.`,
    },
    'backup-codes-regenerated': {
      subject: 'New backup codes have been generated',
      text: ({ application }: About) =>
        `New backup codes have been generated for your ${application} account. The previous ones no longer work.`,
    },
    'backup-codes-dropped': {
      subject: 'Your backup codes have been replaced',
      text: ({ application }: About) =>
        `The backup codes for your ${application} account no longer work, because ${application} has renewed its keys. Ten new ones are ready: open the settings to save them. The way you get your authentication codes stays as it is.`,
    },
    'few-backup-codes-left': {
      subject: 'You have few backup codes left',
      text: ({ application, left }: About) =>
        `You have ${count(left, 'backup code', 'backup codes')} left for your ${application} account. Generate new ones, so that you can still sign in when you do not have your phone.`,
    },
    'five-wrong-codes': {
      subject: 'Wrong authentication codes were entered',
      text: ({ application }: About) =>
        `Five wrong codes in a row were entered for your ${application} account, after your password. Further tries are now delayed.`,
    },
    'trusted-device-added': {
      subject: 'A browser is now trusted',
      text: ({ application, device, until }: About) =>
        `${device === null ? 'A browser' : `The browser "${device}"`} is not asked for a code any more when you sign in to ${application}${until === null ? '' : `, until ${format.date(until)}`}. You can end this in the settings at any time.`,
    },
    'trusted-device-stolen': {
      subject: 'A trusted browser may have been copied',
      text: ({ application, device }: About) =>
        `${device === null ? 'A trusted browser' : `Your trusted browser "${device}"`} for ${application} was used from two places. It is no longer trusted and is asked for a code again.`,
    },
    'account-connected': {
      subject: 'An account has been connected',
      text: ({ application, provider }: About) =>
        `${provider === null ? 'An account of another provider' : `An account at ${provider}`} has been connected to your ${application} account. You can now sign in with it.`,
    },
    'account-disconnected': {
      subject: 'An account has been disconnected',
      text: ({ application, provider }: About) =>
        `${provider === null ? 'An account of another provider' : `An account at ${provider}`} has been disconnected from your ${application} account. You can no longer sign in with it.`,
    },
    'unknown-identity': {
      subject: 'Somebody signed in with an account that is new here',
      text: ({ application, provider }: About) =>
        `${provider === null ? 'An account of another provider' : `An account at ${provider}`}, which was connected without a second step, was used to sign in to ${application} as you. It does not stand in for a code. If the account is yours, confirm it under “Connected accounts” in your settings.`,
    },
    'account-approved': {
      subject: 'A connected account has been approved',
      text: ({ application, provider }: About) =>
        `An administrator has approved your ${provider === null ? 'connected account' : `account at ${provider}`}: when you sign in to ${application} with it, it can stand in for a code.`,
    },
    'bypass-code-issued': {
      subject: 'A bypass code has been issued for your account',
      text: ({ application, until }: About) =>
        `An administrator has issued a code with which you can sign in to ${application} once without your own${until === null ? '' : `, until ${format.dateTime(until)}`}. They will tell it to you; it is not in this mail.`,
    },
    'bypass-code-used': {
      subject: 'A bypass code was used to sign in',
      text: ({ application }: About) =>
        `The code that an administrator issued for you was used to sign in to ${application}. It does not work a second time.`,
    },
    unlocked: {
      subject: 'Your authentication codes have been unlocked',
      text: ({ application }: About) =>
        `After wrong codes had been entered, an administrator has unlocked your ${application} account. You can enter codes again.`,
    },
    'sessions-revoked': {
      subject: 'You will be asked for a code again',
      text: ({ application }: About) =>
        `An administrator has ended what your earlier codes allowed in ${application}. In each browser you are asked for a code again.`,
    },
    'trusted-devices-revoked': {
      subject: 'Trusted devices have been revoked',
      text: ({ application }: About) =>
        `An administrator has withdrawn trust from browsers in which ${application} did not ask you for a code. In each browser you are asked for a code again.`,
    },
    'policy-requires': {
      subject: 'Two-factor authentication will be asked of you',
      text: ({ application, tenant, from }: About) =>
        `${tenant ?? 'Your organization'} requires two-factor authentication for ${application}${from === null ? '' : ` from ${format.date(from)} on`}. At your next login you are led through the set-up. It takes about two minutes, and you need your phone.`,
    },
    'policy-turned-off': {
      subject: 'Two-factor authentication has been turned off',
      text: ({ application, tenant }: About) =>
        `${tenant ?? 'Your organization'} no longer uses two-factor authentication for ${application}. What you had set up, with your backup codes, has been deleted. Your account is now protected by your password alone.`,
    },
  },
  sentCode: {
    subject: 'Your authentication code',
    code: ({ application, until }: { application: string; until: Moment }) =>
      `Enter this code to sign in to ${application}, or to confirm your set-up. It can be used until ${format.time(until)}.`,
    /** Where the password is new: whoever reads these mails may have had it reset. */
    passwordSet: (at: Moment) =>
      `The password of your account was set on ${format.dateTime(at)}. If you did not do that, tell your administrator at once.`,
    advice: 'If you did not ask for it, somebody knows your password: change it now. Give this code to nobody.',
  },
  /** An SMS has room for about 70 characters, or 160 in Latin letters, so it says no more than it must. */
  sms: {
    code: ({ application, code }: { application: string; code: string }) =>
      `${code} is your code for ${application}. It ends in 10 minutes. Give it to nobody.`,
    test: ({ application }: { application: string }) => `A test message from ${application}: SMS are working.`,
  },
  test: {
    subject: 'Test message',
    text: ({ application }: { application: string }) =>
      `This is a test message from ${application}. If you can read it, mails about two-factor authentication arrive.`,
  },
  /** Where the name of the reader is not known. */
  hello: 'Hello,',
  greeting: ({ name }: { name: string }) => `Hello ${name},`,
  facts: { time: 'Time', browser: 'Browser', address: 'Network address' },
  time: (moment: Moment) => format.dateTime(moment),
  browser: ({ browser, system }: { browser: string; system: string }) => `${browser} on ${system}`,
  unknown: 'Unknown',
  wasYou: 'If this was you, you do not need to do anything.',
  wasNotYou:
    'If this was not you, somebody may know your password: change it now, check your two-factor authentication settings, and tell your administrator.',
  /** Where an administrator did it. */
  wasAdministrator: 'If you did not expect this, tell your administrator at once.',
  settings: 'Open the settings',
  setUp: 'Set it up now',
  footer: ({ application }: { application: string }) =>
    `${application} sent this mail by itself, because the security of your account is concerned.`,
}
