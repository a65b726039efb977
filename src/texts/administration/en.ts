import { format } from '../english.js'
import type { Moment } from '../format.js'

/** What happened to a person's second factor, as the log of it says. */
export const administration = {
  title: 'Recent activity',
  lead: 'If you do not recognise something here, change your password and tell your administrator.',
  time: (moment: Moment) => format.dateTime(moment),
  place: ({ browser, system }: { browser: string; system: string }) => `${browser} on ${system}`,
  events: {
    'set-up-started': 'Set-up started',
    enabled: 'Two-factor authentication turned on',
    'method-changed': 'Method changed',
    'turned-off': 'Two-factor authentication turned off',
    'code-sent': 'A code was mailed',
    'code-accepted': 'Signed in with a code',
    'code-refused': 'A wrong code was entered',
    'backup-code-accepted': 'Signed in with a backup code',
    'backup-code-refused': 'A wrong backup code was entered',
    'bypass-code-accepted': 'Signed in with a code from an administrator',
    'bypass-code-refused': 'A wrong code was entered in place of one from an administrator',
    'bypass-code-issued': 'An administrator issued a code',
    reset: 'An administrator reset two-factor authentication',
    unlocked: 'An administrator unlocked the codes',
    'sessions-revoked': 'An administrator had all sessions asked again',
    'administration-refused': 'An act as administrator was refused',
    'login-decided': 'Signed in',
    'backup-codes-saved': 'Backup codes saved',
    'backup-codes-regenerated': 'New backup codes generated',
    'backup-codes-dropped': 'Backup codes replaced with new ones: the keys were renewed',
    'keycloak-session-ended': 'Signed out at Keycloak',
    'statement-issued': 'A statement was issued',
    'challenge-cancelled': 'Cancelled at the code page',
  },
}
