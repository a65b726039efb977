import type { Selector } from '../../domain/policy-sync/selector.js'
import type { Tenant } from '../../domain/tenant-policy/tenant.js'
import { TwoFactorError } from '../../errors.js'
import type { Directory } from '../../ports/directory.js'
import type { CurrentPolicy, PolicyPorts } from '../tenant-policy/read-policy.js'

/** What reading all tenants with their policies needs. */
export interface TenantPorts extends Omit<PolicyPorts, 'entitlements'> {
  readonly directory: Directory
}

/** A tenant with the policy that we have for it. */
export interface TenantWithPolicy {
  readonly tenant: Tenant
  readonly current: CurrentPolicy
}

/** What a walk through all tenants has come across. */
export interface Walk {
  /** How many tenants were read; told after each part. */
  readonly onRead?: ((read: number) => void) | undefined
  /** Aborted: the walk ends after the part under way, by throwing its reason. */
  readonly signal?: AbortSignal | undefined
}

/** Few enough for a Keycloak with empty caches to answer in time: 7 ms an organization were seen. */
const PART = 200

/** So many parts are asked for ahead: Keycloak works on each with one core. */
const AHEAD = 3

/**
 * Every tenant of the realm with its policy, in parts: memory does not grow with the realm. The directory is asked for the
 * next parts while the caller works on this one.
 */
export async function* readTenants(
  { store, directory, identities, newTenantPolicy }: TenantPorts,
  issuer: string,
  { onRead, signal }: Walk = {},
): AsyncGenerator<readonly TenantWithPolicy[]> {
  const realm = identities.realm(issuer)
  const unset: CurrentPolicy = { policy: newTenantPolicy, version: 0, stricterAt: 0, synchronized: null }
  const ask = (first: number) => {
    const asked = directory.tenants({ first, max: PART })
    // It is awaited below; until then its failure is nobody's unhandled rejection.
    asked.catch(() => {})
    return asked
  }
  const asked = [ask(0)]
  for (let read = 0; ; read += PART) {
    const tenants = (await asked.shift()) ?? []
    signal?.throwIfAborted()
    const isLast = tenants.length < PART
    while (!isLast && asked.length < AHEAD) asked.push(ask(read + PART * (asked.length + 1)))
    const records = await store.tenantPolicies(
      realm,
      tenants.map(({ id }) => id),
    )
    onRead?.(read + tenants.length)
    yield tenants.map((tenant, index) => ({ tenant, current: records[index] ?? unset }))
    if (isLast) return
  }
}

/** The ids of those tenants that have a policy of their own, but no organization in Keycloak any more. */
export async function orphans(
  { store, directory, identities }: TenantPorts,
  issuer: string,
  seen: ReadonlySet<string>,
): Promise<readonly string[]> {
  const realm = identities.realm(issuer)
  const found: string[] = []
  for (let after: string | null = null; ; ) {
    const records = await store.listTenantPolicies(realm, after, PART)
    for (const { tenantId } of records) {
      // The list moves while it is read: an organization that was not seen may still be there.
      if (!seen.has(tenantId) && (await directory.tenant(tenantId)) === null) found.push(tenantId)
    }
    after = records.at(-1)?.tenantId ?? null
    if (records.length < PART || after === null) return found
  }
}

/** Tells whether a tenant is among those that are asked for. */
export interface Selection {
  includes(tenant: Tenant): boolean
  /** After all tenants: throws `ERR_2FA_MALFORMED` that names what selected nothing, so that it may be misspelt, or two tenants. */
  requireClear(): void
}

/** Whoever any of these selects; everybody where there are none. */
export function selection(all: readonly Selector[]): Selection {
  const found = new Map<Selector, Set<string>>()
  return {
    includes(tenant) {
      const selecting = all.filter(({ matches }) => matches(tenant))
      for (const each of selecting) found.set(each, new Set(found.get(each)).add(tenant.id))
      return all.length === 0 || selecting.length > 0
    },
    requireClear() {
      const texts = (selectors: readonly Selector[]) => selectors.map(({ text }) => `"${text}"`).join(', ')
      const unused = all.filter((each) => each.selects !== 'all' && !found.has(each))
      const double = all.filter((each) => each.selects === 'one' && (found.get(each)?.size ?? 0) > 1)
      if (unused.length > 0) throw malformed(`There is no tenant ${texts(unused)}. Write an alias, or an attribute.`)
      if (double.length > 0) throw malformed(`${texts(double)} is the alias of one tenant and the id of another.`)
    },
  }
}

const malformed = (message: string) => new TwoFactorError('ERR_2FA_MALFORMED', message)
