/** Done or in sync; failed; bad input; differences found. */
export type ExitCode = 0 | 1 | 2 | 3

/** What a command has to say once it has ended. */
export interface Answer {
  /** For programs: printed with `--json`, and nothing else then. */
  readonly json: unknown
  /** For people: line by line. */
  readonly text: readonly string[]
  /** Default 0. */
  readonly exitCode?: ExitCode
}

/** What a command has to say that may be of any length: printed as it comes. */
export interface StreamedAnswer {
  /** For programs with `json`, one document a line; else for people and their spreadsheets. */
  readonly stream: (as: 'json' | 'text') => AsyncIterable<string>
}

/** The caller's mistake: printed without a stack, exit code 2. */
export class BadInput extends Error {
  override readonly name = 'BadInput'
}
