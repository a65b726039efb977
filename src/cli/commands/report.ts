import { Command } from 'commander'
import { COVERAGE_COLUMNS, type CoverageRecord, coverageCells } from '../../views/administration/coverage.js'
import { csv } from '../../views/csv.js'
import { rows } from '../print.js'
import { type Act, examples } from './command.js'

/** `report …`: numbers. */
export const report = (act: Act): Command =>
  new Command('report').description('Says how things are, in numbers.').addCommand(coverage(act))

interface Given {
  readonly tenant?: string
  readonly people?: boolean
}

const coverage = (act: Act): Command =>
  new Command('coverage')
    .summary('say who has a second factor')
    .description(
      'Says how many people have a second factor, by method. With --people it lists each as CSV, or with --json as one JSON document a line, read as it is printed: a million people need no more memory than a thousand.',
    )
    .option('--tenant <tenant>', 'of a tenant, by alias or id, instead of everybody')
    .option('--people', 'list the people: the members of a tenant, or everybody who has ever signed in')
    .addHelpText('after', examples('report coverage', 'report coverage --tenant acme --people > acme.csv'))
    .action(
      act(async ({ operations, terminal }, { tenant, people = false }: Given) => {
        terminal.progress.say(people ? 'Reading the people' : 'Counting')
        if (people) {
          const found = operations.coverage.people(tenant)
          return { stream: (as) => (as === 'json' ? jsonLines(found) : csv(COVERAGE_COLUMNS, cells(found))) }
        }
        const counted = await operations.coverage.count(tenant)
        const share = (count: number) => `${counted.people === 0 ? 0 : Math.round((count / counted.people) * 100)}%`
        const line = (name: string, count: number) => [name, String(count), share(count)]
        return {
          json: counted,
          text: rows([
            line('people', counted.people),
            line('authenticator app', counted.methods.totp),
            line('e-mail', counted.methods.email),
            line('SMS', counted.methods.sms),
            line('not set up', counted.none),
          ]),
        }
      }),
    )

async function* jsonLines(people: AsyncIterable<CoverageRecord>): AsyncGenerator<string> {
  for await (const person of people) yield `${JSON.stringify(person)}\n`
}

async function* cells(people: AsyncIterable<CoverageRecord>) {
  for await (const person of people) yield [coverageCells(person)]
}
