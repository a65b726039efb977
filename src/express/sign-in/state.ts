import type { Request } from 'express'
import type { Evidence } from '../../actions/sign-in/assess-login.js'
import type { Reason } from '../../domain/assess.js'
import type { Method } from '../../domain/enrolment/enrolment.js'
import type { Proof } from '../../domain/sign-in/mark.js'
import type { Surroundings } from '../surroundings.js'
import { bearerEvidence, bearerLogin, tokenOf } from './bearer.js'
import { sessionEvidence } from './decide.js'
import { loginOf } from './login-of.js'

/** What is known of a request's second factor; times in ms. */
export type TwoFactorState =
  | { readonly signedIn: false }
  | {
      readonly signedIn: true
      /** What `enforce()` would do with the request, and why. */
      readonly outcome: 'allow' | 'challenge' | 'enrol' | 'refuse'
      readonly reasons: readonly Reason[]
      /** The judged code that counts for this login; null where there is none. */
      readonly verified: { readonly proof: Proof; readonly judgedAt: number } | null
      /** The active method; null where nothing is enrolled. */
      readonly enrolment: { readonly method: Method; readonly activeSince: number } | null
      /** True where the person may set up a second factor, has none, and did not dismiss the invitation to. */
      readonly invitation: boolean
    }

/**
 * Reads the state of a request from the store; changes nothing. Rejects with `ERR_2FA_STORE` when it cannot be read, and with
 * `ERR_2FA_SIGN_IN_REQUIRED` for a bearer token that is not right.
 */
export async function stateOf(surroundings: Surroundings, req: Request): Promise<TwoFactorState> {
  const token = tokenOf(surroundings, req)
  const login = token === undefined ? loginOf(surroundings, req) : await bearerLogin(surroundings, req, token)
  if (login === undefined || login === null) return { signedIn: false }
  const subject = surroundings.identities.subject(login)
  const evidence: Evidence = token === undefined ? sessionEvidence(req) : bearerEvidence(surroundings, login, req)
  const assessment = await surroundings.assessLogin(login, subject, { by: 'policy' }, evidence)
  const { decision, verified, state } = assessment
  const { outcome, reasons } = decision
  const { enrolment } = state
  return {
    signedIn: true,
    outcome,
    reasons,
    verified,
    enrolment: enrolment === null ? null : { method: enrolment.method, activeSince: enrolment.activeSince },
    invitation: await surroundings.isInvited(subject, assessment),
  }
}
