import type { SignInStore } from '../../ports/store.js'

/** The subjects' epochs as this process knows them, each at most `keptMs` old. */
export interface Epochs {
  /**
   * The subject's epoch: at once where it is known, by one primary-key read otherwise, which parallel callers share.
   * Throws `ERR_2FA_STORE` when it cannot be read.
   */
  of(subjectKey: string): number | Promise<number>
  /** Forgets what is known of a subject, after this process itself changed it. */
  forget(subjectKey: string): void
}

/** How many subjects are kept at once; about 150 bytes each. */
const KEPT_SUBJECTS = 50_000

/** Reads epochs with a memory of `keptMs` (0: none). Time is this process's own, since only a length counts. */
export function epochs(store: Pick<SignInStore, 'epoch'>, keptMs: number): Epochs {
  const known = new Map<string, { epoch: number; until: number }>()
  const reading = new Map<string, Promise<number>>()

  /** A store may also throw at once; then too it is the answer that fails. */
  const ask = async (subjectKey: string) => store.epoch(subjectKey)

  function read(subjectKey: string): Promise<number> {
    // Counted from before the read: what was true then may already be old when the answer arrives.
    const until = performance.now() + keptMs
    const answer = ask(subjectKey)
      .then((epoch) => {
        // A read that was forgotten on the way, or overtaken, says what was, not what is.
        if (reading.get(subjectKey) === answer) keep(subjectKey, { epoch, until })
        return epoch
      })
      .finally(() => {
        if (reading.get(subjectKey) === answer) reading.delete(subjectKey)
      })
    return answer
  }
  function keep(subjectKey: string, entry: { epoch: number; until: number }): void {
    known.delete(subjectKey)
    known.set(subjectKey, entry)
    if (known.size > KEPT_SUBJECTS) known.delete(known.keys().next().value ?? '')
  }
  return {
    of(subjectKey) {
      const found = known.get(subjectKey)
      if (found !== undefined && performance.now() < found.until) return found.epoch
      // Nothing may be kept: nor may an answer be shared that was asked for before this request came.
      if (keptMs === 0) return ask(subjectKey)
      let answer = reading.get(subjectKey)
      if (answer === undefined) {
        answer = read(subjectKey)
        reading.set(subjectKey, answer)
      }
      return answer
    },
    forget(subjectKey) {
      known.delete(subjectKey)
      reading.delete(subjectKey)
    },
  }
}
