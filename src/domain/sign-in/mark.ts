import type { Method } from '../enrolment/enrolment.js'
import { type LoginBinding, sameLogin } from './login.js'

/** How long a judged code counts for one Keycloak login: 24 hours, in ms. */
export const VERIFIED_MS = 24 * 60 * 60_000

/** How long an `allow` without a code is kept before it is assessed again: 15 minutes, in ms. */
export const ALLOWANCE_MS = 15 * 60_000

/** How much longer it is kept while nobody can tell what the person's tenants ask: up to an hour in all, in ms. */
export const UNKNOWN_MS = 45 * 60_000

/** What a person's second step was: a code of their method, or one of the ways round it. */
export type Proof = Method | 'backup-code' | 'bypass-code'

/** The note in the application's session that the second step is done. */
export interface Mark extends LoginBinding {
  readonly subjectKey: string
  readonly proof: Proof
  /** When the code was judged, in ms. */
  readonly judgedAt: number
  /** The subject's epoch read before judging; at a higher one the mark is judged anew, by `markCounts`. */
  readonly epoch: number
}

/** An `allow` without a code, kept under the same binding and epoch so that each request need not assess again. */
export interface Allowance extends LoginBinding {
  readonly subjectKey: string
  readonly epoch: number
  readonly until: number
  /** Present where it rests on what stands in for the second step, such as a trusted device, also where a route asks for that. */
  readonly trusted?: true
  /** The tenant that alone was asked for; absent where all of the person's were. */
  readonly tenant?: string
  /** The epochs of the policies that it rests on, by tenant. */
  readonly epochs: Readonly<Record<string, number>>
}

/** True while the mark speaks of this login, nothing has revoked it, and it is younger than 24 hours. */
export function markHolds(mark: Mark, login: LoginBinding, epoch: number, now: number): boolean {
  return sameLogin(mark, login) && mark.epoch === epoch && isWithin(mark.judgedAt, VERIFIED_MS, now)
}

/**
 * True while the mark counts for this login: it holds at this epoch, or the epoch has moved on and the very judgement that
 * the mark notes is still among the verified sessions (`stored`: that of this login).
 *
 * Reset, turning off and a change of the method delete all of a person's verified sessions, so no mark outlives them; the
 * end of one Keycloak session deletes its own, and the marks of the person's other ones count on at the new epoch. A
 * later judgement of the same login is not the one that the mark notes: the person may have lost everything in between.
 */
export function markCounts(
  mark: Mark,
  login: LoginBinding,
  { epoch, stored, now }: { epoch: number; stored: Pick<Mark, 'proof' | 'judgedAt'> | null; now: number },
): boolean {
  if (markHolds(mark, login, epoch, now)) return true
  const isOlder = mark.epoch < epoch && markHolds(mark, login, mark.epoch, now)
  return isOlder && stored !== null && stored.judgedAt === mark.judgedAt && stored.proof === mark.proof
}

/** True while a kept `allow` speaks of this login, and its time has not run out; the epochs are judged apart. */
export function allowanceSpeaksOf(allowance: Allowance, login: LoginBinding, now: number): boolean {
  return sameLogin(allowance, login) && now < allowance.until
}

/** True while `now` is at most `lengthMs` after `start`. A start in the future beyond clock noise does not count. */
export function isWithin(start: number, lengthMs: number, now: number): boolean {
  const age = now - start
  return age >= -60_000 && age < lengthMs
}
