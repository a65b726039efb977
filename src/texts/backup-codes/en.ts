import { format } from '../english.js'
import type { Moment } from '../format.js'

/** The backup codes, and generating new ones. */
export const backupCodes = {
  title: 'Backup codes',
  lead: 'With a backup code you can sign in when you do not have your phone. Each code works once. Keep them in a safe place, apart from your password.',
  enabled: 'Two-factor authentication is on.',
  downloading: 'Your backup codes are being downloaded. If no file appears, choose Download, Copy or Print.',
  save: 'Save these codes now. Later they cannot be shown again.',
  hidden: 'For your safety the codes themselves are not shown again. If you have lost them, generate new ones.',
  created: (created: Moment) => `Generated on ${format.dateTime(created)}`,
  account: ({ application, person }: { application: string; person: string }) => `${application}, ${person}`,
  list: 'Your backup codes',
  hiddenCode: ({ number }: { number: number }) => `Code ${number}`,
  unused: 'Unused',
  used: (used: Moment) => `Used ${format.date(used)}`,
  download: 'Download',
  copy: 'Copy',
  copied: 'Copied',
  print: 'Print',
  saved: 'I have saved them',
  goOn: 'Continue',
  regenerate: 'Generate new codes',
  regeneration: {
    title: 'Generate new backup codes?',
    lead: 'You get ten new codes. All your old backup codes stop working at once, also those you have not used yet.',
    confirm: 'Generate new codes',
    cancel: 'Cancel',
  },
}
