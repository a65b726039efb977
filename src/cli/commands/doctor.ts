import { Command } from 'commander'
import type { Examination, Topic } from '../../domain/installation/finding.js'
import { type Answer, BadInput, type ExitCode } from '../answer.js'
import { givenInstaller } from '../installer.js'
import { type Act, examples } from './command.js'

interface Given {
  readonly client?: string[]
  readonly postLogout?: string
  readonly sendMailTo?: string
  readonly sendSmsTo?: string
  readonly people?: string
}

/** `doctor`: looks at everything that can be wrong. */
export const doctor = (act: Act): Command =>
  new Command('doctor')
    .summary('look at everything that can be wrong, and say the cure')
    .description(
      'Looks at the database, the keys, Keycloak, the clocks, the service account, what install has made, the tokens of each client, the running application, mails and SMS, policies, identity providers, and people who have an OTP of Keycloak’s own. Changes nothing. Ends with 1 where people can not sign in or a promise of security does not hold, with 3 where something should be seen to. With the variables of the installer’s account it sees more: see docs/keycloak-administrator.md.',
    )
    .option('--client <ids...>', 'the clients of this application; default: the one of option clientIds')
    .option('--post-logout <address>', 'where a logout returns to; default: option signIn, on the origin of option url')
    .option('--send-mail-to <address>', 'send a test mail there')
    .option('--send-sms-to <number>', 'send a test SMS there, such as +819012345678')
    .option('--people <number>', 'how many people are looked at for an OTP of Keycloak’s own; default 500')
    .addHelpText('after', examples('doctor', 'doctor --client portal --send-mail-to me@acme.example'))
    .action(
      act(async ({ operations, terminal }, given: Given) => {
        const { client, postLogout, sendMailTo, sendSmsTo, people } = given
        const account = givenInstaller(terminal)
        const examinations = await operations.doctor(
          {
            ...(account !== null && { account }),
            ...(client !== undefined && { clients: client }),
            ...(postLogout !== undefined && { returnsTo: postLogout }),
            ...(sendMailTo !== undefined && { sendMailTo }),
            ...(sendSmsTo !== undefined && { sendSmsTo }),
            ...(people !== undefined && { people: numberOf(people) }),
          },
          { signal: terminal.interrupted, onTopic: (topic) => terminal.progress.say(`Looking at ${NAMES[topic]}`) },
        )
        return answer(examinations)
      }),
    )

function numberOf(people: string): number {
  if (/^\d{1,9}$/.test(people)) return Number(people)
  throw new BadInput(`--people must be a number, not "${people}".`)
}

const NAMES: Readonly<Record<Topic, string>> = {
  database: 'the database',
  keys: 'the keys',
  keycloak: 'Keycloak',
  clocks: 'the clocks',
  'service-account': 'the service account',
  installation: 'what install has made',
  tokens: 'the tokens of the clients',
  application: 'the application',
  messages: 'mails and SMS',
  policies: 'the policies of tenants',
  'identity-providers': 'the identity providers',
  'own-otp': "Keycloak's own OTP",
}

function answer(examinations: readonly Examination[]): Answer {
  const levels = examinations.flatMap(({ findings }) => findings.map(({ level }) => level))
  const exitCode: ExitCode = levels.includes('error') ? 1 : levels.length > 0 ? 3 : 0
  return { json: { findings: levels.length, examinations }, text: examinations.flatMap(lines), exitCode }
}

function lines({ topic, findings, notes, notLookedAt }: Examination): string[] {
  const state = findings.length > 0 ? '' : notLookedAt === null || notes.length > 0 ? ': well' : ''
  return [
    `${NAMES[topic]}${state}`,
    ...findings.flatMap(({ level, what, cure }) => [`  ${level.toUpperCase()}  ${what}`, `    → ${cure}`]),
    ...(notLookedAt === null ? [] : [`  not looked at: ${notLookedAt}`]),
    ...notes.map((note) => `  ${note}`),
  ]
}
