import { InvalidArgumentError, Option } from 'commander'
import type { TenantOutcome } from '../../actions/policy-sync/apply-each.js'
import type { ExitCode } from '../answer.js'
import type { Context } from './command.js'

/** `--only`, as often as one likes. */
export const only = () =>
  new Option(
    '--only <tenant>',
    'only this tenant, by alias, or those with an attribute (plan=business); repeatable',
  ).argParser((value: string, before: string[] = []) => [...before, value])

/** `--max-changes`. */
export const maxChanges = () => new Option('--max-changes <number>', 'change at most so many tenants').argParser(whole)

/** `--confirm`. */
export const confirm = () =>
  new Option('--confirm <number>', 'how many people lose their settings, as the plan says').argParser(whole)

/** A whole number from 0 on. */
function whole(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text)
  throw new InvalidArgumentError('It must be a whole number, such as 20.')
}

/** Whoever watches types how many people lose their settings; nobody else has said it, `--yes` neither. Null: nothing is weakened. */
export async function confirmation(
  { terminal: { ask }, yes }: Pick<Context, 'terminal' | 'yes'>,
  lost: number | null,
): Promise<number | null> {
  if (lost === null || ask === undefined || yes) return null
  const typed = await ask(
    `This turns second factors off, and ${lost} people lose their settings. Type that number, or nothing to leave these tenants alone: `,
  )
  return /^\d+$/.test(typed.trim()) ? Number(typed) : null
}

/** Failed where one has failed; differences where one is not as it was planned. */
export function exitCodeOf(outcomes: readonly TenantOutcome[]): ExitCode {
  if (outcomes.some(({ outcome }) => outcome === 'failed')) return 1
  return outcomes.some(({ outcome }) => outcome !== 'settled') ? 3 : 0
}
