import { Command } from 'commander'
import type { PersonReport } from '../../actions/administration/show-person.js'
import { rows, time } from '../print.js'
import { type Act, examples } from './command.js'
import { bypass, reset, unlock } from './rescue.js'

/** `users …`: one person's second factor. */
export const users = (act: Act): Command =>
  new Command('users')
    .description("Looks at one person's second factor, and helps where it locks them out.")
    .addCommand(show(act))
    .addCommand(unlock(act))
    .addCommand(bypass(act))
    .addCommand(reset(act))

const show = (act: Act): Command =>
  new Command('show')
    .summary("show a person's second factor")
    .description("Shows a person's second factor, its locks and what happened last. Holds no secret or code.")
    .argument('<person>', 'user id in Keycloak, user name or e-mail address')
    .addHelpText('after', examples('users show fred@acme.example'))
    .action(
      act(async ({ operations, terminal }, userId: string) => {
        terminal.progress.say('Looking the person up')
        const report = await operations.users.show(userId)
        const { email: _email, phoneNumber: _phoneNumber, ...person } = report.person
        return { json: { ...report, person }, text: lines(report) }
      }),
    )

function lines({ person, secondFactor, codes, recovery, events }: PersonReport): string[] {
  const side = (state: PersonReport['codes']) =>
    state.state === 'locked' ? `locked until ${time(state.until)}` : state.state
  return [
    ...rows([
      ['person', `${person.displayName} (${person.username})${person.enabled ? '' : ', disabled in Keycloak'}`],
      ...(secondFactor === null
        ? [['second factor', 'none']]
        : [
            ['second factor', `${secondFactor.method}, since ${time(secondFactor.activeSince)}`],
            ['backup codes', `${secondFactor.backupCodesLeft} left, ${savedWords(secondFactor.backupCodesSavedAt)}`],
          ]),
      ['codes', side(codes)],
      ['backup codes are', side(recovery)],
    ]),
    ...(events.length > 0 ? ['', ...rows(events.map(({ at, kind }) => [time(at), kind]))] : []),
  ]
}

const savedWords = (savedAt: number | null) => (savedAt === null ? 'not saved' : `saved ${time(savedAt)}`)
