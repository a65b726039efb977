/** Where a command line reads and writes: the process's own, or a test's. */
export interface Terminal {
  /** Answers: standard output. A promise where the reader is slower: no more is to be written until it is kept. */
  write(text: string): void | Promise<void>
  /** Answers are shown on a screen, not kept in a file or read by a program. */
  readonly isWatched: boolean
  /** Everything else: standard error. */
  writeError(text: string): void
  /** Shows what is going on, for people who watch; a pipe gets plain lines. */
  readonly progress: Progress
  /** Asks a question and returns what was typed, nothing where input has ended; undefined where nobody is there to answer. */
  readonly ask?: (question: string) => Promise<string>
  /** The folder that file names are seen from. */
  readonly folder: string
  readonly environment: Readonly<Record<string, string | undefined>>
  /** Aborted by Ctrl-C: the step under way is finished, and no further one begun. */
  readonly interrupted: AbortSignal
}

/** Tells what is going on. */
export interface Progress {
  /** Something else is being done now. */
  say(what: string): void
  /** Nothing is being done any more. */
  end(): void
}
