import { TwoFactorFirstSchema1795305600000 } from './1795305600000-first-schema.js'
import { TwoFactorSentCodes1795392000000 } from './1795392000000-sent-codes.js'
import { TwoFactorLogoutTokens1795478400000 } from './1795478400000-logout-tokens.js'
import { TwoFactorTenants1795564800000 } from './1795564800000-tenants.js'
import { TwoFactorPolicyJobs1795650000000 } from './1795650000000-policy-jobs.js'
import { TwoFactorTrustedDevices1795651200000 } from './1795651200000-trusted-devices.js'
import { TwoFactorInvitations1795651200001 } from './1795651200001-invitations.js'
import { TwoFactorChannels1795737600000 } from './1795737600000-channels.js'
import { TwoFactorBypassCodes1795824000000 } from './1795824000000-bypass-codes.js'
import { TwoFactorReports1795827600000 } from './1795827600000-reports.js'
import { TwoFactorTrustedIdentities1795910400000 } from './1795910400000-trusted-identities.js'
import { TwoFactorBypassGrants1795914000000 } from './1795914000000-bypass-grants.js'
import { TwoFactorKeyUse1796083200000 } from './1796083200000-key-use.js'
import { TwoFactorGraceLogins1796169600000 } from './1796169600000-grace-logins.js'

/** Every schema step of this library, in order, for the `migrations` of the application's DataSource. */
export const twoFactorMigrations = [
  TwoFactorFirstSchema1795305600000,
  TwoFactorSentCodes1795392000000,
  TwoFactorLogoutTokens1795478400000,
  TwoFactorPolicyJobs1795650000000,
  TwoFactorTenants1795564800000,
  TwoFactorTrustedDevices1795651200000,
  TwoFactorInvitations1795651200001,
  TwoFactorChannels1795737600000,
  TwoFactorBypassCodes1795824000000,
  TwoFactorReports1795827600000,
  TwoFactorTrustedIdentities1795910400000,
  TwoFactorBypassGrants1795914000000,
  TwoFactorKeyUse1796083200000,
  TwoFactorGraceLogins1796169600000,
] as const
