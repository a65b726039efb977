import type { Operations } from '../../create-operations.js'
import type { Answer, StreamedAnswer } from '../answer.js'
import type { Terminal } from '../terminal.js'

/** What a command works with. */
export interface Context {
  readonly operations: Operations
  readonly terminal: Terminal
  /** `--yes` was given: nothing is asked. */
  readonly yes: boolean
  /**
   * Asks before something that cannot be taken back: true after `--yes` or the answer "yes". Throws `BadInput` where
   * nobody is there to answer.
   */
  confirm(question: string): Promise<boolean>
}

/** Makes a commander action of what a command does: opens the configuration, prints the answer, sets the exit code. */
export type Act = <Given extends unknown[]>(
  work: (context: Context, ...given: Given) => Promise<Answer | StreamedAnswer>,
) => (...given: Given) => Promise<void>

/** How a command's examples are shown below its help. */
export function examples(...lines: readonly string[]): string {
  const heading = lines.length === 1 ? 'Example:' : 'Examples:'
  return ['', heading, ...lines.map((line) => `  $ keycloak-two-factor ${line}`)].join('\n')
}
