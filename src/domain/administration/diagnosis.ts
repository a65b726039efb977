import { type Attempts, sideState } from '../challenge/attempts.js'
import type { Enrolment } from '../enrolment/enrolment.js'
import { type BypassCode, isBypassCodeAlive } from './bypass-code.js'

/** What somebody who asks for help most likely suffers from; the kinds of `Diagnosis`. */
export const DIAGNOSES = [
  'account-disabled',
  'codes-disabled',
  'codes-locked',
  'recovery-disabled',
  'recovery-locked',
  'not-enrolled',
  'bypass-code-open',
  'no-backup-codes',
  'in-order',
] as const

/** What is wrong with a person's second factor, the gravest first. `until` is the end of a wait, or of a bypass code. */
export interface Diagnosis {
  readonly kind: (typeof DIAGNOSES)[number]
  /** How many wrong answers in a row led to it; 0 where that is not what is wrong. */
  readonly wrong: number
  readonly until: number | null
}

/** What a diagnosis rests on. */
export interface Symptoms {
  /** False where Keycloak lets nobody sign in with the account. */
  readonly accountEnabled: boolean
  readonly enrolment: Enrolment | null
  readonly attempts: Attempts
  readonly backupCodesLeft: number
  readonly bypassCode: BypassCode | null
  readonly now: number
}

/** Says in one value what keeps a person from signing in, or `in-order`. */
export function diagnose(symptoms: Symptoms): Diagnosis {
  const { accountEnabled, enrolment, attempts, backupCodesLeft, bypassCode, now } = symptoms
  const found = (kind: Diagnosis['kind'], wrong = 0, until: number | null = null): Diagnosis => ({ kind, wrong, until })
  if (!accountEnabled) return found('account-disabled')
  if (enrolment === null) return closed('codes', attempts, now) ?? found('not-enrolled')
  const closedSide = closed('codes', attempts, now) ?? closed('recovery', attempts, now)
  if (closedSide !== null) return closedSide
  if (bypassCode !== null && isBypassCodeAlive(bypassCode, now)) {
    return found('bypass-code-open', 0, bypassCode.endsAt)
  }
  return found(backupCodesLeft === 0 ? 'no-backup-codes' : 'in-order')
}

function closed(side: 'codes' | 'recovery', attempts: Attempts, now: number): Diagnosis | null {
  const { wrong } = attempts[side]
  const state = sideState(attempts[side], now)
  if (state.state === 'open') return null
  return state.state === 'disabled'
    ? { kind: `${side}-disabled`, wrong, until: null }
    : { kind: `${side}-locked`, wrong, until: state.until }
}
