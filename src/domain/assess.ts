import type { Enrolment } from './enrolment/enrolment.js'
import type { KeycloakLogin } from './sign-in/login.js'
import { isWithin, type Proof } from './sign-in/mark.js'
import type { SingleSignOnFault, SingleSignOnVerdict } from './single-sign-on/judge-single-sign-on.js'
import type { Policy as PersonPolicy } from './tenant-policy/combine-policies.js'
import type { GraceLeft, GraceStanding } from './tenant-policy/grace.js'
import type { Trust } from './trusted-devices/judge-trust.js'

/** As much of a person's policy as the decision needs. */
export type Policy = Pick<PersonPolicy, 'requirement' | 'takesEffect' | 'requiredSince' | 'trustedDevices'>

/**
 * What a route asks: what the policy says, or the second step whatever the policy, or one judged in the last `withinMs`.
 * `tenant`: what is asked by this tenant alone, of its members; its id or alias.
 */
export type Demand = ({ readonly by: 'policy' } | { readonly by: 'route'; readonly withinMs: number | null }) & {
  readonly tenant?: string | undefined
}

/** A judged code of this login that still counts: from the mark in the session or the verified session in the store. */
export interface Verified {
  readonly proof: Proof
  readonly judgedAt: number
}

/** Everything the decision rests on. */
export interface Situation {
  /** With `signedInAt` in the database's time, like every other time here. */
  readonly login: KeycloakLogin
  readonly policy: Policy
  readonly enrolment: Enrolment | null
  /** When the person's second factor or sessions were last taken away, in ms. */
  readonly revokedAt: number | null
  readonly verified: Verified | null
  /** The trusted device that this login came from; null where there is none that counts. */
  readonly trust: Trust | null
  /** True for a request that only reads, where option `impersonation` lets administrators look as somebody else. */
  readonly mayLook: boolean
  /** Whether Keycloak itself asked for so much that the policy takes it for the second step. */
  readonly strong: boolean
  /** What became of a sign-in through an identity provider; null for all others, and where it does not matter. */
  readonly singleSignOn: SingleSignOnVerdict | null
  /** How far the grace of those who require it goes for this login. */
  readonly grace: GraceStanding
  /** A client that the operator has exempted asks, by a token of its own. */
  readonly exempt: boolean
  readonly demand: Demand
  readonly now: number
}

/** Why a login was or was not asked, in the order in which the reasons were found. */
export type Reason =
  | 'impersonated'
  | 'verified'
  | 'verified-too-long-ago'
  | 'route-requires'
  | 'enrolled'
  | 'trusted-device'
  | 'not-enrolled'
  | 'signed-in-before-enrolment'
  | 'signed-in-before-policy'
  | 'keycloak-strong'
  | 'single-sign-on'
  | 'exempt-client'
  | SingleSignOnFault
  | 'policy-off'
  | 'policy-optional'
  | 'policy-required'
  | 'grace'

/** What happens to the request. `verified` on an `allow` tells that it rests on a judged code. */
export type Decision =
  | { readonly outcome: 'allow'; readonly verified: boolean; readonly reasons: readonly Reason[] }
  | { readonly outcome: 'challenge' | 'refuse'; readonly reasons: readonly Reason[] }
  /** `grace`: how long set-up can still be put off; null: not at all. */
  | { readonly outcome: 'enrol'; readonly reasons: readonly Reason[]; readonly grace: GraceLeft | null }

/**
 * Decides what a login has to do before it is let through. Nothing else in this library decides.
 *
 * Where something is unknown the answer is the stricter one; whoever cannot read a part of the situation must not call.
 */
