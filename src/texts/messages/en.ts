import { count, format } from '../english.js'
import type { Moment } from '../format.js'

/** What a mail is about. */
export interface About {
  readonly application: string
  /** How many backup codes are left. */
  readonly left: number
}

/** The mails about a person's second factor: what each is called, and what it says. */
export const messages = {
  notice: {
    enabled: {
      subject: 'Two-factor authentication has been enabled',
      text: ({ application }: About) =>
        `Two-factor authentication has been enabled for your ${application} account. From your next login on you will be asked for a code.`,
    },
    'turned-off': {
      subject: 'Two-factor authentication has been turned off',
      text: ({ application }: About) =>
        `Two-factor authentication has been turned off for your ${application} account. It is now protected by your password alone.`,
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
  },
  sentCode: {
    subject: 'Your authentication code',
    code: ({ application, until }: { application: string; until: Moment }) =>
      `Enter this code to sign in to ${application}, or to confirm your set-up. It can be used until ${format.time(until)}.`,
    advice: 'If you did not ask for it, somebody knows your password: change it now. Give this code to nobody.',
  },
  greeting: ({ name }: { name: string }) => `Hello ${name},`,
  facts: { time: 'Time', browser: 'Browser', address: 'Network address' },
  time: (moment: Moment) => format.dateTime(moment),
  browser: ({ browser, system }: { browser: string; system: string }) => `${browser} on ${system}`,
  unknown: 'Unknown',
  wasYou: 'If this was you, you do not need to do anything.',
  wasNotYou:
    'If this was not you, somebody may know your password: change it now, check your two-factor authentication settings, and tell your administrator.',
  settings: 'Open the settings',
  footer: ({ application }: { application: string }) =>
    `${application} sent this mail by itself, because the security of your account is concerned.`,
}
