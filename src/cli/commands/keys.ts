import { Command } from 'commander'
import type { KeyProgress } from '../../actions/keys/key-work.js'
import type { KeyRotation } from '../../actions/keys/rotate-keys.js'
import type { KeysReport } from '../../create-operations.js'
import { type Answer, BadInput } from '../answer.js'
import { rows } from '../print.js'
import type { Terminal } from '../terminal.js'
import { type Act, examples } from './command.js'

/** `keys …`: the application's own keys. */
export const keys = (act: Act): Command =>
  new Command('keys').description('Looks after option secretKeys: see docs/operations.md.').addCommand(rotate(act))

interface RotateOptions {
  readonly plan?: true
  readonly remove?: string
  readonly dropCodes?: true
}

const rotate = (act: Act): Command =>
  new Command('rotate')
    .summary('put everything that is sealed under the first key')
    .description(
      'Puts everything that is sealed under the first of secretKeys, and says what each key still holds. People sign in meanwhile. Ended anywhere and run again, it goes on with what is left.',
    )
    .option('--plan', 'only say what each key holds; exit code 3 where something is under another key than the first')
    .option('--remove <id>', 'also make sure that this key can be taken out of secretKeys; refused while it is needed')
    .option('--drop-codes', 'with --remove: people whose backup codes only that key finds get ten new ones, and a mail')
    .option('--yes', 'do not ask before codes are dropped')
    .addHelpText('after', examples('keys rotate --plan', 'keys rotate', 'keys rotate --remove 2025-11'))
    .action(
      act(async ({ operations, terminal, yes, confirm }, { plan, remove, dropCodes }: RotateOptions) => {
        if (dropCodes && remove === undefined) throw new BadInput('--drop-codes goes with --remove <id>.')
        // Before anything is sealed anew, not half-way.
        if (dropCodes && !yes && terminal.ask === undefined) {
          throw new BadInput('--drop-codes asks before codes are dropped. Nobody is here to answer: give --yes.')
        }
        if (plan && remove !== undefined) throw new BadInput('Give either --plan or --remove.')
        const work = { signal: terminal.interrupted, onProgress: telling(terminal) }
        if (plan) {
          const report = await operations.keys.report(work)
          const isOpen = report.keys.some(({ role, sealed }) => role !== 'seals' && sealed > 0)
          return { json: report, text: table(report), exitCode: isOpen ? 3 : 0 }
        }
        if (remove === undefined) return answer(await operations.keys.rotate(work), [])
        const removed = await operations.keys.remove(remove, {
          ...work,
          drop: async ({ people }) =>
            dropCodes === true && (await confirm(`${people} people get new backup codes and a mail.`)),
        })
        const dropped = removed.dropped > 0 ? [`${removed.dropped} people got new backup codes and a mail.`] : []
        const free = `The key ${remove} holds nothing any more: take it out of secretKeys in every process.`
        return answer(removed, [...dropped, free])
      }),
    )

function answer(rotation: KeyRotation & KeysReport, more: readonly string[]): Answer {
  const { resealed, unreadable } = rotation
  return {
    json: rotation,
    text: [`${resealed} texts were put under the first key.`, ...lost(unreadable), ...more, '', ...table(rotation)],
    exitCode: unreadable > 0 || rotation.keys.some(({ role }) => role === 'wrong') ? 1 : 0,
  }
}

const lost = (unreadable: number) =>
  unreadable > 0
    ? [
        `${unreadable} texts can be opened by none of secretKeys. Put the keys marked "missing" back, and give those marked "wrong" the key they had, then run this again.`,
      ]
    : []

function table({ keys: uses, statementKeys }: KeysReport): string[] {
  return rows([
    ['key', 'role', 'sealed', 'backup codes', 'of people'],
    ...uses.map(({ id, role, sealed, backupCodes, people }) => [id, role, `${sealed}`, `${backupCodes}`, `${people}`]),
    ...statementKeys.map(({ kid, role }) => [kid, `${role} statements`]),
  ])
}

/** A step, and then every so many rows, is worth a line. */
const TOLD_EVERY = 10_000

const WORDS = { reseal: 'Sealing anew', count: 'Counting', drop: 'Making new codes' } satisfies Record<
  KeyProgress['step'],
  string
>

function telling({ progress }: Terminal): (of: KeyProgress) => void {
  let told = ''
  return ({ step, kind, read }) => {
    const now = `${step} ${kind} ${Math.floor(read / TOLD_EVERY)}`
    if (now !== told) progress.say(`${WORDS[step]}: ${kind}, ${read}`)
    told = now
  }
}
