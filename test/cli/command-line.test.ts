import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { expect } from 'chai'
import type { Command } from 'commander'
import { enrolPeople, ISSUER, loginOf } from '../../bench/people.js'
import { asking } from '../../src/cli/asking.js'
import { confirming } from '../../src/cli/confirm.js'
import { printable, rows } from '../../src/cli/print.js'
import { progressOn } from '../../src/cli/process-terminal.js'
import { program } from '../../src/cli/program.js'
import { sha256Identities } from '../../src/crypto/identities.js'
import type { Person } from '../../src/index.js'
import { testDirectory } from '../../src/testing/index.js'
import { sqliteStore } from '../../src/typeorm/index.js'
import { MINIMAL_OPTIONS } from '../manifest/minimal-options.js'
import { commandLine } from './command-line.js'

const fred: Person = {
  userId: 'f1',
  username: 'fred',
  displayName: 'Fred \u001b[31mFarmer',
  email: 'fred@acme.example',
  emailVerified: true,
  locale: null,
  enabled: true,
}

describe('the command line', () => {
  let folder: string
  const keycloak = {
    ...testDirectory(),
    issuer: ISSUER,
    person: async (_userId: string) => fred as Person | null,
  }

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'two-factor-cli-'))
    const { login: _login, signIn: _signIn, signOut: _signOut, ...options } = MINIMAL_OPTIONS
    writeFileSync(join(folder, 'package.json'), '{}')
    // The file takes what can't be written into it from the test that made it.
    const key = Symbol.for(folder)
    Reflect.set(globalThis, key, {
      ...options,
      directory: keycloak,
      // Each command line has a store of its own, and closes it.
      get store() {
        return sqliteStore(join(folder, 'two-factor.db'))
      },
    })
    writeFileSync(
      join(folder, 'two-factor.config.js'),
      `module.exports = globalThis[Symbol.for(${JSON.stringify(folder)})]`,
    )
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  const leaves = (command: Command): Command[] =>
    command.commands.length === 0 ? [command] : command.commands.flatMap(leaves)
  const pathOf = (command: Command): string[] => (command.parent ? [...pathOf(command.parent), command.name()] : [])

  for (const command of leaves(program(() => async () => {}))) {
    it(`helps with "${pathOf(command).join(' ')}", with an example`, async () => {
      const { exitCode, out } = await commandLine(folder, [...pathOf(command), '--help'])
      expect(exitCode).to.equal(0)
      expect(out)
        .to.include(`$ keycloak-two-factor ${pathOf(command).join(' ')}`)
        .and.include('--json')
    })
  }

  it('helps as its help advises', async () => {
    const { out } = await commandLine(folder, ['--help'])
    const [, advice = ''] = /such as keycloak-two-factor (.*)$/m.exec(out) ?? []
    expect((await commandLine(folder, advice.split(' '))).out).to.contain('$ keycloak-two-factor policy apply')
  })

  it('names the missing tables, makes them, and then finds nothing to do', async () => {
    const plan = await commandLine(folder, ['migrate', '--plan'])
    expect([plan.exitCode, plan.out.split('\n')[0]]).to.deep.equal([3, 'missing  TwoFactorFirstSchema1795305600000'])
    const done = await commandLine(folder, ['migrate'])
    expect(done.exitCode).to.equal(0)
    expect(done.out.replaceAll('done', 'missing')).to.equal(plan.out)
  })

  it('prints one JSON document with --json, before or after the command', async () => {
    const migrated = await commandLine(folder, ['--json', 'migrate'])
    expect(JSON.parse(migrated.out).done).to.have.length.above(2)
    const failed = await commandLine(folder, ['migrate', '--config', 'no.js', '--json'])
    expect(failed.exitCode).to.equal(2)
    expect(JSON.parse(failed.out).error.code).to.equal('BAD_INPUT')
  })

  for (const argv of [
    ['policy', 'plan', '--foo'],
    ['nonsense'],
    ['users', 'bypass', 'x'],
    ['policy', 'apply', '--max-changes', 'few'],
    ['policy'],
  ]) {
    it(`says what is wrong with "${argv.join(' ')}" in JSON as well`, async () => {
      const { exitCode, out, err } = await commandLine(folder, [...argv, '--json'])
      expect([exitCode, err]).to.deep.equal([2, ''])
      expect(JSON.parse(out).error)
        .to.include({ code: 'BAD_INPUT' })
        .and.have.property('message')
        .that.matches(/^[^(].*(option|command|reason|number)/)
    })
  }

  it('tells a failure on a line of its own, where documents are one a line', async () => {
    const failed = await commandLine(folder, ['report', 'coverage', '--people', '--json'])
    expect(failed.exitCode).to.equal(1)
    const lines = failed.out.trimEnd().split('\n')
    expect(lines.map((line) => JSON.parse(line).error.code)).to.deep.equal(['ERR_2FA_CONFIGURATION'])
  })

  it('stops at Ctrl-C between two steps, without a stack, and goes on when run again', async () => {
    const end = new AbortController()
    end.abort()
    const stopped = await commandLine(folder, ['migrate'], { interrupted: end.signal })
    expect(stopped).to.include({ exitCode: 1, out: '', err: 'Stopped. Run this again to go on.\n' })
    const told = await commandLine(folder, ['migrate', '--json'], { interrupted: end.signal })
    expect(JSON.parse(told.out).error.code).to.equal('INTERRUPTED')
    expect((await commandLine(folder, ['migrate', '--plan'])).exitCode).to.equal(3)
    expect((await commandLine(folder, ['migrate'])).exitCode).to.equal(0)
  })

  it('stops at Ctrl-C at a question, and takes Ctrl-D for no answer', async () => {
    const answered = (keys: string) => {
      const input = new PassThrough()
      const interruption = new AbortController()
      const answer = asking(input, Object.assign(new PassThrough(), { isTTY: true }), interruption)('Sure?')
      input.write(keys)
      return answer.catch((error: Error) => [error.name, interruption.signal.aborted])
    }
    expect(await answered('yes\r')).to.equal('yes')
    expect(await answered('\u0004')).to.equal('')
    expect(await answered('\u0003')).to.deep.equal(['AbortError', true])
  })

  it('tells line by line on a terminal without columns, on which nothing can be redrawn', () => {
    const told: string[] = []
    const write = (line: string | Uint8Array) => told.push(String(line)) > 0
    progressOn({ isTTY: true, columns: 0, write }).say('Reading')
    expect(told).to.deep.equal(['Reading …\n'])
  })

  it('asks and tells without what a name would have a terminal do', async () => {
    const store = sqliteStore(join(folder, 'two-factor.db'))
    await store.migrate()
    await enrolPeople(store, 1)
    await store.close()
    keycloak.person = async (userId) => ({ ...fred, userId })
    const asked: string[] = []
    const ask = async (question: string) => {
      asked.push(question)
      return ''
    }
    await commandLine(folder, ['users', 'reset', loginOf(0, 0).userId], { ask })
    keycloak.person = async () => fred
    expect(asked).to.deep.equal(['This deletes the second factor of Fred �[31mFarmer (fred). Type yes: '])
  })

  it('shows a person without address or secret, and lets no name command the terminal', async () => {
    const store = sqliteStore(join(folder, 'two-factor.db'))
    await store.migrate()
    await store.register(sha256Identities().subject({ issuer: keycloak.issuer, userId: 'f1' }), null)
    await store.close()
    const { exitCode, out } = await commandLine(folder, ['users', 'show', 'f1'])
    expect(exitCode).to.equal(0)
    expect(out)
      .to.match(/^person +Fred �\[31mFarmer \(fred\)$/m)
      .and.match(/^second factor +none$/m)
    const json = await commandLine(folder, ['users', 'show', 'f1', '--json'])
    expect(JSON.parse(json.out).person).to.have.property('username', 'fred')
    expect(JSON.parse(json.out).person).to.not.have.any.keys('email', 'phoneNumber')
  })

  it('names the file of options that cannot be run, and what is wrong with it', async () => {
    for (const [name, content, said] of [
      ['half.mjs', 'export default {', 'SyntaxError'],
      ['thrown.mjs', 'throw new Error("no secret in the vault")', 'no secret in the vault'],
      ['alone.mjs', 'import "./nowhere.js"', 'nowhere.js'],
    ] as const) {
      writeFileSync(join(folder, name), content)
      const { exitCode, err } = await commandLine(folder, ['-c', name, 'migrate'])
      rmSync(join(folder, name))
      expect([exitCode, err.includes(`${name} cannot be run: `), err.includes(said)], err).to.deep.equal([
        2,
        true,
        true,
      ])
      expect(err).not.to.match(/^ +at /m)
    }
  })

  it('ends with 1 where what is asked for is not there, and 2 for bad input', async () => {
    await commandLine(folder, ['migrate'])
    keycloak.person = async () => null
    const codes = await Promise.all(
      [
        ['users', 'show', 'x'],
        ['users', 'show'],
        ['nonsense'],
        ['migrate', '--nonsense'],
        ['-c', 'no.js', 'migrate'],
      ].map(async (argv) => (await commandLine(folder, argv)).exitCode),
    )
    keycloak.person = async () => fred
    expect(codes).to.deep.equal([1, 2, 2, 2, 2])
  })

  it('says what is wrong with the configuration', async () => {
    writeFileSync(join(folder, 'empty.mjs'), 'export const nothing = 1')
    expect((await commandLine(folder, ['migrate', '-c', 'empty.mjs'])).err).to.include('no default export')
    writeFileSync(join(folder, 'wrong.mjs'), 'export default { nam: "Acme" }')
    const { exitCode, err } = await commandLine(folder, ['migrate', '-c', 'wrong.mjs'])
    expect([exitCode, err.split('.')[0]]).to.deep.equal([1, 'Option "name" is missing; it must be a text'])
  })

  it('asks before what cannot be taken back, and refuses where nobody answers', async () => {
    const asked: string[] = []
    const terminal = (answer?: string) => ({
      ...({ progress: { say() {}, end() {} } } as never as Parameters<typeof confirming>[0]),
      ...(answer !== undefined && {
        ask: async (question: string) => {
          asked.push(question)
          return answer
        },
      }),
    })
    const answers = ['yes', 'Y ', '', 'no', 'yesterday'].map((answer) => confirming(terminal(answer), false)('Sure?'))
    expect(await Promise.all(answers)).to.deep.equal([true, true, false, false, false])
    expect(asked[0]).to.equal('Sure? Type yes: ')
    expect(await confirming(terminal(), true)('Sure?')).to.equal(true)
    const failure = await confirming(terminal(), false)('Sure?').catch((error: Error) => error)
    expect(failure).to.have.property('message', 'Sure? Nobody is here to answer: give --yes.')
  })

  it('lays cells out in columns, and prints control characters as marks', () => {
    expect(
      rows([
        ['a', 'bb', ''],
        ['ccc', 'd', 'e'],
      ]),
    ).to.deep.equal(['a    bb', 'ccc  d   e'])
    expect(printable('a\u001b[2J\u202eb\n')).to.equal('a�[2J�b\n')
    expect(printable('علی\u200cرضا')).to.equal('علی\u200cرضا')
  })
})
