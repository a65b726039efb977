import { Command } from 'commander'
import { audit } from './commands/audit.js'
import type { Act } from './commands/command.js'
import { doctor } from './commands/doctor.js'
import { explain } from './commands/explain.js'
import { importing } from './commands/import.js'
import { install, uninstall } from './commands/install.js'
import { keys } from './commands/keys.js'
import { migrate } from './commands/migrate.js'
import { policy } from './commands/policy.js'
import { report } from './commands/report.js'
import { users } from './commands/users.js'
import { CONFIG_FILE } from './load-options.js'

/** Every command, with what each does put in by `act`. */
export function program(act: Act): Command {
  return new Command('keycloak-two-factor')
    .description('Administers the second factor of an application: see docs/command-line.md.')
    .option('-c, --config <file>', 'JavaScript file with the options of createTwoFactor() as its default', CONFIG_FILE)
    .option('--json', 'print one JSON document, for programs')
    .addHelpText(
      'after',
      '\nExit codes: 0 done or in sync, 1 failed, 2 bad input, 3 differences found.\nHelp on one command: keycloak-two-factor <command> --help, such as keycloak-two-factor policy apply --help',
    )
    .addCommand(install(act))
    .addCommand(uninstall(act))
    .addCommand(doctor(act))
    .addCommand(migrate(act))
    .addCommand(users(act))
    .addCommand(explain(act))
    .addCommand(audit(act))
    .addCommand(report(act))
    .addCommand(policy(act))
    .addCommand(keys(act))
    .addCommand(importing(act))
}
