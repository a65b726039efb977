import { Command, CommanderError } from 'commander'
import { createOperations } from '../create-operations.js'
import { isTwoFactorError } from '../errors.js'
import { type Answer, BadInput, type ExitCode } from './answer.js'
import type { Act } from './commands/command.js'
import { confirming } from './confirm.js'
import { loadOptions } from './load-options.js'
import { printable } from './print.js'
import { program } from './program.js'
import type { Terminal } from './terminal.js'

/** Runs one command line, such as `['migrate', '--json']`, and returns its exit code. Never throws. */
export async function run(argv: readonly string[], bare: Terminal): Promise<ExitCode> {
  const terminal = safe(bare)
  const as = argv.includes('--json') ? 'json' : 'text'
  let exitCode: ExitCode = 0
  let isStreaming = false
  const act: Act =
    (work) =>
    async (...given) => {
      const command = given.find((one): one is typeof one & Command => one instanceof Command)
      const { config, yes = false } = command?.optsWithGlobals<{ config: string; yes?: boolean }>() ?? { config: '' }
      const operations = createOperations(await loadOptions(terminal.folder, config))
      try {
        const answer = await work({ operations, terminal, yes, confirm: confirming(terminal, yes) }, ...given)
        if ('stream' in answer) {
          isStreaming = true
          await stream(answer.stream(as), as, terminal)
        } else {
          terminal.progress.end()
          await terminal.write(printed(answer, as === 'json'))
          exitCode = answer.exitCode ?? 0
        }
      } finally {
        terminal.progress.end()
        await operations.close()
      }
    }
  try {
    await quiet(program(act), terminal, as).parseAsync([...argv], { from: 'user' })
    return exitCode
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return 0
    const { code, message } = failureOf(error, terminal)
    // Beside documents of a line each, a failure is one as well.
    if (as === 'json')
      await terminal.write(isStreaming ? `${JSON.stringify(told(code, message))}\n` : json(told(code, message)))
    // Commander has printed its help or the mistake already.
    else if (!(error instanceof CommanderError)) terminal.writeError(`${message}\n`)
    return code === 'BAD_INPUT' || code === 'ERR_2FA_MALFORMED' ? 2 : 1
  }
}

/** The same terminal, which no name or value from outside can command. */
function safe(terminal: Terminal): Terminal {
  const { ask, progress } = terminal
  return {
    ...terminal,
    writeError: (text) => terminal.writeError(printable(text)),
    progress: { say: (what) => progress.say(printable(what)), end: () => progress.end() },
    ...(ask !== undefined && { ask: (question: string) => ask(printable(question)) }),
  }
}

/** Prints as it comes and as fast as it is taken: in a file or a pipe as it is, for a spreadsheet. What was interrupted is not whole, and so it has failed. */
async function stream(parts: AsyncIterable<string>, as: 'json' | 'text', terminal: Terminal): Promise<void> {
  for await (const part of parts) {
    terminal.progress.end()
    terminal.interrupted.throwIfAborted()
    await terminal.write(as === 'text' && terminal.isWatched ? printable(part) : part)
  }
}

/** Commander prints to the terminal and throws where it would end the process; subcommands as well. */
function quiet(command: Command, terminal: Terminal, as: 'json' | 'text'): Command {
  for (const inner of command.commands) quiet(inner, terminal, as)
  return command
    .exitOverride()
    .showSuggestionAfterError()
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({ writeOut: terminal.write, writeErr: as === 'json' ? () => {} : terminal.writeError })
}

const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`

const printed = ({ json: value, text }: Answer, asJson: boolean) =>
  asJson ? json(value) : printable(text.map((line) => `${line}\n`).join(''))

const told = (code: string, message: string) => ({ error: { code, message } })

/** What failed. A mistake of this library's own is shown with its place. */
function failureOf(error: unknown, { interrupted }: Terminal): { code: string; message: string } {
  if (!(error instanceof Error)) return { code: 'FAILED', message: String(error) }
  const { message } = error
  if (error instanceof BadInput) return { code: 'BAD_INPUT', message }
  if (error instanceof CommanderError) return { code: 'BAD_INPUT', message: mistakeOf(error) }
  if (isTwoFactorError(error)) return { code: error.code, message }
  if (interrupted.aborted && error.name === 'AbortError') {
    return { code: 'INTERRUPTED', message: 'Stopped. Run this again to go on.' }
  }
  return { code: 'FAILED', message: error.stack ?? message }
}

/** Where a command is missing, commander shows its help and has no words. */
const mistakeOf = ({ code, message }: CommanderError) =>
  code === 'commander.help' ? 'A command is missing: --help names them.' : message.replace(/^error: /, '')
