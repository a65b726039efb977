import { setTimeout as sleep } from 'node:timers/promises'
import { TwoFactorError } from '../errors.js'
import type { Settlement } from '../ports/store.js'

const ROUNDS = 8

/**
 * Loads, judges and commits, and again where somebody else was there first; the answer leaves only once it is committed.
 * Throws `ERR_2FA_STORE` where others are always first.
 */
export async function settleAgain<T>(round: () => Promise<{ settlement: Settlement; answer: T }>): Promise<T> {
  for (let tried = 1; ; tried++) {
    const { settlement, answer } = await round()
    if (settlement === 'settled') return answer
    if (tried === ROUNDS) {
      throw new TwoFactorError('ERR_2FA_STORE', 'Too many answers for one person at the same time; try again.')
    }
    // Waits grow and differ, so that parallel answers do not meet again at the same moment.
    await sleep(Math.random() * 2 ** tried * 2)
  }
}
