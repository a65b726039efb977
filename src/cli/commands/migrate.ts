import { Command } from 'commander'
import { type Act, examples } from './command.js'

/** `migrate`: makes and changes the tables. */
export const migrate = (act: Act): Command =>
  new Command('migrate')
    .summary("make and change this library's tables")
    .description(
      'Runs those migrations of this library that the database has not seen. They are recorded where TypeORM records the application’s own.',
    )
    .option('--plan', 'only name the missing steps; exit code 3 where there are any')
    .addHelpText('after', examples('migrate', 'migrate --plan --json'))
    .action(
      act(async ({ operations: { migrations }, terminal }, { plan = false }: { plan?: boolean }) => {
        terminal.progress.say(plan ? 'Reading the database' : 'Changing the tables')
        if (plan) {
          const pending = await migrations.pending()
          return {
            json: { pending },
            text: pending.length === 0 ? ['Nothing is missing.'] : pending.map((name) => `missing  ${name}`),
            exitCode: pending.length === 0 ? 0 : 3,
          }
        }
        const done = await migrations.run({ signal: terminal.interrupted })
        return {
          json: { done },
          text: done.length === 0 ? ['Nothing was missing.'] : done.map((name) => `done  ${name}`),
        }
      }),
    )
