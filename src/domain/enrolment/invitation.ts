import type { Decision } from '../assess.js'
import type { Enrolment } from './enrolment.js'

/**
 * True for somebody who may set up a second factor and has none: whom the policy leaves the choice, and whom no other
 * provider protects. Whether they dismissed the invitation is not known here.
 */
export function mayBeInvited(decision: Decision, enrolment: Enrolment | null): boolean {
  return enrolment === null && decision.outcome === 'allow' && decision.reasons.includes('policy-optional')
}
