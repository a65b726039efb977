import { count, format } from '../english.js'
import type { Moment } from '../format.js'

/** The code page and the page for a backup code. */
export const challenge = {
  title: 'Input authentication code',
  lead: ({ application }: { application: string }) =>
    `Open your authenticator app and enter the code it shows for ${application}.`,
  code: ({ digits }: { digits: number }) => `Code with ${digits} digits`,
  email: {
    lead: ({ to }: { to: string }) => `We have mailed a code to ${to}. It can take a minute to arrive.`,
    notSent: 'The code comes by e-mail.',
    resend: 'Send another code',
    /** `{time}` becomes minutes and seconds, counted down by the script. */
    resendIn: 'You can ask for another code in {time}.',
    noCode: 'Look into the folder for unwanted mail, too. If nothing arrives, ask for another code.',
  },
  trust: {
    choose: ({ days }: { days: number }) => `Don’t ask again in this browser for ${count(days, 'day', 'days')}`,
    hint: 'Only on a device that nobody else uses.',
  },
  sms: {
    lead: ({ to }: { to: string }) => `We have sent a code by SMS to ${to}. It can take a minute to arrive.`,
    notSent: 'The code comes by SMS.',
    noCode: 'If nothing arrives, check whether your phone has reception, and ask for another code.',
    byEmail: 'Send it by e-mail instead',
    byEmailHint: ({ to }: { to: string }) => `The code for this sign-in then goes to ${to}; the one by SMS ends.`,
  },
  verify: 'Verify',
  cancel: 'Cancel',
  signingInAs: 'You are signing in as',
  noCode: {
    summary: 'I cannot get a code',
    clock:
      'If the app shows codes but they are refused, turn on automatic date and time on your phone and wait for the next code.',
    backup: 'If you do not have your phone, use one of the backup codes you saved.',
    useBackupCode: 'Use a backup code',
    help: 'If nothing else works, ask for help:',
  },
  backup: {
    title: 'Enter a backup code',
    lead: 'Enter one of the ten backup codes you saved, or the code with 8 digits that your administrator told you. Each code works once.',
    code: 'Backup code',
    hint: 'Capital letters, spaces and hyphens do not matter.',
    useCode: 'Enter the usual code instead',
  },
  /** What was wrong with the code of an app. */
  problem: {
    malformed: ({ digits }: { digits: number }) => `Enter the ${digits} digits that the app shows.`,
    wrong: ({ triesLeft }: { triesLeft: number }) =>
      `This code is wrong. You have ${count(triesLeft, 'try', 'tries')} left.`,
    wrongAndLocked: (until: Moment) => `This code is wrong. You can try again at ${format.time(until)}.`,
    replayed: ({ triesLeft }: { triesLeft: number }) =>
      `This code was already used. Wait until the app shows the next one. You have ${count(triesLeft, 'try', 'tries')} left.`,
    replayedAndLocked: (until: Moment) =>
      `This code was already used. You can try again at ${format.time(until)}, with a new code.`,
    locked: (until: Moment) => `Too many wrong codes. You can try again at ${format.time(until)}.`,
    disabled: 'Too many wrong codes. Codes from the app are disabled. Use a backup code, or ask your administrator.',
    expired: 'This code is no longer valid. Enter the code that the app shows now.',
  },
  /** What was wrong with a mailed code, where that is not what is wrong with the code of an app. */
  emailProblem: {
    malformed: ({ digits }: { digits: number }) => `Enter the ${digits} digits from the mail.`,
    expired: 'This code is no longer valid. We have mailed you a new one.',
    disabled: 'Too many wrong codes. Mailed codes are disabled. Use a backup code, or ask your administrator.',
    capped: (until: Moment) => `Too many codes were sent. The next one can be sent at ${format.time(until)}.`,
    undeliverable: 'Codes by e-mail cannot be sent at the moment. Use a backup code, or try again later.',
  },
  /** What was wrong with a code by SMS, where that is not what is wrong with the code of an app. */
  smsProblem: {
    malformed: ({ digits }: { digits: number }) => `Enter the ${digits} digits from the SMS.`,
    expired: 'This code is no longer valid. We have sent you a new one.',
    disabled: 'Too many wrong codes. Codes by SMS are disabled. Use a backup code, or ask your administrator.',
    undeliverable: 'Codes by SMS cannot be sent at the moment. Use a backup code, or try again later.',
  },
  /** What was wrong with a backup code. */
  backupProblem: {
    malformed:
      'This does not look like a backup code. It has 16 letters and digits; a code from your administrator has 8 digits.',
    wrong: ({ triesLeft }: { triesLeft: number }) =>
      `This backup code is wrong or was already used. You have ${count(triesLeft, 'try', 'tries')} left.`,
    wrongAndLocked: (until: Moment) =>
      `This backup code is wrong or was already used. You can try again at ${format.time(until)}.`,
    locked: (until: Moment) => `Too many wrong backup codes. You can try again at ${format.time(until)}.`,
    disabled: 'Too many wrong backup codes. They are disabled. Enter the usual code, or ask your administrator.',
    expired: 'This code is no longer valid. Use another one.',
  },
  /** `{time}` becomes minutes and seconds, counted down by the script. */
  countdown: 'You can try again in {time}.',
}
