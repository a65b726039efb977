import { Command, Option } from 'commander'
import { languages } from '../../texts/index.js'
import { rows } from '../print.js'
import { type Act, examples } from './command.js'

interface Given {
  readonly user: string
  readonly client?: string
  readonly provider?: string
  readonly language?: string
}

/** `explain`: what would be asked of a person who signed in now, and why. */
export const explain = (act: Act): Command =>
  new Command('explain')
    .summary('say what would be asked of a person who signed in now, and why')
    .description(
      'Says what would be asked of a person who signed in now, in a browser that nobody trusts, and why, by the same rule as at a real sign-in. Nothing is written, and nobody is told.',
    )
    .requiredOption('--user <person>', 'user id in Keycloak, user name or e-mail address')
    .option('--client <client-id>', 'by which application; default: the first of option clientIds')
    .option('--provider <alias>', 'through which identity provider; default: by password')
    .addOption(new Option('--language <tag>', 'of the words').choices(['en', 'ja']))
    .addHelpText(
      'after',
      examples('explain --user fred', 'explain --user fred@acme.example --client portal --provider office365'),
    )
    .action(
      act(async ({ operations, terminal }, { user, client, provider, language }: Given) => {
        terminal.progress.say('Looking the person up')
        const explained = await operations.explain({ user, client, provider })
        const { LC_ALL, LC_MESSAGES, LANG } = terminal.environment
        const spoken = languages()
        const { administration, enrolment } = spoken.textsFor(spoken.pick([language, LC_ALL, LC_MESSAGES, LANG]))
        const { tryIt, pages, policy } = administration
        const { grace } = explained
        const until = grace === null || grace.until === null ? null : { at: grace.until, timeZone: null }
        const words: Readonly<Record<string, string>> = pages.reasons
        return {
          json: explained,
          text: [
            tryIt.outcomes[explained.outcome],
            ...explained.reasons.map((reason, index) => `  ${index + 1}. ${words[reason] ?? reason}`),
            '',
            ...rows([
              [tryIt.facts.requirement, policy.requirement[explained.requirement]],
              ...(explained.requiredBy.length > 0
                ? [[tryIt.facts.requiredBy, explained.requiredBy.map(({ name }) => name).join(', ')]]
                : []),
              ...(grace === null ? [] : [[tryIt.facts.grace, tryIt.graceLeft({ logins: grace.logins, until })]]),
              [tryIt.facts.method, explained.method === null ? '–' : enrolment.settings.method[explained.method]],
              [tryIt.facts.trustDays, explained.trustDays === 0 ? tryIt.never : String(explained.trustDays)],
            ]),
          ],
        }
      }),
    )
