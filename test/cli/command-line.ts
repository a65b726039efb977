import type { ExitCode } from '../../src/cli/answer.js'
import { run } from '../../src/cli/run.js'
import type { Terminal } from '../../src/cli/terminal.js'

/** What a command line printed, and how it ended. */
export interface Outcome {
  readonly exitCode: ExitCode
  readonly out: string
  readonly err: string
  /** What it told of its progress, in order. */
  readonly said: readonly string[]
}

/** Runs a command line as a shell would, in `folder`. */
export async function commandLine(
  folder: string,
  argv: readonly string[],
  given: Partial<Pick<Terminal, 'ask' | 'environment' | 'interrupted' | 'isWatched'>> = {},
): Promise<Outcome> {
  let out = ''
  let err = ''
  const said: string[] = []
  const exitCode = await run(argv, {
    write: (text) => {
      out += text
    },
    writeError: (text) => {
      err += text
    },
    isWatched: false,
    progress: { say: (what) => said.push(what), end() {} },
    folder,
    environment: {},
    interrupted: new AbortController().signal,
    ...given,
  })
  return { exitCode, out, err, said }
}
