import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { samplePerson, sampleTenant } from '../actions/policy-people.js'
import { commandLine } from './command-line.js'
import { moduleAt, ownProcess } from './own-process.js'

const PEOPLE = 20
const TENANTS = ['acme', 'birch', 'cedar', 'dune', 'elm', 'fir']

/** In the process that is to be ended: the signal, the method of the store that is called then, and which time. */
const END = 'TWO_FACTOR_TEST_END'

describe('a command line that is ended half-way', function () {
  this.timeout(120_000)
  let folder: string

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'two-factor-ended-'))
    const people = [samplePerson('ann')]
    const tenants = TENANTS.map((each) => sampleTenant(each, ['ann']))
    writeFileSync(join(folder, 'package.json'), '{"type":"module"}')
    writeFileSync(
      join(folder, 'two-factor.config.js'),
      `import { sqliteStore } from ${moduleAt('src/typeorm/index.ts')}
       import { testDirectory } from ${moduleAt('src/testing/index.ts')}
       const [signal, method, time] = (process.env.${END} ?? '').split(' ')
       let calls = 0
       const opened = () => {
         const store = sqliteStore(${JSON.stringify(join(folder, 'two-factor.db'))})
         const ending = (name) => async (...given) => {
           if (name === method && ++calls === Number(time)) {
             process.kill(process.pid, signal)
             await new Promise((resolve) => setTimeout(resolve, 100))
           }
           return store[name](...given)
         }
         return { ...store, addEnrolment: ending('addEnrolment'), putTenantPolicy: ending('putTenantPolicy') }
       }
       const issuer = 'https://keycloak.example/realms/acme'
       export default {
         name: 'Portal', url: 'http://localhost/two-factor', secretKeys: [{ id: '1', key: '01'.repeat(32) }],
         directory: { ...testDirectory(${JSON.stringify({ people, tenants })}), issuer },
         get store() { return opened() },
       }`,
    )
    const credentials = [
      {
        type: 'otp',
        secretData: '{"value":"HL6VnXC9zWpQ7dBsTfY2"}',
        credentialData: JSON.stringify({ subType: 'totp', digits: 6, period: 30, algorithm: 'HmacSHA1' }),
      },
    ]
    const users = Array.from({ length: PEOPLE }, (_, index) => ({ id: `person-${index}`, credentials }))
    writeFileSync(join(folder, 'realm.json'), JSON.stringify({ realm: 'acme', users }))
    writeFileSync(
      join(folder, 'policies.yaml'),
      JSON.stringify({ rules: [{ where: '*', policy: { requirement: 'required' } }] }),
    )
    await run('migrate')
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  const run = (...argv: string[]) => commandLine(folder, argv)
  const IMPORT_OTP = ['import', 'keycloak-otp', 'realm.json', '--yes']
  const IMPORT_POLICIES = ['policy', 'import', 'policies.yaml', '--yes']

  /** Everybody is taken over, and nobody twice. */
  async function finishImport() {
    const { imported, enrolled } = JSON.parse((await run(...IMPORT_OTP, '--json')).out)
    expect(imported + enrolled).to.equal(PEOPLE)
    expect(enrolled).to.be.above(0).and.below(PEOPLE)
    expect(JSON.parse((await run('report', 'coverage', '--json')).out).methods.totp).to.equal(PEOPLE)
    const noted = (await run('audit', 'export', '--kind', 'imported', '--json')).out.trim().split('\n')
    expect(new Set(noted.map((line) => JSON.parse(line).userId)).size).to.equal(PEOPLE)
    expect(noted).to.have.length(PEOPLE)
  }

  it('by kill -9 takes over the other authenticator apps when it is run again, and none twice', async () => {
    const { signal } = await ownProcess(folder, IMPORT_OTP, { [END]: 'SIGKILL addEnrolment 12' })
    expect(signal).to.equal('SIGKILL')
    await finishImport()
  })

  it('by Ctrl-C finishes those under way, says so without a stack, and goes on when it is run again', async () => {
    const { exitCode, out, err } = await ownProcess(folder, IMPORT_OTP, { [END]: 'SIGINT addEnrolment 3' })
    expect([exitCode, out]).to.deep.equal([1, ''])
    expect(err)
      .to.contain('Stopping after the step under way')
      .and.match(/\nStopped\. Run this again to go on\.\n$/)
    expect(err).not.to.match(/^ +at /m)
    await finishImport()
  })

  /** Every tenant has the policy, and each was changed once. */
  async function finishPolicies(done: number) {
    const { outcomes } = JSON.parse((await run(...IMPORT_POLICIES, '--json')).out)
    expect(outcomes).to.have.length(TENANTS.length - done)
    expect((await run('policy', 'import', 'policies.yaml', '--plan')).exitCode).to.equal(0)
    const noted = (await run('audit', 'export', '--kind', 'policy-changed', '--json')).out.trim().split('\n')
    expect(noted).to.have.length(TENANTS.length)
  }

  it('by kill -9 changes the other policies when it is run again, and none twice', async () => {
    const { signal } = await ownProcess(folder, IMPORT_POLICIES, { [END]: 'SIGKILL putTenantPolicy 3' })
    expect(signal).to.equal('SIGKILL')
    await finishPolicies(2)
  })

  it('by Ctrl-C says which policies it has not begun, and changes those when it is run again', async () => {
    const { exitCode, out } = await ownProcess(folder, IMPORT_POLICIES, { [END]: 'SIGINT putTenantPolicy 3' })
    expect(exitCode).to.equal(3)
    expect(out)
      .to.match(/^dune +not begun: run this again$/m)
      .and.contain('3 tenants were changed; 3 were not.')
    await finishPolicies(3)
  })
})
