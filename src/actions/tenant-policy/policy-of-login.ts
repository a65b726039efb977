import type { KeycloakLogin } from '../../domain/sign-in/login.js'
import {
  combinePolicies,
  type Policy,
  policyWithoutTenant,
  type TenantStanding,
} from '../../domain/tenant-policy/combine-policies.js'
import { type AdministratorRule, isAdministrator, type Roles, roleNeeds } from '../../domain/tenant-policy/roles.js'
import type { Tenant } from '../../domain/tenant-policy/tenant.js'
import type { TenantPolicy } from '../../domain/tenant-policy/tenant-policy.js'
import type { Clock } from '../../ports/clock.js'
import type { Directory } from '../../ports/directory.js'
import type { PolicyPorts } from './read-policy.js'

/** What reading a person's policy needs. */
export interface PolicyOfLoginPorts extends PolicyPorts {
  readonly directory: Directory
  readonly clock: Clock
  readonly timeZone: string
  /** What holds for people without a tenant. */
  readonly withoutTenantPolicy: TenantPolicy
  readonly subjectAdministrators: AdministratorRule
}

/**
 * What all of a person's tenants together ask of them today. One call to the directory for the tenants, and those for
 * roles only where a policy covers administrators alone; none within the minute. Throws `ERR_2FA_DIRECTORY`.
 */
export function policyOfLogin(ports: PolicyOfLoginPorts) {
  return async ({ issuer, userId }: Pick<KeycloakLogin, 'issuer' | 'userId'>): Promise<Policy> => {
    const tenants = await ports.directory.tenantsOf(userId)
    if (tenants.length === 0) return policyWithoutTenant(ports.withoutTenantPolicy)
    const ids = tenants.map(({ id }) => id)
    const records = await ports.store.tenantPolicies(ports.identities.realm(issuer), ids)
    const policies = records.map((record) => record?.policy ?? ports.newTenantPolicy)
    const roles = policies.some(({ appliesTo }) => appliesTo === 'administrators')
      ? await rolesOf(ports, userId, ids)
      : null
    const standingOf = async (tenant: Tenant, i: number): Promise<TenantStanding> => ({
      tenantId: tenant.id,
      policy: policies[i] ?? ports.newTenantPolicy,
      entitlement: await ports.entitlements(tenant),
      administrator: roles !== null && isAdministrator(ports.subjectAdministrators, roles, tenant.id),
      stricterAt: records[i]?.stricterAt ?? 0,
    })
    return combinePolicies(await Promise.all(tenants.map(standingOf)), {
      now: ports.clock.databaseNow(),
      timeZone: ports.timeZone,
      otherwise: ports.newTenantPolicy,
    })
  }
}

function rolesOf(
  { directory, subjectAdministrators }: PolicyOfLoginPorts,
  userId: string,
  tenants: readonly string[],
): Promise<Roles> {
  return directory.rolesOf(userId, roleNeeds([subjectAdministrators], tenants))
}
