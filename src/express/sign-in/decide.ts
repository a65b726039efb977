import type { Request } from 'express'
import type { Assessment, Evidence } from '../../actions/sign-in/assess-login.js'
import { type Demand, restsOnStandIn } from '../../domain/assess.js'
import { bindingOf, type KeycloakLogin, type Subject } from '../../domain/sign-in/login.js'
import { ALLOWANCE_MS } from '../../domain/sign-in/mark.js'
import { TwoFactorError } from '../../errors.js'
import { requestOrigin } from '../request-origin.js'
import { readSession, updateSession } from '../session.js'
import type { Surroundings } from '../surroundings.js'
import type { Kept } from './judged-before.js'

/**
 * Assesses a login and keeps an `allow` in the session: as mark where it rests on a code that the store knows of, as kept
 * `allow` where it rests on none. A mark that counts on at a new epoch is noted with it. `justSignedIn`: the session is
 * that of a Keycloak sign-in that has just ended, so the store's evidence counts. Throws `ERR_2FA_FORBIDDEN` on `refuse`.
 */
export async function decide(
  surroundings: Surroundings,
  req: Request,
  login: KeycloakLogin,
  demand: Demand,
  { justSignedIn = false } = {},
): Promise<Assessment> {
  const subject = surroundings.identities.subject(login)
  const { mark } = readSession(req)
  const shown = { ...sessionEvidence(req), origin: requestOrigin(req), reads: isReading(req) }
  const evidence: Evidence = justSignedIn ? { ...shown, from: 'store' } : shown
  const assessment = await surroundings.assessLogin(login, subject, demand, evidence)
  const { decision, state } = assessment
  if (decision.outcome === 'refuse') throw impersonated()
  const kept = keptOf(login, subject, assessment, demand)
  if (kept?.allowance !== undefined || (kept !== null && (justSignedIn || mark?.epoch !== state.epoch))) {
    updateSession(req, { mark: undefined, allowance: undefined, ...kept })
  }
  return assessment
}

/** What an `allow` leaves for later requests: a mark where it rests on a judged code, else itself; null for all others. */
export function keptOf(
  login: KeycloakLogin,
  subject: Subject,
  { decision, verified, state, policy, grace, now }: Assessment,
  { tenant }: Demand,
): Kept | null {
  if (decision.outcome !== 'allow') return null
  const own = { ...bindingOf(login), subjectKey: subject.key, epoch: state.epoch }
  if (decision.verified && verified !== null) return { mark: { ...own, ...verified } }
  const until = Math.min(now + ALLOWANCE_MS, grace.spent?.until ?? Number.POSITIVE_INFINITY)
  const rests = { epochs: policy.epochs, ...(tenant !== undefined && { tenant }) }
  return { allowance: { ...own, ...rests, until, ...(restsOnStandIn(decision) && { trusted: true }) } }
}

/** What a session shows of the second step. */
export function sessionEvidence(req: Request): Evidence {
  const { mark, trust } = readSession(req)
  return { from: 'session', mark, trust }
}

/** A GET changes nothing, here and in applications that keep to HTTP (RFC 9110 section 9.2.1). */
function isReading({ method }: Request): boolean {
  return method === 'GET' || method === 'HEAD'
}

/** Somebody who acts as another person has no second step to do, and none to change. */
export function impersonated(): TwoFactorError {
  return new TwoFactorError('ERR_2FA_FORBIDDEN', 'An administrator is signed in as this person; sign in yourself.')
}
