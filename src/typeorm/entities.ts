import { auditEventSchema } from './administration/audit-event-row.js'
import { bypassCodeSchema } from './administration/bypass-code-row.js'
import { membershipSchema } from './administration/membership-row.js'
import { backupCodeSchema } from './backup-codes/backup-code-row.js'
import { attemptsSchema } from './challenge/attempts-row.js'
import { sendCountSchema } from './challenge/send-count-row.js'
import { sentCodeSchema } from './challenge/sent-code-row.js'
import { enrolmentSchema } from './enrolment/enrolment-row.js'
import { invitationSchema } from './enrolment/invitation-row.js'
import { pendingEnrolmentSchema } from './enrolment/pending-enrolment-row.js'
import { channelSchema } from './messages/channel-row.js'
import { messageSchema } from './messages/message-row.js'
import { logoutTokenSchema } from './sign-in/logout-token-row.js'
import { subjectSchema } from './sign-in/subject-row.js'
import { verifiedSessionSchema } from './sign-in/verified-session-row.js'
import { bypassGrantSchema } from './single-sign-on/bypass-grant-row.js'
import { trustedIdentitySchema } from './single-sign-on/trusted-identity-row.js'
import { graceSchema } from './tenant-policy/grace-row.js'
import { policyJobPersonSchema, policyJobSchema } from './tenant-policy/policy-job-row.js'
import { tenantSchema } from './tenant-policy/tenant-row.js'
import { trustedDeviceSchema } from './trusted-devices/trusted-device-row.js'

/** Every table of this library, for the `entities` of the application's DataSource. */
export const twoFactorEntities = [
  subjectSchema,
  attemptsSchema,
  sentCodeSchema,
  sendCountSchema,
  enrolmentSchema,
  pendingEnrolmentSchema,
  invitationSchema,
  backupCodeSchema,
  bypassCodeSchema,
  trustedDeviceSchema,
  trustedIdentitySchema,
  bypassGrantSchema,
  verifiedSessionSchema,
  logoutTokenSchema,
  messageSchema,
  channelSchema,
  auditEventSchema,
  membershipSchema,
  policyJobSchema,
  policyJobPersonSchema,
  tenantSchema,
  graceSchema,
] as const
