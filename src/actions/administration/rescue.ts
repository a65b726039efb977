import type { Subject } from '../../domain/sign-in/login.js'
import { TwoFactorError } from '../../errors.js'
import type { Clock } from '../../ports/clock.js'
import type { KeyedHash, Random, Sealer } from '../../ports/crypto.js'
import type { Expected, Settlement, Store, SubjectState } from '../../ports/store.js'
import { settleAgain } from '../settle-again.js'

/** What acting on another person's second factor needs. */
export interface RescuePorts {
  readonly store: Store
  readonly sealer: Sealer
  readonly keyedHash: KeyedHash
  readonly random: Random
  readonly clock: Clock
}

/** A person as an administrator finds them. */
export interface Found {
  readonly state: SubjectState
  readonly expected: Expected
  readonly now: number
}

/** No session of the person's is at hand, and none is needed. */
export const NO_SESSION = ''

/** Loads the person, lets `act` decide and write, and again where somebody else was there first. */
export function rescue<T>(
  { store, clock }: Pick<RescuePorts, 'store' | 'clock'>,
  { key }: Subject,
  act: (found: Found) => Promise<{ settlement: Settlement; answer: T }>,
): Promise<T> {
  return settleAgain(async () => {
    const state = await store.load(key, NO_SESSION)
    const { attempts, epoch, databaseTime } = state
    return act({ state, expected: { subjectKey: key, version: attempts.version, epoch }, now: clock.at(databaseTime) })
  })
}

/** Throws `ERR_2FA_CONFLICT` where the person has no second factor, so that there is nothing to be done about it. */
export function requireEnrolment({ enrolment }: SubjectState): NonNullable<SubjectState['enrolment']> {
  if (enrolment !== null) return enrolment
  throw new TwoFactorError('ERR_2FA_CONFLICT', 'This person has not set up two-factor authentication.')
}
