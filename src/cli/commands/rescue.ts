import { Command, InvalidArgumentError } from 'commander'
import { time } from '../print.js'
import { type Act, examples } from './command.js'

const SOMEBODY = '5f0c6b1e-8f4d-4a56-9c39-5c8f5d1c2f11'

/** `users unlock`: opens what wrong codes have closed. */
export const unlock = (act: Act): Command =>
  new Command('unlock')
    .summary('open what wrong codes have closed')
    .description(
      'The counts of wrong codes and wrong backup codes begin anew. The person is told by mail. Where nothing is closed, nothing happens.',
    )
    .argument('<person>', 'user id in Keycloak, user name or e-mail address')
    .addHelpText('after', examples(`users unlock ${SOMEBODY}`))
    .action(
      act(async ({ operations, terminal }, userId: string) => {
        terminal.progress.say('Unlocking')
        await operations.users.unlock(userId)
        return { json: { done: true }, text: ['Unlocked. The person can enter codes again.'] }
      }),
    )

/** `users reset`: deletes a second factor, after a question. */
export const reset = (act: Act): Command =>
  new Command('reset')
    .summary('delete the second factor of a person')
    .description(
      'Deletes the second factor with its backup codes and trusted devices, for a lost phone without backup codes. The person is told by mail; until they set it up again their password alone protects the account.',
    )
    .argument('<person>', 'user id in Keycloak, user name or e-mail address')
    .option('--yes', 'do not ask')
    .addHelpText('after', examples(`users reset ${SOMEBODY}`))
    .action(
      act(async ({ operations, terminal, confirm }, named: string) => {
        terminal.progress.say('Looking the person up')
        const { person, secondFactor } = await operations.users.show(named)
        const who = `${person.displayName} (${person.username})`
        if (secondFactor === null) {
          return {
            json: { done: false },
            text: [`${who} has no second factor: there is nothing to reset.`],
            exitCode: 1,
          }
        }
        if (!(await confirm(`This deletes the second factor of ${who}.`))) {
          return { json: { done: false }, text: ['Nothing was changed.'], exitCode: 1 }
        }
        terminal.progress.say('Resetting')
        // Whoever was named in the question, whatever is called so by now.
        await operations.users.reset(person.userId)
        return { json: { done: true }, text: [`Reset. ${who} can set it up again.`] }
      }),
    )

interface BypassOptions {
  readonly reason: string
  readonly minutes: number
}

/** `users bypass`: issues a code that lets somebody in once. */
export const bypass = (act: Act): Command =>
  new Command('bypass')
    .summary('issue a code that lets a person in once')
    .description(
      'Issues eight digits that let the person in once without their second factor, also to set up a new phone. Make sure who is asking. An earlier code dies. The person is told by mail, without the code, which is printed this once.',
    )
    .argument('<person>', 'user id in Keycloak, user name or e-mail address')
    .requiredOption('--reason <text>', 'why: it is kept in the audit log')
    .option('--minutes <number>', 'how long the code can be used: 10 to 1440', minutesIn, 60)
    .addHelpText('after', examples(`users bypass ${SOMEBODY} --reason "lost phone, called back" --minutes 30`))
    .action(
      act(async ({ operations, terminal }, userId: string, given: BypassOptions) => {
        terminal.progress.say('Issuing a code')
        const { code, endsAt } = await operations.users.issueBypassCode(userId, given)
        return {
          json: { code, endsAt: new Date(endsAt).toISOString() },
          text: [`${code.slice(0, 4)} ${code.slice(4)}`, `Works once, until ${time(endsAt)}.`],
        }
      }),
    )

function minutesIn(text: string): number {
  const minutes = Number(text)
  if (Number.isInteger(minutes) && minutes >= 10 && minutes <= 1440) return minutes
  throw new InvalidArgumentError('It must be a whole number from 10 to 1440.')
}
