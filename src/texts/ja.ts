import { administration } from './administration/ja.js'
import { backupCodes } from './backup-codes/ja.js'
import { challenge } from './challenge/ja.js'
import type { en } from './en.js'
import { enrolment } from './enrolment/ja.js'
import { errors } from './errors/ja.js'
import { format } from './japanese.js'
import { linkedAccounts } from './linked-accounts/ja.js'
import { messages } from './messages/ja.js'
import { signIn } from './sign-in/ja.js'
import { statements } from './statements/ja.js'
import { trustedDevices } from './trusted-devices/ja.js'

/** Everything that is said to a person, in Japanese. */
export const ja: typeof en = {
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
