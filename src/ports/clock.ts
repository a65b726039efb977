/** The time, in ms since 1970. Only the published `testing` subpath can move it. */
export interface Clock {
  /** The time in this process. Lengths of time that begin in this process are taken on it. */
  now(): number
  /** A time just read from the database, as this clock sees it. Ends are judged by it, so that all processes agree. */
  at(databaseTime: number): number
  /** The database's time now, by what `at` last saw; the process's own until then. For judging without a read. */
  databaseNow(): number
}

/** Where the published `testing` subpath leaves a clock of its own in the options; there is no option for it. */
export const TEST_CLOCK: unique symbol = Symbol.for('keycloak-two-factor.test-clock')

/** The clock of the process, and of the database as reads show it; `offset`, in ms, is for `testing` alone. */
export function clock(offset: () => number = () => 0): Clock {
  let ahead = 0
  return {
    now: () => Date.now() + offset(),
    at(databaseTime) {
      ahead = databaseTime - Date.now()
      return databaseTime + offset()
    },
    databaseNow: () => Date.now() + ahead + offset(),
  }
}
