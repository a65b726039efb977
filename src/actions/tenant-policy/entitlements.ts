import type { Tenant } from '../../domain/tenant-policy/tenant.js'
import type { Entitlement } from '../../domain/tenant-policy/tenant-policy.js'
import { isTwoFactorError, TwoFactorError } from '../../errors.js'

/** The application's own function, asked so that its failure is one of the library's errors, which names the tenant. */
export function askEntitlements(entitlements: (tenant: Tenant) => Entitlement | Promise<Entitlement>) {
  return async (tenant: Tenant): Promise<Entitlement> => {
    try {
      return await entitlements(tenant)
    } catch (error) {
      if (isTwoFactorError(error)) throw error
      const said = error instanceof Error ? error.message : String(error)
      const message = `The option "entitlements" failed for the tenant "${tenant.alias}": ${said}.`
      throw new TwoFactorError('ERR_2FA_CONFIGURATION', message, { cause: error })
    }
  }
}
