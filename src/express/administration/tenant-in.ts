import { administersTenant } from '../../domain/administration/authority.js'
import type { Tenant } from '../../domain/tenant-policy/tenant.js'
import type { Directory } from '../../ports/directory.js'
import type { AdministeringActions, AdminVisit } from './administering.js'

/** A tenant by its id, where the administrator may see it. Throws `ERR_2FA_NOT_FOUND` for every other, and notes it. */
export async function tenantIn(
  directory: Directory,
  actions: AdministeringActions,
  { caller, standing }: AdminVisit,
  id: string,
): Promise<Tenant> {
  const mayBe = administersTenant(standing.authority, id)
  const tenant = mayBe ? await directory.tenant(id) : null
  if (tenant !== null) return tenant
  throw await actions.refuse(caller, 'outside', 'look at a tenant')
}
