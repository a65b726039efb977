import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
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
    const unasked = await commandLine(folder, ['policy', 'apply', '--yes'], { ask: async () => expect.fail('asked') })
    expect(unasked.exitCode).to.equal(3)
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

  const write = (text: string, file = 'policies.yaml') => writeFileSync(join(folder, file), text)

  it('as a file: rules, the last one first, and exceptions by name before all', async () => {
    edit('acme', { plan: ['business'] })
    edit('birch', { plan: ['business'] })
    content.tenants = [...content.tenants, sampleTenant('cedar', [])]
    write(`
      rules:
        - where: "*"
          policy: { trustedDevices: { days: 7 }, requirement: optional }
        - where: plan=business
          policy:
            requirement: required
            grace: { days: 14, logins: null }
            helpContact: extension 4711
      tenants:
        birch: { requirement: optional, helpContact: null, sso: { providers: { google: enforce } } }
    `)
    const planned = await policy('import', 'policies.yaml', '--plan')
    expect(planned.exitCode).to.equal(3)
    expect(planned.out)
      .to.match(/^acme \(ACME\)\n {2}requirement: off → required$/m)
      .and.contain('Of 2 members 2 are asked from now on, nobody in an open session; 2 have to set it up; 2 mails.')
      .and.contain('3 tenants were read; the policies of 3 change.')
    expect((await policy('import', 'policies.yaml')).exitCode).to.equal(2)
    const imported = await policy('import', 'policies.yaml', '--yes')
    expect([imported.exitCode, imported.out]).to.deep.equal([0, '3 tenants were changed; 0 were not.\n'])
    const { tenants } = JSON.parse((await policy('export', '--json')).out)
    expect(tenants.acme).to.deep.include({ requirement: 'required', grace: { days: 14, logins: null } })
    expect(tenants.acme).to.deep.include({ helpContact: 'extension 4711', trustedDevices: { days: 7 } })
    expect(tenants.birch).to.deep.include({ requirement: 'optional', helpContact: null, trustedDevices: { days: 7 } })
    expect(tenants.birch.sso).to.deep.equal({ bypass: 'organization', providers: { google: 'enforce' } })
    expect(tenants.cedar).to.deep.include({ requirement: 'optional', trustedDevices: { days: 7 } })
    expect((await policy('import', 'policies.yaml', '--plan')).exitCode).to.equal(0)
  })

  it('as a file change no tenant whose name or id is the alias of the one that is meant', async () => {
    content.tenants = [
      { ...sampleTenant('0001', ['ann']), alias: 'acme', name: 'birch' },
      { ...sampleTenant('acme', ['bea']), alias: 'birch', name: 'acme' },
    ]
    write('tenants: { acme: { requirement: required } }')
    const { differing } = JSON.parse((await policy('import', 'policies.yaml', '--plan', '--json')).out)
    expect(differing.map(({ tenant }: { tenant: { id: string } }) => tenant.id)).to.deep.equal(['0001'])
    const both = await policy('export', '--only', 'acme')
    expect([both.exitCode, both.err]).to.have.property('0', 2)
    expect(both.err).to.contain('"acme" is the alias of one tenant and the id of another')
  })

  it('as a file may have a rule for all tenants where there are none yet', async () => {
    content.tenants = []
    write('rules: [{ where: "*", policy: { requirement: optional } }]')
    expect((await policy('import', 'policies.yaml', '--plan')).exitCode).to.equal(0)
  })

  it('as a file that was exported change nothing when it is imported', async () => {
    write('tenants: { acme: { requirement: required, from: 2040-03-01 }, birch: { requirement: optional } }')
    await policy('import', 'policies.yaml', '--yes')
    const exported = await policy('export', 'exported.yaml')
    expect([exported.exitCode, exported.out]).to.deep.equal([0, '2 policies were written to exported.yaml.\n'])
    expect((await policy('import', 'exported.yaml', '--plan')).exitCode).to.equal(0)
    expect((await policy('export', '--only', 'birch')).out)
      .to.contain('birch:')
      .and.not.contain('acme:')
    write('tenants: { acme: { methods: [totp] } }')
    await policy('import', 'policies.yaml', '--yes')
    const back = await policy('import', 'exported.yaml', '--yes', '--json')
    expect(JSON.parse(back.out).outcomes).to.have.length(1)
  })

  it('as a file that can not be written leave what was there, and say why', async () => {
    const nowhere = await policy('export', 'no/such/folder/policies.yaml')
    expect([nowhere.exitCode, nowhere.err.split('\n')]).to.have.property('0', 2)
    expect(nowhere.err).to.match(/^.*policies\.yaml can not be written: ENOENT.*\n$/)
    expect((await policy('export', '.')).exitCode).to.equal(2)
    write('tenants: {}')
    symlinkSync('policies.yaml', join(folder, 'linked.yaml'))
    expect((await policy('export', 'linked.yaml')).exitCode).to.equal(0)
    expect(readFileSync(join(folder, 'policies.yaml'), 'utf8')).to.contain('rules: []')
    expect(readdirSync(folder).filter((name) => /yaml\./.test(name))).to.deep.equal([])
  })

  it('show a plan without what a name would have a terminal do', async () => {
    content.tenants = [{ ...sampleTenant('acme', ['ann']), name: 'A\u001b[1A\u001b[2Kcme' }]
    edit('acme', { [REQUIREMENT]: ['required\u001b[2J'] })
    expect((await policy('apply')).err)
      .to.contain('acme (A�[1A�[2Kcme)')
      .and.contain('required�[2J')
    write('tenants: { acme: { requirement: required } }')
    expect((await policy('import', 'policies.yaml')).err).to.contain('acme (A�[1A�[2Kcme)')
  })

  it('as a file turn nothing off before somebody has said how many people lose their settings', async () => {
    write('tenants: { acme: { requirement: optional } }')
    await policy('import', 'policies.yaml', '--yes')
    write('tenants: { acme: { requirement: "off" }, birch: { requirement: optional } }')
    const held = await policy('import', 'policies.yaml', '--yes')
    expect(held.exitCode).to.equal(3)
    expect(held.out)
      .to.match(/^acme +waits: confirm/m)
      .and.contain('1 tenants were changed; 1 were not.')
    expect((await policy('import', 'policies.yaml', '--yes', '--confirm', '0')).exitCode).to.equal(0)
  })

  for (const [text, cure] of [
    ['rules: [', 'is no YAML'],
    ['- acme', 'The document'],
    ['tenants: { acme: { requirement: maybe } }', 'tenants.acme.requirement: must be one of "off"'],
    ['tenants: { acme: { requirment: off } }', 'tenants.acme: Unrecognized key: "requirment"'],
    ['tenants: { acme: { grace: { days: many } } }', 'tenants.acme.grace.days: must be a whole number'],
    ['rules: [{ policy: {} }]', 'rules.0.where: must be a selector'],
    ['rules: [{ where: "plan=", policy: {} }]', '"plan=" selects no tenants'],
    ['tenants: { acm: { requirement: optional } }', 'There is no tenant "acm"'],
    ['tenants: { ACME: { requirement: optional } }', 'There is no tenant "ACME"'],
    ['rules: [{ where: plan=busines, policy: { requirement: optional } }]', 'There is no tenant "plan=busines"'],
    ['rules: [{ where: ACME, policy: { requirement: optional } }]', 'There is no tenant "ACME"'],
  ] as const) {
    it(`refuse the file ${text}`, async () => {
      write(text)
      const { exitCode, err } = await policy('import', 'policies.yaml', '--yes')
      expect([exitCode, err]).to.have.property('0', 2)
      expect(err).to.contain(cure)
    })
  }

  it('refuse a file that is not there', async () => {
    const { exitCode, err } = await policy('import', 'nowhere.yaml')
    expect([exitCode, err]).to.have.property('0', 2)
    expect(err).to.contain('There is no file')
  })

  it('have help with an example', async () => {
    for (const verb of ['plan', 'apply', 'export', 'import']) {
      const { exitCode, out } = await policy(verb, '--help')
      expect([exitCode, out]).to.have.property('0', 0)
      expect(out).to.contain(`$ keycloak-two-factor policy ${verb}`)
    }
  })
})
