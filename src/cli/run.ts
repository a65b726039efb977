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
export async function run(argv: readonly string[], terminal: Terminal): Promise<ExitCode> {
  let exitCode: ExitCode = 0
  const act: Act =
    (work) =>
    async (...given) => {
      const command = given.find((one): one is typeof one & Command => one instanceof Command)
      const { config, yes = false } = command?.optsWithGlobals<{ config: string; yes?: boolean }>() ?? { config: '' }
      const operations = createOperations(await loadOptions(terminal.folder, config))
      try {
        const answer = await work({ operations, terminal, confirm: confirming(terminal, yes) }, ...given)
        const as = argv.includes('--json') ? 'json' : 'text'
        if ('stream' in answer) exitCode = await stream(answer.stream(as), as, terminal)
        else {
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
    await quiet(program(act), terminal).parseAsync([...argv], { from: 'user' })
    return exitCode
  } catch (error) {
    // Commander has printed its help or the mistake already.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
    const message = messageOf(error)
    if (argv.includes('--json')) await terminal.write(json({ error: { code: codeOf(error), message } }))
    else terminal.writeError(`${printable(message)}\n`)
    return error instanceof BadInput || codeOf(error) === 'ERR_2FA_MALFORMED' ? 2 : 1
  }
}

/** Prints as it comes and as fast as it is taken; what was interrupted is not whole, and so it has failed. */
async function stream(parts: AsyncIterable<string>, as: 'json' | 'text', terminal: Terminal): Promise<ExitCode> {
  for await (const part of parts) {
    terminal.progress.end()
    if (terminal.interrupted.aborted) return 1
    await terminal.write(as === 'json' ? part : printable(part))
  }
  return 0
}

/** Commander prints to the terminal and throws where it would end the process; subcommands as well. */
function quiet(command: Command, terminal: Terminal): Command {
  for (const inner of command.commands) quiet(inner, terminal)
  return command
    .exitOverride()
    .showSuggestionAfterError()
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({ writeOut: terminal.write, writeErr: terminal.writeError })
}

const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`

const printed = ({ json: value, text }: Answer, asJson: boolean) =>
  asJson ? json(value) : printable(text.map((line) => `${line}\n`).join(''))

/** A mistake of this library's own is shown with its place. */
function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return isTwoFactorError(error) || error instanceof BadInput ? error.message : (error.stack ?? error.message)
}

const codeOf = (error: unknown) =>
  isTwoFactorError(error) ? error.code : error instanceof BadInput ? 'BAD_INPUT' : 'FAILED'
