import type { Request } from 'express'
import type { Tenant } from '../../domain/tenant-policy/tenant.js'
import type { Directory } from '../../ports/directory.js'
import type { AdministeringActions, AdminVisit } from './administering.js'
import { tenantIn } from './tenant-in.js'

/**
 * Of whom a page is: the tenant in its path, where the administrator may see it, or null, everybody, where there is none.
 * Throws `ERR_2FA_NOT_FOUND` for a tenant of others, and `ERR_2FA_FORBIDDEN` where somebody who is no operator asks for
 * everybody. Both are noted.
 */
export async function scopeIn(
  directory: Directory,
  actions: AdministeringActions,
  visit: AdminVisit,
  req: Request,
): Promise<Tenant | null> {
  if (req.params.tenant !== undefined) return tenantIn(directory, actions, visit, String(req.params.tenant))
  if (visit.standing.authority.operator) return null
  throw await actions.refuse(visit.caller, 'no-role', req.path)
}
