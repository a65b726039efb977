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
import { TwoFactorError } from '../../errors.js'
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

/** Reads what is asked of a person: by all of their tenants together, or by one alone, named by its id or alias. */
export type PolicyOfLogin = (login: Pick<KeycloakLogin, 'issuer' | 'userId'>, tenant?: string) => Promise<Policy>

/**
 * What all of a person's tenants together ask of them today. One call to the directory for the tenants, and those for
 * roles only where a policy covers administrators alone; none within the minute. Throws `ERR_2FA_DIRECTORY`, and
 * `ERR_2FA_FORBIDDEN` where the person does not belong to the tenant that alone is asked for.
 */
export function policyOfLogin(ports: PolicyOfLoginPorts): PolicyOfLogin {
  return async ({ issuer, userId }, only) => {
    const tenants = (await ports.directory.tenantsOf(userId)).filter(
      ({ id, alias }) => only === undefined || id === only || alias === only,
    )
    if (only !== undefined && tenants.length === 0) {
      throw new TwoFactorError('ERR_2FA_FORBIDDEN', `This is for members of ${only} only.`)
    }
    if (tenants.length === 0) return policyWithoutTenant(ports.withoutTenantPolicy)
    const ids = tenants.map(({ id }) => id)
    const records = await ports.store.tenantPolicies(ports.identities.realm(issuer), ids)
    const policies = records.map((record) => record?.policy ?? ports.newTenantPolicy)
    const narrow = policies.some(({ appliesTo }) => appliesTo === 'administrators')
    const roles = narrow ? await rolesOf(ports, userId, ids) : null
    const standingOf = async (tenant: Tenant, i: number): Promise<TenantStanding> => ({
      tenantId: tenant.id,
      policy: policies[i] ?? ports.newTenantPolicy,
      entitlement: await ports.entitlements(tenant),
      administrator: roles !== null && isAdministrator(ports.subjectAdministrators, roles, tenant.id),
      stricterAt: records[i]?.stricterAt ?? 0,
      epoch: records[i]?.epoch ?? 0,
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
