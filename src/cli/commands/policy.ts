import { Command, Option } from 'commander'
import { lossesOf } from '../../actions/policy-sync/apply-each.js'
import type { SyncPlan } from '../../actions/policy-sync/plan-sync.js'
import { type Act, type Context, examples } from './command.js'
import { confirm, confirmation, exitCodeOf, maxChanges, only } from './policy-apply.js'
import { exporting, importing } from './policy-files.js'
import { outcomeLines, planLines, summary } from './policy-text.js'

/** `policy …`: the policies of tenants, and Keycloak's organizations. */
export const policy = (act: Act): Command =>
  new Command('policy')
    .description('Keeps the policies of tenants in step with Keycloak: see docs/keycloak-administrator.md.')
    .addCommand(plan(act))
    .addCommand(apply(act))
    .addCommand(exporting(act))
    .addCommand(importing(act))

interface Given {
  readonly only?: string[]
  readonly prefer?: SyncPlan['prefer']
}

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
          exitCode: planned.differing.length > 0 ? 3 : 0,
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
    .addOption(maxChanges())
    .addOption(confirm())
    .option('--yes', 'do not ask')
    .addHelpText('after', examples('policy apply --only acme', 'policy apply --max-changes 20 --prefer ours --yes'))
    .action(
      act(async (context, { maxChanges, confirm: typed, ...given }: ApplyOptions) => {
        const planned = await readPlan(context, given)
        if (planned.differing.length === 0) {
          await context.operations.policies.apply(planned)
          return { json: { done: true, ...planned, outcomes: [] }, text: planLines(planned) }
        }
        const { terminal } = context
        const say = (lines: readonly string[]) => terminal.writeError(lines.map((line) => `${line}\n`).join(''))
        terminal.progress.end()
        say(planLines(planned))
        const confirmed = typed ?? (await confirmation(context, lossesOf(planned)))
        if (!(await context.confirm(summary(planned))))
          return { json: { done: false, ...planned }, text: ['Nothing was changed.'], exitCode: 3 }
        const outcomes = await context.operations.policies.apply(planned, {
          ...(maxChanges !== undefined && { maxChanges }),
          confirmed,
          signal: terminal.interrupted,
          onProgress: ({ done, of }) => terminal.progress.say(`${done} of ${of} tenants`),
        })
        return {
          json: { done: true, ...planned, outcomes },
          text: outcomeLines(outcomes),
          exitCode: exitCodeOf(outcomes),
        }
      }),
    )

async function readPlan({ operations, terminal }: Context, { only = [], prefer = null }: Given): Promise<SyncPlan> {
  terminal.progress.say('Comparing with Keycloak')
  return operations.policies.plan({
    only,
    prefer,
    signal: terminal.interrupted,
    onProgress: ({ read, differing }) => terminal.progress.say(`${read} tenants read, ${differing} differ`),
  })
}
