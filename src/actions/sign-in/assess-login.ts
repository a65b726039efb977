import { admitsStandIn, assess, type Decision, type Demand, type Verified } from '../../domain/assess.js'
import type { RequestOrigin } from '../../domain/messages/notice.js'
import type { KeycloakLogin, Subject } from '../../domain/sign-in/login.js'
import { type Mark, markCounts } from '../../domain/sign-in/mark.js'
import type { SingleSignOnVerdict } from '../../domain/single-sign-on/judge-single-sign-on.js'
import { type Policy, STRICTEST } from '../../domain/tenant-policy/combine-policies.js'
import { type GraceStanding, NO_GRACE } from '../../domain/tenant-policy/grace.js'
import type { TrustNote } from '../../domain/trusted-devices/judge-trust.js'
import { isTwoFactorError } from '../../errors.js'
import type { Clock } from '../../ports/clock.js'
import type { Identities } from '../../ports/crypto.js'
import type { Store, SubjectState } from '../../ports/store.js'
import { NOBODY } from '../record.js'
import { judgeSingleSignOn, type SingleSignOnPorts } from '../single-sign-on/judge-single-sign-on.js'
import type { PolicyOfLogin } from '../tenant-policy/policy-of-login.js'
import { readGrace } from '../tenant-policy/read-grace.js'
import { findTrust } from '../trusted-devices/find-trust.js'
import type { PasswordPorts } from '../trusted-devices/read-password-set-at.js'
import { readStrength, type StrengthPorts } from './read-strength.js'

/** A decision, with what it rests on. */
export interface Assessment {
  readonly decision: Decision
  readonly state: SubjectState
  /** The judged code that counts; null where there is none. */
  readonly verified: Verified | null
  /**
   * True where a code of this Keycloak login was judged, in another session or application, and would be enough: the
   * person only has to sign in again, which Keycloak does without asking.
   */
  readonly judgedElsewhere: boolean
  /** What became of a sign-in through an identity provider; null for all others, and where it does not matter. */
  readonly singleSignOn: SingleSignOnVerdict | null
  /** What the person's tenants ask of them; the strictest where the directory cannot tell. */
  readonly policy: Policy
  /** How far the grace of those who require it goes for this login. */
  readonly grace: GraceStanding
  readonly now: number
}

/**
 * What shows that the second step is done: the session's mark, or right after a sign-in the store; and what stands in for
 * it: the session's note that it came from a trusted device.
 */
export type Evidence = (
  | { readonly from: 'session'; readonly mark: Mark | undefined }
  | { readonly from: 'store' /** A client that is exempted shows its token. */; readonly exempt?: boolean }
) & {
  readonly trust?: TrustNote | undefined
  /** From where is asked, for what is noted and mailed on the way. */
  readonly origin?: RequestOrigin
  /** True where the request only reads. */
  readonly reads?: boolean
}

/**
 * Decides what a login has to do, from the store and from what its session holds.
 *
 * A session without a mark is not let through because a code was judged elsewhere: somebody may hold its id from before
 * the second step. Only a sign-in that has just ended may rest on the store, since Keycloak has just recognised the browser.
 */
export function assessLogin(
  ports: PasswordPorts &
    SingleSignOnPorts &
    StrengthPorts & {
      store: Store
      identities: Identities
      clock: Clock
      policyOf: PolicyOfLogin
      /** What becomes of sessions in which an administrator acts as somebody else. */
      impersonation: 'refuse' | 'read-only'
    },
) {
  const trustOf = findTrust(ports)
  const singleSignOnOf = judgeSingleSignOn(ports)
  const graceOf = readGrace(ports)
  const strengthOf = readStrength(ports)
  return async (login: KeycloakLogin, subject: Subject, demand: Demand, evidence: Evidence): Promise<Assessment> => {
    const state = await ports.store.load(subject.key, ports.identities.session(login))
    const now = ports.clock.at(state.databaseTime)
    const { enrolment, revokedAt } = state
    const stored = storedCode(state, now)
    const verified =
      evidence.from === 'store' ? stored : markedCode(evidence.mark, login, { epoch: state.epoch, stored, now })
    const read = await readOr(STRICTEST, () => ports.policyOf(login, demand.tenant))
    const policy = read.answer
    // A code that was judged says more, so nothing is read for less.
    const trust =
      verified === null
        ? await trustOf(evidence.trust, { login, subject, days: policy.trustedDevices.days, now })
        : null
    const matters = enrolment !== null || policy.requirement !== 'off' || demand.by === 'route'
    const sso =
      verified === null && read.unknown === null && matters && admitsStandIn(demand)
        ? await readOr(null, () =>
            singleSignOnOf({
              login,
              subject,
              origin: evidence.origin ?? NOBODY,
              tenants: policy.sso,
              epoch: state.epoch,
              now,
            }),
          )
        : null
    const strong = verified === null && admitsStandIn(demand) && (await strengthOf(login, policy.acceptKeycloak))
    const mayBeGraced = verified === null && enrolment === null && demand.by === 'policy'
    const grace = mayBeGraced ? (await graceOf(login, subject.key, policy, now)).standing : NO_GRACE
    const judge = (code: Verified | null) =>
      assess({
        login: inDatabaseTime(login, now - ports.clock.now()),
        policy,
        enrolment,
        revokedAt,
        verified: code,
        trust,
        mayLook: evidence.reads === true && ports.impersonation === 'read-only',
        strong,
        singleSignOn: sso?.answer ?? null,
        grace,
        exempt: evidence.from === 'store' && evidence.exempt === true,
        demand,
        now,
      })
    const decision = judge(verified)
    // Whoever has to give a code gives it whatever else there is; nobody else is judged without knowing it.
    const unknown = read.unknown ?? sso?.unknown ?? null
    const needsIt = demand.tenant !== undefined || (decision.outcome !== 'challenge' && verified === null)
    if (unknown !== null && needsIt) throw unknown
    const judgedElsewhere = decision.outcome === 'challenge' && stored !== null && judge(stored).outcome === 'allow'
    return { decision, state, verified, judgedElsewhere, singleSignOn: sso?.answer ?? null, policy, grace, now }
  }
}

/** The answer, or where the directory cannot be asked another in its place, with the error. */
async function readOr<Answer>(
  otherwise: Answer,
  read: () => Promise<Answer>,
): Promise<{ answer: Answer; unknown: unknown }> {
  try {
    return { answer: await read(), unknown: null }
  } catch (error) {
    if (!isTwoFactorError(error) || error.code !== 'ERR_2FA_DIRECTORY') throw error
    return { answer: otherwise, unknown: error }
  }
}

function storedCode({ verifiedSession }: SubjectState, now: number): Verified | null {
  if (verifiedSession === null || now >= verifiedSession.endsAt) return null
  return { proof: verifiedSession.proof, judgedAt: verifiedSession.judgedAt }
}

function markedCode(
  mark: Mark | undefined,
  login: KeycloakLogin,
  at: { epoch: number; stored: Verified | null; now: number },
): Verified | null {
  if (mark === undefined || !markCounts(mark, login, at)) return null
  return { proof: mark.proof, judgedAt: mark.judgedAt }
}

/** The sign-in was dated by an application's clock; what it is compared with is dated by the database's. */
function inDatabaseTime(login: KeycloakLogin, ahead: number): KeycloakLogin {
  return { ...login, signedInAt: login.signedInAt + ahead }
}
