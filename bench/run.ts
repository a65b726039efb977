import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { benchCodeRequestOnMariadb, benchCodeRequestOnSqlite } from './code-request/code-request.js'
import { benchCoverage } from './coverage.js'
import { benchEnrolledPeople } from './enrolled-people.js'
import { type Figure, isReached, printFigures } from './figure.js'
import { benchKeycloak } from './keycloak/keycloak.js'
import { benchKeys } from './keys.js'
import { benchLogins } from './logins/logins.js'
import { benchMembers } from './members.js'
import { benchPeers } from './peers/peers.js'
import { benchSync } from './sync.js'
import { benchTotp } from './totp.js'
import { benchVerifiedRequest } from './verified-request.js'

// Compiled first, as applications run it: tsx keeps the names of functions, which costs as much as enforce() does.
// npm run bench, or one part of it: npm run bench -- code-request. Exit codes: 0 all targets reached, 1 not, 2 bad input.

const parts: Record<string, readonly [title: string, run: (folder: string) => Promise<Figure[]>][]> = {
  'verified-request': [['A verified request', benchVerifiedRequest]],
  'code-request': [
    ['The code request on SQLite', benchCodeRequestOnSqlite],
    ['The code request on local MariaDB', benchCodeRequestOnMariadb],
  ],
  logins: [['The other ways to sign in, on local MariaDB', benchLogins]],
  people: [['The same login among few and many people', benchEnrolledPeople]],
  coverage: [['The coverage report', benchCoverage]],
  members: [['An organization with many members', benchMembers]],
  keys: [['keys rotate', benchKeys]],
  sync: [['Policies in step with Keycloak', benchSync]],
  peers: [['The code request beside others', benchPeers]],
  keycloak: [["Keycloak's own form, and the example beside it", benchKeycloak]],
  totp: [['Judging a TOTP code', benchTotp]],
}

const wanted = process.argv.slice(2)
const unknown = wanted.find((part) => !Object.hasOwn(parts, part))
if (unknown !== undefined) {
  console.error(`There is no part "${unknown}". Parts are: ${Object.keys(parts).join(', ')}.`)
  process.exit(2)
}

const folder = mkdtempSync(join(tmpdir(), 'two-factor-bench-'))
chmodSync(folder, 0o755) // a database server runs as a user of its own
const missed: Figure[] = []
try {
  for (const part of wanted.length > 0 ? wanted : Object.keys(parts)) {
    for (const [title, run] of parts[part] ?? []) {
      const figures = await run(folder)
      printFigures(title, figures)
      missed.push(...figures.filter((figure) => !isReached(figure)))
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
if (missed.length > 0)
  console.log(`\n${missed.length} target(s) missed. Other work on the machine counts: repeat it alone.`)
process.exitCode = missed.length > 0 ? 1 : 0
