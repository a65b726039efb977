import { administration } from './administration/en.js'
import { backupCodes } from './backup-codes/en.js'
import { challenge } from './challenge/en.js'
import { format } from './english.js'
import { enrolment } from './enrolment/en.js'
import { errors } from './errors/en.js'
import { linkedAccounts } from './linked-accounts/en.js'
import { messages } from './messages/en.js'
import { signIn } from './sign-in/en.js'
import { statements } from './statements/en.js'
import { trustedDevices } from './trusted-devices/en.js'

/** Everything that is said to a person, in English. */
export const en = {
  format,
  signIn,
  challenge,
  enrolment,
  backupCodes,
  trustedDevices,
  linkedAccounts,
  statements,
  messages,
  errors,
  administration,
}
