import { type ReadDocument, withSettings } from '../../domain/policy-sync/policy-document.js'
import { aliasSelector, selector } from '../../domain/policy-sync/selector.js'
import type { Tenant } from '../../domain/tenant-policy/tenant.js'
import type { Directory } from '../../ports/directory.js'
import { NOBODY } from '../record.js'
import { type ChangePorts, changePolicy, requireEditable } from '../tenant-policy/change-policy.js'
import { applyEach, type SyncApplication, type TenantOutcome } from './apply-each.js'
import { type PlannedChange, planChange } from './plan-change.js'
import { readTenants, selection } from './read-tenants.js'
import { isChanged } from './settle-planned.js'

/** A tenant whose policy becomes another. */
export interface ImportedTenant {
  readonly tenant: Pick<Tenant, 'id' | 'alias' | 'name'>
  readonly change: PlannedChange
}

/** What a document means for the tenants of today. */
export interface ImportPlan {
  /** How many tenants were looked at. */
  readonly tenants: number
  readonly differing: readonly ImportedTenant[]
}

/** How a plan is made. */
export interface ImportWork {
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: (progress: { readonly read: number; readonly differing: number }) => void
}

const COMMAND_LINE = { by: 'command-line', origin: NOBODY }

/**
 * Tells what a document would change, and what that means for people. Nothing is written. A tenant that no rule and no
 * name is about is left alone. Throws `ERR_2FA_MALFORMED` for a rule or an alias that there is no tenant for, and
 * `ERR_2FA_FORBIDDEN` where policies are managed in Keycloak.
 */
export function planImport(ports: ChangePorts & { readonly directory: Directory }) {
  const plan = planChange(ports)
  return async (issuer: string, { rules, tenants }: ReadDocument, work: ImportWork = {}): Promise<ImportPlan> => {
    requireEditable(ports)
    const layers = [
      ...rules.map(({ where, policy }) => ({ ...selector(where), settings: policy })),
      ...Object.entries(tenants).map(([alias, settings]) => ({ ...aliasSelector(alias), settings })),
    ]
    const chosen = selection(layers)
    const differing: ImportedTenant[] = []
    let read = 0
    for await (const part of readTenants(ports, issuer, { signal: work.signal })) {
      for (const { tenant, current } of part) {
        chosen.includes(tenant)
        const settings = layers.filter(({ matches }) => matches(tenant)).map((layer) => layer.settings)
        const wanted = settings.reduce(withSettings, current.policy)
        const change = await plan(issuer, tenant, current, wanted)
        const { id, alias, name } = tenant
        if (change !== null) differing.push({ tenant: { id, alias, name }, change })
      }
      read += part.length
      work.onProgress?.({ read, differing: differing.length })
    }
    chosen.requireClear()
    return { tenants: read, differing }
  }
}

/** Carries out such a plan, as `applySync` does. */
export function applyImport(ports: ChangePorts & { readonly directory: Directory }) {
  const change = changePolicy(ports)
  return (
    issuer: string,
    { differing }: ImportPlan,
    application: SyncApplication = {},
  ): Promise<readonly TenantOutcome[]> =>
    applyEach(differing, application, async (planned, isConfirmed) => {
      const { refused, weakens, counts, version, policy } = planned.change
      if (refused !== null) return 'refused'
      if (weakens && !isConfirmed) return 'unconfirmed'
      const tenant = await ports.directory.tenant(planned.tenant.id)
      if (tenant === null) return 'moved'
      const wanted = { issuer, tenant, policy, version, confirmed: counts.losesSettings }
      return (await isChanged(change(COMMAND_LINE, wanted))) ? 'settled' : 'moved'
    })
}
