import type { Events } from '../ports/events.js'

/** Something that runs by itself until it is stopped. */
export interface Worker {
  /** Runs now instead of at the next turn. */
  poke(): void
  /** Ends it, and waits for the turn that is under way. */
  stop(): Promise<void>
}

/**
 * Runs `turn` every `everyMs`, never twice at once, and again at once while it answers `true` ("there is more").
 * Its timer never keeps the process alive; a turn that throws is told to `events` and does not end the worker.
 */
export function startWorker(name: string, everyMs: number, events: Events, turn: () => Promise<boolean>): Worker {
  let stopped = false
  let poked = false
  let timer: NodeJS.Timeout | undefined
  let running: Promise<void> | undefined

  async function run(): Promise<void> {
    let more = true
    while (more && !stopped) {
      poked = false
      more = await turn().catch((error: unknown) => {
        events.emit({ kind: 'worker-failed', worker: name, error })
        return false
      })
      more ||= poked
    }
  }
  function begin(): void {
    if (stopped || running !== undefined) return
    clearTimeout(timer)
    running = run().finally(() => {
      running = undefined
      // A poke between the end of the last turn and here would otherwise wait for the timer.
      if (poked) return begin()
      if (!stopped) timer = setTimeout(begin, everyMs).unref()
    })
  }
  begin()
  return {
    poke() {
      poked = true
      begin()
    },
    async stop() {
      stopped = true
      clearTimeout(timer)
      await running
    },
  }
}
