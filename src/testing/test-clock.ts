import type { TwoFactorOptions } from '../options.js'
import { type Clock, clock, TEST_CLOCK } from '../ports/clock.js'

/** A clock that tests and demonstrations move by hand; it moves the database's time along. */
export interface TestClock extends Clock {
  /** How far it is ahead of the real time, in ms. */
  readonly offset: number
  /** Moves it forward by so many ms. */
  advance(ms: number): void
}

/** Makes a clock that shows the real time until it is moved. */
export function testClock(): TestClock {
  let offset = 0
  const moved = clock(() => offset)
  return {
    ...moved,
    get offset() {
      return offset
    },
    advance(ms) {
      offset += ms
    },
  }
}

/** The options for `createTwoFactor` with a clock in place of the real time. Never in production. */
export function withTestClock(options: TwoFactorOptions, testClock: Clock): TwoFactorOptions {
  return Object.assign({ ...options }, { [TEST_CLOCK]: testClock })
}
