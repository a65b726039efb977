import type { MemberPorts } from '../../src/actions/tenant-policy/read-members.js'
import { NOBODY } from '../../src/domain/tenant-policy/roles.js'
import type { Tenant } from '../../src/domain/tenant-policy/tenant.js'
import type { TenantPolicy } from '../../src/domain/tenant-policy/tenant-policy.js'
import type { Person } from '../../src/ports/directory.js'

/** A policy that asks nothing beyond what is given. */
export function samplePolicy(changes: Partial<TenantPolicy> = {}): TenantPolicy {
  return {
    requirement: 'optional',
    appliesTo: 'everyone',
    takesEffect: 'next-login',
    methods: ['totp', 'email', 'sms'],
    smsFallback: 'email',
    sso: { bypass: 'organization', providers: {} },
    trustedDevices: { days: 90 },
    grace: { days: 0, logins: 0 },
    backupCodes: { readable: 'until-saved' },
    acceptKeycloak: { acr: [], amr: [] },
    ...changes,
  }
}

/** Somebody with an address. */
export function samplePerson(userId: string, changes: Partial<Person> = {}): Person {
  return {
    ...{ userId, username: userId, displayName: `${userId} Example`, email: `${userId}@acme.example` },
    ...{ emailVerified: true, locale: null, enabled: true },
    ...changes,
  }
}

/** An organization with these members. */
export function sampleTenant(id: string, members: readonly string[]): Tenant & { readonly members: readonly string[] } {
  return { id, alias: id, name: id.toUpperCase(), enabled: true, attributes: {}, members }
}

/** Where no date matters but today's. */
export const TOKYO = { timeZone: 'Asia/Tokyo' }

/** Nobody is an administrator, comes by single sign-on, or belongs to another tenant that uses a second factor. */
export const NOBODY_SPECIAL: Pick<
  MemberPorts,
  'rules' | 'subjectAdministrators' | 'usesSecondFactor' | 'singleSignOn'
> = {
  rules: { operators: NOBODY, tenantAdministrators: NOBODY },
  subjectAdministrators: NOBODY,
  usesSecondFactor: async () => false,
  singleSignOn: async () => () => false,
}
