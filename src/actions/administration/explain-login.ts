import { assess, type Decision, type Reason } from '../../domain/assess.js'
import type { Method } from '../../domain/enrolment/enrolment.js'
import type { KeycloakLogin, Subject } from '../../domain/sign-in/login.js'
import {
  judgeSingleSignOn as judge,
  type SingleSignOn,
  type SingleSignOnVerdict,
} from '../../domain/single-sign-on/judge-single-sign-on.js'
import type { Policy } from '../../domain/tenant-policy/combine-policies.js'
import { type GraceLeft, NO_GRACE } from '../../domain/tenant-policy/grace.js'
import type { Requirement } from '../../domain/tenant-policy/tenant-policy.js'
import type { Clock } from '../../ports/clock.js'
import type { Person } from '../../ports/directory.js'
import { accountsIn } from '../single-sign-on/accounts-in.js'
import type { SingleSignOnPorts } from '../single-sign-on/judge-single-sign-on.js'
import type { PolicyOfLogin } from '../tenant-policy/policy-of-login.js'
import { readGrace } from '../tenant-policy/read-grace.js'

/** A login that nobody has made: by which application, and through which identity provider (null: by password). */
export interface SupposedLogin {
  readonly client: string
  readonly provider: string | null
}

/** What would be asked of somebody, and why. */
export interface Explanation {
  readonly outcome: Decision['outcome']
  /** In the order in which they were found. */
  readonly reasons: readonly Reason[]
  /** What the person's tenants together ask of them today. */
  readonly requirement: Requirement
  /** The ids of the tenants that require it. */
  readonly requiredBy: readonly string[]
  /** How long set-up could be put off; null: not at all, or there is nothing to put off. */
  readonly grace: GraceLeft | null
  readonly method: Method | null
  /** For how many days a browser may be trusted; 0: never. */
  readonly trustDays: number
}

/** What explaining needs. */
export type ExplainPorts = SingleSignOnPorts & {
  readonly clock: Clock
  readonly policyOf: PolicyOfLogin
  /** The ids of clients whose tokens need no second step. */
  readonly exemptClients: ReadonlySet<string>
}

/**
 * Says what would be asked of a person who signs in now in a browser that nobody trusts, by the same rule as at a real
 * sign-in. Nothing is written and nobody is told. Throws `ERR_2FA_DIRECTORY`.
 */
export function explainLogin(ports: ExplainPorts) {
  const graceOf = readGrace(ports)
  return async (person: Person, subject: Subject, { client, provider }: SupposedLogin): Promise<Explanation> => {
    const state = await ports.store.load(subject.key, '')
    const now = ports.clock.at(state.databaseTime)
    const login: KeycloakLogin = {
      ...{ issuer: subject.issuer, userId: subject.userId, sessionId: '', clientId: client, bridge: 1 },
      ...{ authenticatedAt: now, issuedAt: now, signedInAt: now, acr: null, amr: [], locale: null },
      ...(provider !== null && { identityProvider: provider }),
    }
    const policy = await ports.policyOf(login)
    const { enrolment, revokedAt } = state
    const matters = enrolment !== null || policy.requirement !== 'off'
    const singleSignOn = matters ? await supposedSingleSignOn(ports, { login, subject, person, policy, now }) : null
    const grace = enrolment === null ? (await graceOf(login, subject.key, policy, now)).standing : NO_GRACE
    const decision = assess({
      ...{ login, policy, enrolment, revokedAt, singleSignOn, grace, now },
      exempt: ports.exemptClients.has(client),
      ...{ verified: null, trust: null, strong: false, mayLook: false, demand: { by: 'policy' } },
    })
    const { outcome, reasons } = decision
    return {
      ...{ outcome, reasons, requirement: policy.requirement, requiredBy: policy.requiredBy },
      grace: decision.outcome === 'enrol' ? decision.grace : null,
      ...{ method: enrolment?.method ?? null, trustDays: policy.trustedDevices.days },
    }
  }
}

interface Supposed {
  readonly login: KeycloakLogin
  readonly subject: Subject
  readonly person: Person
  readonly policy: Policy
  readonly now: number
}

/** As if the Keycloak session had just begun, with the account that is connected at the provider. */
async function supposedSingleSignOn(
  { store, identities, directory }: ExplainPorts,
  { login, subject, person, policy, now }: Supposed,
): Promise<SingleSignOnVerdict | null> {
  const { identityProvider: alias, userId } = login
  if (alias === undefined) return null
  const accounts = accountsIn(directory)
  const [provider = null, connected = [], hasPassword = null] = await Promise.all([
    accounts?.identityProvider(alias),
    accounts?.identitiesOf(userId),
    accounts?.hasPassword(userId),
  ])
  const found = connected.find((each) => each.provider === alias)
  const identity = found === undefined ? null : { ...found, key: identities.identity(subject.key, found) }
  const known = identity === null ? null : await store.knownIdentity(subject.key, identity.key)
  const given: SingleSignOn = {
    login: { ...login, ...(found !== undefined && { identityUserName: found.userName }) },
    ...{ tenants: policy.sso, provider, sessionStartedAt: now, grant: null, identity, hasPassword, now },
    trust: known?.trust ?? 'none',
    verifiedAddress: person.emailVerified ? person.email : null,
  }
  return judge(given)
}
