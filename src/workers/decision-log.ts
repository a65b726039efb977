import type { DecidedLogin } from '../actions/administration/note-login.js'
import type { Events } from '../ports/events.js'

/** How many logins wait at most to be noted; where the database is slower than people sign in, further ones are not. */
const MOST = 10_000

/** Notes decisions behind the answer: nobody waits for it, and nobody is refused because it failed. */
export interface DecisionLog {
  readonly note: (login: DecidedLogin) => void
  /** Waits until everything is noted. */
  readonly flush: () => Promise<void>
}

/** Notes one login after another by `write`; what cannot be noted is told to `events`. */
export function decisionLog(events: Events, write: (login: DecidedLogin) => Promise<void>): DecisionLog {
  const waiting: DecidedLogin[] = []
  let running: Promise<void> | undefined
  async function run(): Promise<void> {
    for (let login = waiting.shift(); login !== undefined; login = waiting.shift()) {
      await write(login).catch((error: unknown) =>
        events.emit({ kind: 'worker-failed', worker: 'decision-log', error }),
      )
    }
    running = undefined
  }
  return {
    note(login) {
      if (waiting.length >= MOST) {
        const error = new Error(`${MOST} logins wait to be noted: why this one was, or was not, asked is lost.`)
        return events.emit({ kind: 'worker-failed', worker: 'decision-log', error })
      }
      waiting.push(login)
      running ??= run()
    },
    flush: async () => running,
  }
}
