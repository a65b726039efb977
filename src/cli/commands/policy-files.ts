import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { Command } from 'commander'
import { parse, stringify } from 'yaml'
import { lossesOf } from '../../actions/policy-sync/apply-each.js'
import { BadInput } from '../answer.js'
import { replaceFile } from '../replace-file.js'
import { type Act, examples } from './command.js'
import { confirm, confirmation, exitCodeOf, maxChanges, only } from './policy-apply.js'
import { importLines, outcomeLines } from './policy-text.js'

/** `policy export`: what is saved, as a file. */
export const exporting = (act: Act): Command =>
  new Command('export')
    .summary('write the policies of tenants as YAML')
    .description(
      'Writes the policy of each tenant that has one of its own, by alias. Importing the file again changes nothing.',
    )
    .argument('[file]', 'where to; standard output without it')
    .addOption(only())
    .addHelpText('after', examples('policy export policies.yaml', 'policy export --only plan=business'))
    .action(
      act(async ({ operations, terminal }, file: string | undefined, given: { readonly only?: string[] }) => {
        terminal.progress.say('Reading the policies')
        const document = await operations.policies.export({
          ...given,
          signal: terminal.interrupted,
          onRead: (read) => terminal.progress.say(`${read} tenants read`),
        })
        const yaml = stringify(document)
        if (file === undefined) return { stream: (as) => whole(as === 'json' ? `${JSON.stringify(document)}\n` : yaml) }
        await replaceFile(resolve(terminal.folder, file), yaml)
        return {
          json: document,
          text: [`${Object.keys(document.tenants ?? {}).length} policies were written to ${file}.`],
        }
      }),
    )

/** A document that is kept or read by a program stays as it is, letter by letter. */
async function* whole(document: string): AsyncGenerator<string> {
  yield document
}

interface ImportOptions {
  readonly plan?: boolean
  readonly maxChanges?: number
  readonly confirm?: number
}

/** `policy import`: many policies at once. */
export const importing = (act: Act): Command =>
  new Command('import')
    .summary('change the policies of tenants from a YAML file')
    .description(
      'Changes policies as a file says: "rules" for the tenants that a selector chooses, such as plan=business, and "tenants" for exceptions by alias. What the file leaves out stays as it is. Says first what that means for people.',
    )
    .argument('<file>', 'YAML, or JSON')
    .option('--plan', 'only say what would change; exit code 3 where something would')
    .addOption(maxChanges())
    .addOption(confirm())
    .option('--yes', 'do not ask')
    .addHelpText(
      'after',
      examples('policy import policies.yaml --plan', 'policy import policies.yaml --max-changes 20'),
    )
    .action(
      act(async (context, file: string, { plan: isPlan = false, confirm: given, maxChanges }: ImportOptions) => {
        const { operations, terminal } = context
        terminal.progress.say('Comparing')
        const plan = await operations.policies.planImport(await documentIn(resolve(terminal.folder, file)), {
          signal: terminal.interrupted,
          onProgress: ({ read, differing }) => terminal.progress.say(`${read} tenants read, ${differing} change`),
        })
        const lost = lossesOf(plan)
        const told = { ...plan, lost }
        const lines = importLines(plan)
        if (plan.differing.length === 0) return { json: { done: false, ...told }, text: lines }
        if (isPlan) return { json: { done: false, ...told }, text: lines, exitCode: 3 }
        terminal.progress.end()
        terminal.writeError(`${lines.join('\n')}\n`)
        const confirmed = given ?? (await confirmation(context, lost))
        if (!(await context.confirm(`${plan.differing.length} policies change.`))) {
          return { json: { done: false, ...told }, text: ['Nothing was changed.'], exitCode: 3 }
        }
        const outcomes = await operations.policies.import(plan, {
          ...(maxChanges !== undefined && { maxChanges }),
          confirmed,
          signal: terminal.interrupted,
          onProgress: ({ done, of }) => terminal.progress.say(`${done} of ${of} tenants`),
        })
        return {
          json: { done: true, ...told, outcomes },
          text: outcomeLines(outcomes, 'were changed'),
          exitCode: exitCodeOf(outcomes),
        }
      }),
    )

/** Throws `BadInput` that says where the file is no YAML. */
async function documentIn(path: string): Promise<unknown> {
  const text = await readFile(path, 'utf8').catch(() => {
    throw new BadInput(`There is no file ${path}.`)
  })
  try {
    return parse(text)
  } catch (error) {
    throw new BadInput(`${path} is no YAML: ${error instanceof Error ? error.message : error}`)
  }
}
