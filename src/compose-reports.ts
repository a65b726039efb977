import { type Coverage, countCoverage } from './actions/administration/count-coverage.js'
import { type Explanation, explainLogin } from './actions/administration/explain-login.js'
import { exportAuditLog } from './actions/administration/export-audit-log.js'
import { findPerson } from './actions/administration/find-person.js'
import { listCoverage } from './actions/administration/list-coverage.js'
import { namedPerson } from './actions/administration/named-person.js'
import { findTenant } from './actions/tenant-policy/find-tenant.js'
import type { Core } from './compose-core.js'
import { AUDIT_KINDS } from './domain/administration/audit-event.js'
import { periodOf } from './domain/administration/period.js'
import type { Tenant } from './domain/tenant-policy/tenant.js'
import { TwoFactorError } from './errors.js'
import { type AuditRecord, auditRecord } from './views/administration/audit.js'
import { type CoverageRecord, coverageRecord } from './views/administration/coverage.js'

/** Which entries of the audit log are wanted; what is left out does not narrow. */
export interface AuditWanted {
  /** The id or alias of a tenant: of the people who belong to it, with the changes of its policy. */
  readonly tenant?: string | undefined
  /** The user id of a person, or the user name or e-mail address of one who is in Keycloak still. */
  readonly user?: string | undefined
  /** A kind of entry, such as `reset`. */
  readonly kind?: string | undefined
  /** The first day, as `2026-11-01`, in option `timeZone`. */
  readonly from?: string | undefined
  /** The last day. */
  readonly to?: string | undefined
}

/** What happened to people's second factors. */
export interface AuditOperations {
  /**
   * The entries that are wanted, the newest first, read in parts as they are taken: a year needs no more memory than a
   * day. Throws `ERR_2FA_MALFORMED` for a kind that there is not, for what is no date, and for a user whose name is that of
   * several people.
   */
  export(wanted?: AuditWanted): AsyncGenerator<AuditRecord>
}

/** A login that nobody has made. */
export interface ExplainedLogin {
  /** The person's user id in Keycloak, or the exact user name or e-mail address. */
  readonly user: string
  /** By which application; default: the first of option `clientIds`. */
  readonly client?: string | undefined
  /** Through which identity provider; default: by password. */
  readonly provider?: string | undefined
}

/** What would be asked of the person, and why, with the tenants that require it. */
export interface ExplanationOfLogin extends Omit<Explanation, 'requiredBy'> {
  readonly requiredBy: readonly Pick<Tenant, 'id' | 'alias' | 'name'>[]
}

/**
 * Says what would be asked of a person who signed in now in a browser that nobody trusts, and why. Nothing is written.
 * Throws `ERR_2FA_NOT_FOUND` where Keycloak has no such person, `ERR_2FA_MALFORMED` where it may be one of several.
 */
export function explainOperation(core: Core, issuerOf: () => string, clientIds: readonly string[]) {
  const [explain, find] = [explainLogin(core), namedPerson(core)]
  return async ({ user, client, provider }: ExplainedLogin): Promise<ExplanationOfLogin> => {
    const [issuer, person] = [issuerOf(), await find(user)]
    const subject = core.identities.subject({ issuer, userId: person.userId })
    const supposed = { client: client ?? clientIds[0] ?? '', provider: provider ?? null }
    const { requiredBy, ...explained } = await explain(person, subject, supposed)
    const tenants = requiredBy.length === 0 ? [] : await core.directory.tenantsOf(person.userId)
    return {
      ...explained,
      requiredBy: tenants
        .filter(({ id }) => requiredBy.includes(id))
        .map(({ id, alias, name }) => ({ id, alias, name })),
    }
  }
}

/** Who has a second factor, of a tenant by its alias or id, or of everybody where it is left out. */
export interface CoverageOperations {
  /** How many people have each method. People count to a tenant as they last signed in. */
  count(tenant?: string): Promise<Coverage>
  /**
   * Each person, read in parts as they are taken, so that a million need no more memory than a thousand: the members of a
   * tenant as they are now, or everybody who has ever signed in to the application, then without name and address.
   */
  people(tenant?: string): AsyncGenerator<CoverageRecord>
}

/** The coverage report for a shell or a job. Throws `ERR_2FA_NOT_FOUND` where there is no such tenant. */
export function coverageOperations(core: Core, issuerOf: () => string): CoverageOperations {
  const [count, list] = [countCoverage(core), listCoverage(core)]
  const find = findTenant(core)
  const known = async (tenant: string | undefined): Promise<string | null> => {
    if (tenant === undefined) return null
    const found = await find(tenant)
    if (found !== null) return found.id
    throw noTenant(tenant)
  }
  return {
    count: async (tenant) => count(await known(tenant)),
    async *people(tenant) {
      for await (const part of list(issuerOf(), await known(tenant))) yield* part.map(coverageRecord)
    },
  }
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

const noTenant = (named: string) =>
  new TwoFactorError('ERR_2FA_NOT_FOUND', `There is no tenant with the alias or id "${named}".`)

/** The audit log for a shell or a job; whoever may call it judges for themselves who may read what. */
export function auditOperations(core: Core, issuerOf: () => string): AuditOperations {
  const [entries, find, findNamed] = [exportAuditLog(core), findPerson(core), findTenant(core)]
  // The entries of a tenant outlive it, so an id is taken as it is.
  const tenantId = async (named: string): Promise<string> => {
    const id = UUID.test(named) ? named : (await findNamed(named))?.id
    if (id !== undefined) return id
    throw noTenant(named)
  }
  const idOf = async (user: string): Promise<string> => {
    const found = await find(null, user)
    if ('userId' in found) return found.userId
    throw new TwoFactorError('ERR_2FA_MALFORMED', `"${user}" may be one of several people: give the user id.`)
  }
  return {
    async *export({ tenant, user, kind, from = '', to = '' }: AuditWanted = {}) {
      const known = AUDIT_KINDS.find((each) => each === kind)
      if (kind !== undefined && known === undefined) {
        throw new TwoFactorError('ERR_2FA_MALFORMED', `"kind" must be one of: ${AUDIT_KINDS.join(', ')}.`)
      }
      const period = periodOf(from, to, core.timeZone)
      const of = {
        issuer: issuerOf(),
        tenant: tenant === undefined ? null : await tenantId(tenant),
        userId: user === undefined ? null : await idOf(user),
      }
      const question = { ...of, kind: known ?? null, ...period }
      for await (const part of entries(question)) yield* part.map(auditRecord)
    },
  }
}
