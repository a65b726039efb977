import { BadInput } from './answer.js'
import type { Terminal } from './terminal.js'

/** Asks before something that cannot be taken back. `yes` answers for the person, as a script has to. */
export function confirming({ ask, progress }: Terminal, yes: boolean): (question: string) => Promise<boolean> {
  return async (question) => {
    if (yes) return true
    progress.end()
    if (ask === undefined) throw new BadInput(`${question} Nobody is here to answer: give --yes.`)
    return /^y(es)?$/i.test((await ask(`${question} Type yes: `)).trim())
  }
}