export function assess(situation: Situation): Decision {
  const { login, policy, enrolment, verified, grace, demand } = situation
  if (login.impersonator !== undefined) {
    // Whoever acts as somebody else has no second step of theirs to do: never asked, and never taken for having done it.
    const looks = situation.mayLook && demand.by === 'policy' && demand.tenant === undefined
    return looks
      ? { outcome: 'allow', verified: false, reasons: ['impersonated'] }
      : { outcome: 'refuse', reasons: ['impersonated'] }
  }

  const reasons: Reason[] = demand.by === 'route' ? ['route-requires'] : []
  if (verified !== null) {
    if (isRecentEnough(verified, demand, situation.now)) {
      return { outcome: 'allow', verified: true, reasons: [...reasons, 'verified'] }
    }
    reasons.push('verified-too-long-ago')
  }
  if (situation.exempt && admitsStandIn(demand)) {
    return { outcome: 'allow', verified: false, reasons: [...reasons, 'exempt-client'] }
  }
  reasons.push(enrolment !== null ? 'enrolled' : 'not-enrolled')
  const { singleSignOn } = situation
  if (situation.strong && admitsStandIn(demand)) {
    return { outcome: 'allow', verified: false, reasons: [...reasons, 'keycloak-strong'] }
  }
  if (singleSignOn?.outcome === 'bypass' && admitsStandIn(demand)) {
    return { outcome: 'allow', verified: false, reasons: [...reasons, 'single-sign-on'] }
  }
  if (singleSignOn?.outcome === 'ask') reasons.push(singleSignOn.because)
  if (enrolment !== null) {
    if (demand.by === 'policy' && policy.takesEffect === 'next-login' && isFromBefore(situation, enrolment)) {
      return { outcome: 'allow', verified: false, reasons: [...reasons, 'signed-in-before-enrolment'] }
    }
    if (situation.trust !== null && admitsStandIn(demand)) {
      return { outcome: 'allow', verified: false, reasons: [...reasons, 'trusted-device'] }
    }
    return { outcome: 'challenge', reasons }
  }
  if (demand.by === 'route') return { outcome: 'enrol', reasons, grace: null }
  reasons.push(`policy-${policy.requirement}`)
  if (policy.requirement !== 'required') return { outcome: 'allow', verified: false, reasons }
  if (policy.takesEffect === 'next-login' && isFromBeforePolicy(situation)) {
    return { outcome: 'allow', verified: false, reasons: [...reasons, 'signed-in-before-policy'] }
  }
  if (grace.spent !== null) return { outcome: 'allow', verified: false, reasons: [...reasons, 'grace'] }
  return { outcome: 'enrol', reasons, grace: grace.left }
}

/** True for an `allow` that rests on a trusted device. */
export function isTrusted({ reasons }: Decision): boolean {
  return reasons.includes('trusted-device')
}

/** True for an `allow` that rests on what stands in for the second step, or on an exemption from it. */
export function restsOnStandIn({ reasons }: Decision): boolean {
  return STAND_INS.some((reason) => reasons.includes(reason))
}

const STAND_INS: readonly Reason[] = ['trusted-device', 'single-sign-on', 'keycloak-strong', 'exempt-client']

/** What stands in for the second step never stands in for a code of the last minutes. */
export function admitsStandIn(demand: Demand): boolean {
  return demand.by === 'policy' || demand.withinMs === null
}

function isRecentEnough(verified: Verified, demand: Demand, now: number): boolean {
  return demand.by === 'policy' || demand.withinMs === null || isWithin(verified.judgedAt, demand.withinMs, now)
}

/** How much older than the second factor a login must be to count as one from before it: clocks are never quite alike. */
const MARGIN_MS = 1_000

/** The login is older than the policy, and newer than the last time that something was taken away. */
function isFromBeforePolicy({ login, revokedAt, policy: { requiredSince } }: Situation): boolean {
  return login.signedInAt + MARGIN_MS <= requiredSince && (revokedAt === null || login.signedInAt > revokedAt)
}

/**
 * The login is older than the second factor, and newer than the last time that something was taken away. Where a second
 * factor is required, it must have been let through without one too: a thief with the password who was stopped at the
 * set-up must not pass once the person has set up their own.
 */
function isFromBefore(situation: Situation, enrolment: Enrolment): boolean {
  const { login, revokedAt, policy } = situation
  if (policy.requirement === 'required' && !isFromBeforePolicy(situation)) return false
  return login.signedInAt + MARGIN_MS <= enrolment.activeSince && (revokedAt === null || login.signedInAt > revokedAt)
}
