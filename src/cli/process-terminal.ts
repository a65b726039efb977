import ora from 'ora'
import { asking } from './asking.js'
import type { Progress, Terminal } from './terminal.js'

/** The process's own input, output and Ctrl-C. The second Ctrl-C ends the process at once. */
export function processTerminal(argv: readonly string[]): Terminal & { flush(): Promise<void> } {
  const { stdin, stdout, stderr } = process
  const interruption = new AbortController()
  process.on('SIGINT', () => {
    if (interruption.signal.aborted) process.exit(130)
    interruption.abort()
    stderr.write('\nStopping after the step under way. Ctrl-C again ends at once.\n')
  })
  process.on('SIGTERM', () => interruption.abort())
  // A reader such as "head" that has seen enough is no failure of ours.
  stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1))
  // What is told of the progress may be lost; the work goes on.
  stderr.on('error', () => {})
  return {
    write: (text) => (stdout.write(text) ? undefined : new Promise((resolve) => stdout.once('drain', resolve))),
    isWatched: stdout.isTTY,
    writeError: (text) => void stderr.write(text),
    progress: argv.includes('--json') ? SILENT : progressOn(stderr),
    ...(stdin.isTTY && { ask: asking(stdin, stderr, interruption) }),
    folder: process.cwd(),
    environment: process.env,
    interrupted: interruption.signal,
    async flush() {
      for (const stream of [stdout, stderr]) await new Promise((resolve) => stream.write('', resolve))
    },
  }
}

const SILENT: Progress = { say() {}, end() {} }

/** In place on a screen, else line by line. A terminal without columns, as some jobs have, is no screen: nothing can be redrawn there. */
export function progressOn(output: Pick<NodeJS.WriteStream, 'isTTY' | 'columns' | 'write'>): Progress {
  return output.isTTY && output.columns > 0 ? spinner() : lines((line) => output.write(`${line}\n`))
}

/** One line for each step: what a log can keep. */
function lines(print: (line: string) => void): Progress {
  return { say: (what) => print(`${what} …`), end() {} }
}

function spinner(): Progress {
  // The keyboard stays ours: a question may be asked, and Ctrl-C is handled above.
  const spinning = ora({ discardStdin: false })
  return {
    say: (what) => void spinning.start(`${what} …`),
    end: () => void spinning.stop(),
  }
}
