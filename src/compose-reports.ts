import { type Explanation, explainLogin } from './actions/administration/explain-login.js'
import { exportAuditLog } from './actions/administration/export-audit-log.js'
import type { Core } from './compose-core.js'
import { AUDIT_KINDS } from './domain/administration/audit-event.js'
import { periodOf } from './domain/administration/period.js'
import { TwoFactorError } from './errors.js'
import { type AuditRecord, auditRecord } from './views/administration/audit.js'

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
