import { Command } from 'commander'
import type { Operations } from '../../create-operations.js'
import { AUDIT_COLUMNS, type AuditRecord, auditCells } from '../../views/administration/audit.js'
import { csv } from '../../views/csv.js'
import { type Act, examples } from './command.js'

/** `audit …`: what happened to people's second factors. */
export const audit = (act: Act): Command =>
  new Command('audit').description("What happened to people's second factors.").addCommand(exporting(act))

const exporting = (act: Act): Command =>
  new Command('export')
    .summary('print the audit log, the newest entries first')
    .description(
      'Prints the audit log as CSV, or with --json as one JSON document a line, the newest entries first. It is read as it is printed: a year needs no more memory than a day. No secret or code is in it.',
    )
    .option('--from <day>', 'the first day, as 2026-11-01, in option timeZone')
    .option('--to <day>', 'the last day')
    .option('--tenant <tenant>', 'only of the people of a tenant, by alias or id, with the changes of its policy')
    .option('--user <person>', 'only of one person, by user id in Keycloak, user name or e-mail address')
    .option('--kind <kind>', 'only one kind of entry, such as reset')
    .addHelpText(
      'after',
      examples(
        'audit export --from 2026-11-01 --to 2026-11-30 > november.csv',
        'audit export --kind bypass-code-issued --json',
      ),
    )
    .action(
      act(async ({ operations, terminal }, wanted: Wanted) => {
        const { from, to, tenant, user, kind } = wanted
        terminal.progress.say('Reading the log')
        const entries = operations.audit.export({ from, to, tenant, user, kind })
        return {
          stream: (as) => (as === 'json' ? jsonLines(entries) : csv(AUDIT_COLUMNS, cells(entries))),
        }
      }),
    )

type Wanted = NonNullable<Parameters<Operations['audit']['export']>[0]>

async function* jsonLines(entries: AsyncIterable<AuditRecord>): AsyncGenerator<string> {
  for await (const entry of entries) yield `${JSON.stringify(entry)}\n`
}

async function* cells(entries: AsyncIterable<AuditRecord>) {
  for await (const entry of entries) yield [auditCells(entry)]
}
