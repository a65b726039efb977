import { Command, InvalidArgumentError, Option } from 'commander'
import { lossesOf, type TenantOutcome } from '../../actions/policy-sync/apply-sync.js'
import type { SyncPlan } from '../../actions/policy-sync/plan-sync.js'
import type { Answer, ExitCode } from '../answer.js'
import type { Terminal } from '../terminal.js'
import { type Act, type Context, examples } from './command.js'
import { outcomeLines, planLines, summary } from './policy-text.js'

/** `policy …`: the policies of tenants, and Keycloak's organizations. */
export const policy = (act: Act): Command =>
  new Command('policy')
    .description('Keeps the policies of tenants in step with Keycloak: see docs/keycloak-administrator.md.')
    .addCommand(plan(act))
    .addCommand(apply(act))

interface Given {
  readonly only?: string[]
  readonly prefer?: SyncPlan['prefer']
}

/** `--only`, as often as one likes. */
export const only = () =>
  new Option(
    '--only <tenant>',
    'only this tenant, by alias, or those with an attribute (plan=business); repeatable',
  ).argParser((value: string, before: string[] = []) => [...before, value])

const prefer = () =>
  new Option(
    '--prefer <side>',
    'which side wins where both changed a setting; what is missing comes back with ours',
  ).choices(['ours', 'keycloak'])

const plan = (act: Act): Command =>
  new Command('plan')
    .summary('say what differs from Keycloak, and what that means for people')
    .description(
      'Compares the policies of all tenants with the attributes of their organizations, setting by setting, and says what "policy apply" would do, and whom it would ask, mail or cost their settings. Writes nothing. Exit code 3 where something differs.',
    )
    .addOption(only())
    .addOption(prefer())
    .addHelpText('after', examples('policy plan', 'policy plan --only acme --only plan=business --json'))
    .action(
      act(async (context, given: Given) => {
        const planned = await readPlan(context, given)
        return {
          json: { ...planned, lost: lossesOf(planned) },
          text: planLines(planned),
          exitCode: differs(planned) ? 3 : 0,
        }
      }),
    )

interface ApplyOptions extends Given {
  readonly maxChanges?: number
  readonly confirm?: number
}

const apply = (act: Act): Command =>
  new Command('apply')
    .summary('bring policies and Keycloak into step')
    .description(
      'Plans, asks, and does it, tenant by tenant: writes to Keycloak what was changed here, and takes over what was changed there. What somebody changes meanwhile is left alone. What fails is told, and the rest goes on; ended anywhere and run again, it does what is left. Nothing turns a second factor off before you have confirmed how many people lose their settings. Exit code 3 where something still differs.',
    )
    .addOption(only())
    .addOption(prefer())
    .option('--max-changes <number>', 'change at most so many tenants', whole)
    .option('--confirm <number>', 'how many people lose their settings, as "policy plan" says', whole)
    .option('--yes', 'do not ask')
    .addHelpText('after', examples('policy apply --only acme', 'policy apply --max-changes 20 --prefer ours --yes'))
    .action(
      act(async (context, { maxChanges, confirm, ...given }: ApplyOptions) => {
        const planned = await readPlan(context, given)
        if (planned.differing.length === 0) {
          await context.operations.policies.apply(planned)
          return { json: { done: true, ...planned, outcomes: [] }, text: planLines(planned) }
        }
        const { terminal } = context
        const say = (lines: readonly string[]) => terminal.writeError(lines.map((line) => `${line}\n`).join(''))
        terminal.progress.end()
        say(planLines(planned))
        const confirmed = confirm ?? (await confirmation(terminal, planned))
        if (!(await context.confirm(summary(planned))))
          return { json: { done: false, ...planned }, text: ['Nothing was changed.'], exitCode: 3 }
        const outcomes = await context.operations.policies.apply(planned, {
          ...(maxChanges !== undefined && { maxChanges }),
          confirmed,
          signal: terminal.interrupted,
          onProgress: ({ done, of }) => terminal.progress.say(`${done} of ${of} tenants`),
        })
        return applied(planned, outcomes)
      }),
    )

function applied(planned: SyncPlan, outcomes: readonly TenantOutcome[]): Answer {
  const kinds = new Set(outcomes.map(({ outcome }) => outcome))
  const exitCode: ExitCode = kinds.has('failed') ? 1 : [...kinds].some((kind) => kind !== 'settled') ? 3 : 0
  return { json: { done: true, ...planned, outcomes }, text: outcomeLines(outcomes), exitCode }
}

async function readPlan({ operations, terminal }: Context, { only = [], prefer = null }: Given): Promise<SyncPlan> {
  terminal.progress.say('Comparing with Keycloak')
  return operations.policies.plan({
    only,
    prefer,
    signal: terminal.interrupted,
    onProgress: ({ read, differing }) => terminal.progress.say(`${read} tenants read, ${differing} differ`),
  })
}

/** Whoever watches types the number; nobody else has said it. */
async function confirmation({ ask }: Terminal, planned: SyncPlan): Promise<number | null> {
  const lost = lossesOf(planned)
  if (lost === null || ask === undefined) return null
  const typed = await ask(
    `This turns second factors off, and ${lost} people lose their settings. Type that number, or nothing to leave these tenants alone: `,
  )
  return /^\d+$/.test(typed.trim()) ? Number(typed) : null
}

const differs = ({ differing }: SyncPlan) => differing.length > 0

/** A whole number from 0 on. */
export function whole(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text)
  throw new InvalidArgumentError('It must be a whole number, such as 20.')
}
