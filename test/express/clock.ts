import type { Clock } from '../../src/ports/clock.js'
import type { MemoryStore } from '../actions/memory-store.js'
import { NOON } from '../domain/sample-login.js'

/** A clock that stands still until it is moved, for process and database each, in ms. */
export interface TwoClocks extends Clock {
  /** Moves both. */
  pass(ms: number): void
  /** How far the process is ahead of the database. */
  ahead: number
}

/** Makes one; `store` is where the database's time is shown. */
export function twoClocks(store: () => MemoryStore): TwoClocks {
  let time = NOON
  const clock: TwoClocks = {
    ahead: 0,
    now: () => time + clock.ahead,
    at: () => time,
    databaseNow: () => time,
    pass(ms) {
      time += ms
      store().time = time
    },
  }
  return clock
}
