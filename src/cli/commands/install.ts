import { Command } from 'commander'
import type { Installation } from '../../actions/installation/install.js'
import { stepLines } from '../../domain/installation/step-lines.js'
import type { Answer } from '../answer.js'
import { installer } from '../installer.js'
import { printable } from '../print.js'
import { type Act, type Context, examples } from './command.js'

interface Given {
  readonly client?: string[]
  readonly postLogout?: string
  readonly policySync?: boolean
  readonly adopt?: boolean
  readonly plan?: boolean
}

/** `install`: brings Keycloak to what this library needs. */
export const install = (act: Act): Command =>
  new Command('install')
    .summary('bring Keycloak to what this library needs')
    .description(
      'Makes the client scope with its mappers, the service account of keycloakDirectory() and the roles that options name, and gives clients the scope and their addresses for logout. Marks what it makes, and leaves everything else alone. Ended anywhere and run again, it goes on. Reads TWO_FACTOR_INSTALLER_CLIENT_ID and TWO_FACTOR_INSTALLER_CLIENT_SECRET: see docs/keycloak-administrator.md.',
    )
    .option('--client <ids...>', 'the clients of this application; default: the one of option clientIds')
    .option('--post-logout <address>', 'where a logout returns to; default: option signIn, on the origin of option url')
    .option('--policy-sync', 'let the service account write policies into organizations')
    .option('--adopt', 'take over what has the name of something of ours, and no mark')
    .option('--plan', 'only say what there is to do; exit code 3 where there is anything')
    .option('--yes', 'do not ask')
    .addHelpText('after', examples('install --client portal --plan', 'install --client portal'))
    .action(
      act((context, { client, postLogout, policySync = false, adopt = false, plan = false }: Given) => {
        const request = {
          account: installer(context.terminal),
          policySync,
          adopt,
          ...(client !== undefined && { clients: client }),
          ...(postLogout !== undefined && { returnsTo: postLogout }),
        }
        return work(context, context.operations.installation.install(request), plan)
      }),
    )

/** `uninstall`: takes what `install` has made out of Keycloak. */
export const uninstall = (act: Act): Command =>
  new Command('uninstall')
    .summary('take what install has made out of Keycloak')
    .description(
      'Takes what is marked as ours out of the realm, of every application, and leaves everything else alone. From then on nobody can sign in to an application that uses this library. Its tables stay. Reads the same variables as install.',
    )
    .option('--plan', 'only say what there is to do; exit code 3 where there is anything')
    .option('--yes', 'do not ask')
    .addHelpText('after', examples('uninstall --plan', 'uninstall'))
    .action(
      act((context, { plan = false }: Given) => {
        const account = installer(context.terminal)
        return work(context, context.operations.installation.uninstall(account), plan)
      }),
    )

async function work({ terminal, confirm }: Context, installation: Installation, onlyPlan: boolean): Promise<Answer> {
  terminal.progress.say('Reading the realm')
  const { steps, obstacles } = await installation.plan()
  const listed = [...steps.flatMap(stepLines), ...obstacles.map(({ of, cure }) => `! ${of}: ${cure}`)]
  if (onlyPlan || obstacles.length > 0 || steps.length === 0) {
    return {
      json: { done: false, steps, obstacles },
      text: listed.length === 0 ? ['Keycloak is as it should be.'] : listed,
      exitCode: obstacles.length > 0 && !onlyPlan ? 1 : listed.length > 0 ? 3 : 0,
    }
  }
  terminal.progress.end()
  for (const line of listed) terminal.writeError(`${printable(line)}\n`)
  if (!(await confirm(`${steps.length} changes of the realm.`))) {
    return { json: { done: false, steps, obstacles }, text: ['Nothing was changed.'], exitCode: 1 }
  }
  const done = await installation.apply({
    steps,
    signal: terminal.interrupted,
    onStep: (step) => terminal.progress.say(stepLines(step)[0] ?? step.kind),
  })
  return { json: { done: true, steps: done, obstacles: [] }, text: done.flatMap(stepLines) }
}
