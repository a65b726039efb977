import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { TwoFactorError } from '../../src/errors.js'
import type { Directory } from '../../src/ports/directory.js'
import { type TestDirectoryContent, testDirectory } from '../../src/testing/test-directory.js'
import { sqliteStore } from '../../src/typeorm/index.js'
import { memoryMirror } from '../actions/memory-mirror.js'
import { samplePerson, sampleTenant } from '../actions/policy-people.js'
import { MINIMAL_OPTIONS } from '../manifest/minimal-options.js'
import { commandLine } from './command-line.js'

const REQUIREMENT = 'two-factor.requirement'

describe('policy plan and apply', () => {
  let folder: string
  let content: Required<Pick<TestDirectoryContent, 'people' | 'tenants'>>
  let more: Partial<Directory>

  const policy = (...argv: string[]) => commandLine(folder, ['policy', ...argv])
  const edit = (id: string, attributes: Record<string, string[]>) => {
    content.tenants = content.tenants.map((each) => (each.id === id ? { ...each, attributes } : each))
  }

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'two-factor-policy-'))
    writeFileSync(join(folder, 'package.json'), '{}')
    const file = join(folder, 'two-factor.db')
    const store = sqliteStore(file)
    await store.migrate()
    await store.close()
    content = {
      people: ['ann', 'bea'].map((each) => samplePerson(each)),
      tenants: [sampleTenant('acme', ['ann', 'bea']), sampleTenant('birch', ['ann'])],
    }
    more = {}
    const { login: _login, signIn: _signIn, signOut: _signOut, ...options } = MINIMAL_OPTIONS
    Reflect.set(globalThis, Symbol.for(folder), {
      ...options,
      policies: { owner: 'shared' },
      get store() {
        return sqliteStore(file)
      },
      get directory() {
        const issuer = 'https://keycloak.example/realms/acme'
        return { ...testDirectory(content), ...memoryMirror(content), issuer, ...more }
      },
    })
    writeFileSync(
      join(folder, 'two-factor.config.js'),
      `module.exports = globalThis[Symbol.for(${JSON.stringify(folder)})]`,
    )
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  it('find nothing to do where nobody has said anything', async () => {
    for (const verb of ['plan', 'apply']) {
      const { exitCode, out } = await policy(verb)
      expect([exitCode, out]).to.deep.equal([0, '2 tenants were compared: everything is in step.\n'])
    }
  })

  it('say what differs and what that means, do it when told to, and then find nothing', async () => {
    edit('acme', { plan: ['business'], [REQUIREMENT]: ['required'], 'two-factor.takes-effect': ['now'] })
    const planned = await policy('plan')
    expect(planned.exitCode).to.equal(3)
    expect(planned.said).to.include('2 tenants read, 1 differ')
    expect(planned.out)
      .to.match(/^acme \(ACME\)$/m)
      .and.match(/^ +two-factor\.requirement +ours off +Keycloak required +Keycloak's is newer: is taken/m)
      .and.contain('Of 2 members 2 are asked from now on, 2 in their open sessions; 2 have to set it up; 2 mails.')
    const unasked = await policy('apply')
    expect([unasked.exitCode, unasked.err]).to.have.property('0', 2)
    expect(unasked.err).to.contain('give --yes')
    const refused = await commandLine(folder, ['policy', 'apply'], { ask: async () => 'no' })
    expect([refused.exitCode, refused.out]).to.deep.equal([3, 'Nothing was changed.\n'])
    const applied = await policy('apply', '--yes')
    expect([applied.exitCode, applied.out]).to.deep.equal([0, '1 tenants were brought into step; 0 were not.\n'])
    expect((await policy('plan')).exitCode).to.equal(0)
    expect(content.tenants[0]?.attributes).to.deep.include({
      plan: ['business'],
      'two-factor.methods': ['email', 'sms', 'totp'],
    })
  })

  it('turn nothing off before somebody has said how many people lose their settings', async () => {
    edit('acme', { [REQUIREMENT]: ['optional'] })
    await policy('apply', '--yes')
    edit('acme', { ...content.tenants[0]?.attributes, [REQUIREMENT]: ['off'] })
    const planned = JSON.parse((await policy('plan', '--json')).out)
    expect([planned.lost, planned.differing[0].change.weakens]).to.deep.equal([0, true])
    const held = await policy('apply', '--yes')
    expect([held.exitCode, held.out]).to.have.property('0', 3)
    expect(held.out).to.match(/^acme +waits: confirm how many people/m)
    expect((await policy('apply', '--yes', '--confirm', '1')).err).to.contain('of 0 people')
    expect((await policy('plan')).exitCode).to.equal(3)
    const answers = ['0', 'yes']
    const typed = await commandLine(folder, ['policy', 'apply'], { ask: async () => answers.shift() ?? '' })
    expect([typed.exitCode, answers]).to.deep.equal([0, []])
    expect((await policy('plan')).exitCode).to.equal(0)
  })

  it('say in which tenants it failed, and go on there when run again', async () => {
    edit('acme', { [REQUIREMENT]: ['optional'] })
    edit('birch', { [REQUIREMENT]: ['optional'] })
    const { writeAttributes } = memoryMirror(content)
    const failing: unknown = async (id: string, ...rest: [never, never]) => {
      if (id === 'birch') throw new TwoFactorError('ERR_2FA_DIRECTORY', 'No answer.')
      return writeAttributes(id, ...rest)
    }
    more = { writeAttributes: failing } as never
    const broken = await policy('apply', '--yes')
    expect([broken.exitCode, broken.err]).to.have.property('0', 1)
    expect(broken.out)
      .to.match(/^birch +failed: No answer/m)
      .and.contain('1 tenants were brought into step; 1 were not.')
    more = {}
    expect((await policy('apply', '--yes', '--json')).exitCode).to.equal(0)
    expect((await policy('plan')).exitCode).to.equal(0)
  })

  for (const [argv, cure] of [
    [['plan', '--only', 'acm'], 'There is no tenant "acm"'],
    [['plan', '--only', '=x'], '"=x" selects no tenants'],
    [['plan', '--only'], 'argument missing'],
    [['apply', '--prefer', 'mine'], 'Allowed choices are ours, keycloak'],
    [['apply', '--max-changes', 'few'], 'It must be a whole number'],
    [['apply', '--max-changes', '-1'], 'It must be a whole number'],
    [['apply', '--confirm', '1.5'], 'It must be a whole number'],
    [['aply'], "unknown command 'aply'"],
  ] as const) {
    it(`refuse ${argv.join(' ')}`, async () => {
      const { exitCode, err } = await policy(...argv)
      expect([exitCode, err]).to.have.property('0', 2)
      expect(err).to.contain(cure)
    })
  }

  it('say that tenants must be organizations', async () => {
    more = { writeAttributes: undefined } as never
    const { exitCode, err } = await policy('plan')
    expect(exitCode).to.equal(1)
    expect(err).to.contain('with organizations as tenants')
  })

  it('have help with an example', async () => {
    for (const verb of ['plan', 'apply']) {
      const { exitCode, out } = await policy(verb, '--help')
      expect([exitCode, out]).to.have.property('0', 0)
      expect(out).to.contain(`$ keycloak-two-factor policy ${verb}`)
    }
  })
})
