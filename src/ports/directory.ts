import type { RoleNeeds, Roles } from '../domain/tenant-policy/roles.js'
import type { Tenant } from '../domain/tenant-policy/tenant.js'

/** A person as Keycloak knows them. */
export interface Person {
  readonly userId: string
  readonly username: string
  /** First and last name, or the user name where there is none. */
  readonly displayName: string
  readonly email: string | null
  readonly emailVerified: boolean
  readonly locale: string | null
  /** A telephone number as it is written there; left out or null where none is known. */
  readonly phoneNumber?: string | null
  readonly enabled: boolean
}

/** A part of a long list. */
export interface Page {
  /** How many are left out at the beginning. */
  readonly first: number
  /** How many there are at most; fewer mean that the list has ended. */
  readonly max: number
  /** Only those whose names contain this; default: all. */
  readonly search?: string
}

/**
 * How old an answer may be: read anew with `fresh`, otherwise up to a minute old. What is read anew is kept only in place
 * of what was kept before.
 */
export interface Freshness {
  readonly fresh?: boolean
}

/** Where people and tenants are looked up: Keycloak's admin API. Every method throws `ERR_2FA_DIRECTORY` when it cannot be asked. */
export interface Directory {
  /** The person, or null where the realm does not have them. */
  person(userId: string): Promise<Person | null>
  /** The tenants of a person, with `disabled` those that are disabled too; none for somebody whom the realm does not have. One call. */
  tenantsOf(userId: string, which?: Freshness & { readonly disabled?: boolean }): Promise<readonly Tenant[]>
  /** What the person holds, as far as needed; each need is one call. */
  rolesOf(userId: string, needs: RoleNeeds, freshness?: Freshness): Promise<Roles>
  /** The tenants of the realm by name, disabled ones included; never kept. */
  tenants(page: Page): Promise<readonly Tenant[]>
  /** A tenant by its id, or null where there is none; never kept. */
  tenant(tenantId: string): Promise<Tenant | null>
  /** The people of a tenant; never kept. */
  members(tenantId: string, page: Page): Promise<readonly Person[]>
  /** Everybody of the realm; never kept. */
  people(page: Page): Promise<readonly Person[]>
  /** How many people a tenant has; null: the realm. Never kept. */
  count(tenantId: string | null): Promise<number>
}
