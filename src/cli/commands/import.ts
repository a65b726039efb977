import { resolve } from 'node:path'
import { Command } from 'commander'
import type { ImportedOtps } from '../../actions/enrolment/import-keycloak-otp.js'
import { realmExport } from '../../keycloak/bridge/realm-export.js'
import { rows } from '../print.js'
import { type Act, examples } from './command.js'

/** `import …`: what people have set up elsewhere. */
export const importing = (act: Act): Command =>
  new Command('import')
    .description('Takes over what people have set up elsewhere: see docs/operations.md.')
    .addCommand(keycloakOtp(act))

interface Given {
  readonly plan?: boolean
  readonly mail?: boolean
}

const keycloakOtp = (act: Act): Command =>
  new Command('keycloak-otp')
    .summary('take over the authenticator apps that people have in Keycloak')
    .description(
      'Takes over authenticator apps from files that "kc.sh export" has written, by user id: nobody sets up a phone twice. Whoever has a second factor here keeps it, and what was reset or turned off here stays off. Ended anywhere and run again, it goes on with those who are left.',
    )
    .argument('<files...>', 'the realm, or each file with a part of its users')
    .option('--plan', 'only say what would be taken over, and what can not be; exit code 3 where something would')
    .option('--mail', 'mail each person that the application asks for the code now, and that backup codes are ready')
    .option('--yes', 'do not ask')
    .addHelpText('after', examples('import keycloak-otp acme-realm.json --plan', 'import keycloak-otp acme-realm.json'))
    .action(
      act(async ({ operations, terminal, confirm }, files: string[], { plan = false, mail = false }: Given) => {
        const run = async (isPlan: boolean) => {
          const left: { userId: string; reason: string }[] = []
          const counts = await operations.importKeycloakOtp(
            peopleIn(files.map((file) => resolve(terminal.folder, file))),
            {
              plan: isPlan,
              mail,
              signal: terminal.interrupted,
              onNotTaken: (userId, reason) => left.push({ userId, reason }),
              onProgress: ({ read, imported }) => {
                if (read % TOLD_EVERY === 0) terminal.progress.say(`${read} people read, ${imported} taken over`)
              },
            },
          )
          return { counts, left }
        }
        terminal.progress.say('Reading the export')
        const planned = await run(true)
        const { imported } = planned.counts
        const isSure =
          !plan &&
          imported > 0 &&
          (await confirm(`${imported} people will be asked for the code of their app from their next login on.`))
        const { counts, left } = isSure ? await run(false) : planned
        return {
          json: { done: isSure, ...counts, left },
          text: [...lines(counts, isSure), ...rows(left.map(({ userId, reason }) => [`  ${userId}`, words(reason)]))],
          exitCode: isSure || imported === 0 ? 0 : plan ? 3 : 1,
        }
      }),
    )

const TOLD_EVERY = 8 * 500

async function* peopleIn(files: readonly string[]) {
  for (const file of files) yield* realmExport(file)
}

const lines = ({ read, imported, enrolled, notTaken }: ImportedOtps, isDone: boolean): string[] => [
  `${read} people read.`,
  `${imported} authenticator apps ${isDone ? 'were' : 'would be'} taken over.`,
  `${enrolled} people have a second factor here already; theirs is left alone.`,
  `${Object.values(notTaken).reduce((sum, count) => sum + count, 0)} credentials can not be taken over.`,
]

const WORDS: Readonly<Record<string, string>> = {
  hotp: 'counter-based codes (HOTP): let the person set up anew',
  'further-device': 'a further authenticator app: one is taken, the first',
  algorithm: 'an algorithm that is not SHA-1, SHA-256 or SHA-512',
  digits: 'codes of neither 6 nor 8 digits',
  period: 'codes that last longer than two minutes',
  secret: 'a secret of less than 128 bits, or in an encoding that is not known',
  'recovery-codes': "Keycloak's recovery codes: ten backup codes take their place",
  'security-key': 'a security key',
  removed: 'a second factor that was reset or turned off here since: let the person set up anew',
  unreadable: 'no person or credential that can be read',
}

const words = (reason: string): string => WORDS[reason] ?? reason
