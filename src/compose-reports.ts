import { type Coverage, countCoverage } from './actions/administration/count-coverage.js'
import { type Explanation, explainLogin } from './actions/administration/explain-login.js'
import { exportAuditLog } from './actions/administration/export-audit-log.js'
import { listCoverage } from './actions/administration/list-coverage.js'
import { findTenant } from './actions/tenant-policy/find-tenant.js'
import type { Core } from './compose-core.js'
import { AUDIT_KINDS } from './domain/administration/audit-event.js'
import { periodOf } from './domain/administration/period.js'
import { TwoFactorError } from './errors.js'
import { type AuditRecord, auditRecord } from './views/administration/audit.js'
import { type CoverageRecord, coverageRecord } from './views/administration/coverage.js'

/** Which entries of the audit log are wanted; what is left out does not narrow. */
export interface AuditWanted {
  /** The id of a tenant: of the people who belong to it, with the changes of its policy. */
  readonly tenant?: string | undefined
  /** The user id of a person. */
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
   * day. Throws `ERR_2FA_MALFORMED` for a kind that there is not, and for what is no date.
   */
  export(wanted?: AuditWanted): AsyncGenerator<AuditRecord>
}

/** A login that nobody has made. */
export interface ExplainedLogin {
  /** The person's user id in Keycloak. */
  readonly user: string
  /** By which application; default: the first of option `clientIds`. */
  readonly client?: string | undefined
  /** Through which identity provider; default: by password. */
  readonly provider?: string | undefined
}

/**
 * Says what would be asked of a person who signed in now in a browser that nobody trusts, and why. Nothing is written.
 * Throws `ERR_2FA_NOT_FOUND` where Keycloak has no such person.
 */
export function explainOperation(core: Core, issuerOf: () => string, clientIds: readonly string[]) {
  const explain = explainLogin(core)
  return async ({ user, client, provider }: ExplainedLogin): Promise<Explanation> => {
    const [issuer, person] = [issuerOf(), await core.directory.person(user)]
    if (person === null) throw new TwoFactorError('ERR_2FA_NOT_FOUND', 'Keycloak has no person with this user id.')
    const subject = core.identities.subject({ issuer, userId: person.userId })
    return explain(person, subject, { client: client ?? clientIds[0] ?? '', provider: provider ?? null })
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
    throw new TwoFactorError('ERR_2FA_NOT_FOUND', `There is no tenant with the alias or id "${tenant}".`)
  }
  return {
    count: async (tenant) => count(await known(tenant)),
    async *people(tenant) {
      for await (const part of list(issuerOf(), await known(tenant))) yield* part.map(coverageRecord)
    },
  }
}

/** The audit log for a shell or a job; whoever may call it judges for themselves who may read what. */
export function auditOperations(core: Core, issuerOf: () => string): AuditOperations {
  const entries = exportAuditLog(core)
  return {
    async *export({ tenant, user, kind, from = '', to = '' }: AuditWanted = {}) {
      const known = AUDIT_KINDS.find((each) => each === kind)
      if (kind !== undefined && known === undefined) {
        throw new TwoFactorError('ERR_2FA_MALFORMED', `"kind" must be one of: ${AUDIT_KINDS.join(', ')}.`)
      }
      const period = periodOf(from, to, core.timeZone)
      const of = { issuer: issuerOf(), tenant: tenant ?? null, userId: user ?? null }
      const question = { ...of, kind: known ?? null, ...period }
      for await (const part of entries(question)) yield* part.map(auditRecord)
    },
  }
}
