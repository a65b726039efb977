import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { expect } from 'chai'
import { requirePart } from '../../dev/parts.js'
import { attributesOf } from '../../src/domain/policy-sync/settings.js'
import {
  createOperations,
  createTwoFactor,
  type Operations,
  type TenantPolicy,
  type TwoFactorEvent,
} from '../../src/index.js'
import { keycloakDirectory } from '../../src/keycloak/index.js'
import { testMailer } from '../../src/testing/index.js'
import { sqliteStore } from '../../src/typeorm/index.js'
import { samplePolicy } from '../actions/policy-people.js'
import { commandLine } from '../cli/command-line.js'
import { type CountingProxy, countingProxy } from './counting-proxy.js'
import { type OwnRealm, ownRealm } from './realm-of-its-own.js'

const url = requirePart('keycloak')
const root = join(import.meta.dirname, '..', '..')
const NAMES = ['acme', 'birch', 'cedar', 'dune', 'elm', 'fir']
const DAYS = 'two-factor.trusted-devices.days'
const REQUIREMENT = 'two-factor.requirement'

if (url !== undefined) {
  describe('policies in step, on a real Keycloak', function () {
    this.timeout(180_000)
    let realm: OwnRealm
    let proxy: CountingProxy
    let account: { clientId: string; clientSecret: string }
    let folder: string
    let operations: Operations
    /** Called before an organization is written, after it was read. */
    let beforeWrite: (id: string) => Promise<void>
    const ids: Record<string, string> = {}

    before(async () => {
      realm = await ownRealm(url)
      proxy = await countingProxy(url)
      account = await realm.account([
        'view-users',
        'view-organizations',
        'view-identity-providers',
        'manage-organizations',
      ])
    })
    after(async () => {
      await proxy.close()
      await realm.remove()
    })

    const plain = {
      name: 'Portal',
      url: 'https://portal.example/two-factor',
      secretKeys: [{ id: '1', key: Buffer.alloc(32, 1).toString('base64') }],
      policies: { owner: 'shared' as const },
    }
    const options = (directory = keycloakDirectory({ url: proxy.url, realm: realm.name, ...account })) => ({
      ...plain,
      store: sqliteStore(join(folder, 'two-factor.db')),
      directory,
    })

    beforeEach(async () => {
      proxy.cutAt(Number.POSITIVE_INFINITY)
      beforeWrite = async () => {}
      folder = mkdtempSync(join(tmpdir(), 'two-factor-policy-'))
      writeFileSync(join(folder, 'package.json'), '{"type":"module"}')
      const keycloak = await realm.administrator()
      for (const { id = '' } of await keycloak.organizations.find({ max: 100 }))
        await keycloak.organizations.delById({ id })
      for (const name of NAMES) {
        const { id } = await keycloak.organizations.create({
          name: `${name} Ltd.`,
          alias: name,
          description: `The company ${name}`,
          redirectUrl: `https://${name}.example/`,
          domains: [{ name: `${name}.example`, verified: true }],
          attributes: { plan: [name < 'd' ? 'business' : 'free'], colours: ['red', 'blue'] },
        })
        ids[name] = id
      }
      operations = createOperations(options())
      await operations.migrations.run()
      writeFileSync(
        join(folder, 'two-factor.config.js'),
        `import { keycloakDirectory } from ${JSON.stringify(join(root, 'src/keycloak/index.ts'))}
         import { sqliteStore } from ${JSON.stringify(join(root, 'src/typeorm/index.ts'))}
         const directory = keycloakDirectory(${JSON.stringify({ url: proxy.url, realm: realm.name, ...account })})
         const written = globalThis[Symbol.for(${JSON.stringify(folder)})]
         export default { ...${JSON.stringify(plain)},
           directory: { ...directory, writeAttributes: async (id, ...rest) => {
             await written?.(id)
             return directory.writeAttributes(id, ...rest)
           } },
           get store() { return sqliteStore(${JSON.stringify(join(folder, 'two-factor.db'))}) } }`,
      )
      Reflect.set(globalThis, Symbol.for(folder), (id: string) => beforeWrite(id))
    })
    afterEach(async () => {
      await operations.close()
      rmSync(folder, { recursive: true, force: true })
    })

    const policy = (...argv: string[]) => commandLine(folder, ['policy', ...argv])
    const idOf = (name: string) => ids[name] ?? ''
    const change = async (name: string, policy: TenantPolicy) => {
      const { version } = await operations.policies.show(idOf(name))
      await operations.policies.change(idOf(name), policy, { version })
    }
    const saved = async (name: string) => (await operations.policies.show(idOf(name))).policy
    const organization = async (name: string) => (await realm.administrator()).organizations.findOne({ id: idOf(name) })
    /** As Keycloak's console does it: the whole organization is put back with what was edited. */
    const edit = async (name: string, changes: Record<string, string[] | null>) => {
      const { organizations } = await realm.administrator()
      const whole = await organizations.findOne({ id: idOf(name) })
      const attributes: Record<string, string[]> = { ...whole.attributes }
      for (const [key, values] of Object.entries(changes)) {
        if (values === null) delete attributes[key]
        else attributes[key] = values
      }
      await organizations.updateById({ id: idOf(name) }, { ...whole, attributes })
    }
    const applied = async () => expect((await policy('apply', '--yes')).exitCode).to.equal(0)

    it('are written, one change for each organization that differs, and all else of it stays', async () => {
      const before = await organization('acme')
      for (const name of ['acme', 'birch']) await change(name, samplePolicy({ helpContact: '内線 4711 <help@x>' }))
      proxy.cutAt(Number.POSITIVE_INFINITY)
      const { exitCode, out } = await policy('apply', '--yes')
      expect([exitCode, out]).to.deep.equal([0, '2 tenants were brought into step; 0 were not.\n'])
      expect(proxy.changes).to.equal(2)
      const after = await organization('acme')
      const { attributes: had, ...rest } = before
      const { attributes: has, ...kept } = after
      expect(kept).to.deep.equal(rest)
      expect(kept).to.include({ description: 'The company acme', redirectUrl: 'https://acme.example/' })
      expect(has?.colours).to.have.members(['red', 'blue'])
      for (const [name, values] of Object.entries(attributesOf(await saved('acme')))) {
        expect(has?.[name], name).to.have.members([...values])
      }
      expect(has?.plan).to.deep.equal(had?.plan)
      expect((await organization('cedar')).attributes).to.have.all.keys('plan', 'colours')
      proxy.cutAt(Number.POSITIVE_INFINITY)
      expect((await policy('plan')).exitCode).to.equal(0)
      await applied()
      expect(proxy.changes).to.equal(0)
    })

    it('are taken where somebody edited the console, and told to be missing where it was deleted', async () => {
      await change('acme', samplePolicy())
      await applied()
      await edit('acme', { [REQUIREMENT]: ['required'], [DAYS]: ['30'] })
      const planned = await policy('plan', '--only', 'plan=business')
      expect(planned.exitCode).to.equal(3)
      expect(planned.out).to.match(/two-factor\.requirement +ours optional +Keycloak required +Keycloak's is newer/)
      await applied()
      expect(await saved('acme')).to.deep.include({ requirement: 'required', trustedDevices: { days: 30 } })
      await edit('acme', { [REQUIREMENT]: null, [DAYS]: [''] })
      const missing = await policy('plan', '--json')
      expect(JSON.parse(missing.out).differing[0].settings.map(({ state }: { state: string }) => state)).to.deep.equal([
        'missing',
        'missing',
      ])
      expect((await policy('apply', '--yes')).exitCode).to.equal(3)
      expect((await saved('acme')).requirement).to.equal('required')
      await realm.administrator().then(({ organizations }) => organizations.delById({ id: idOf('acme') }))
      const gone = await policy('plan')
      expect(gone.out).to.contain(`${idOf('acme')}: has a policy, but no organization`)
    })

    it('leave alone what a second administrator edits meanwhile, and overwrite nothing of theirs', async () => {
      for (const name of ['acme', 'birch', 'cedar']) await change(name, samplePolicy())
      await applied()
      for (const name of ['acme', 'birch', 'cedar']) await change(name, samplePolicy({ trustedDevices: { days: 30 } }))
      let edited = false
      beforeWrite = async () => {
        if (edited) return
        edited = true
        // While acme is being written: the same setting of acme, another attribute of birch, a setting of cedar.
        await edit('acme', { [DAYS]: ['7'] })
        await edit('birch', { colours: ['green'] })
        await edit('cedar', { [REQUIREMENT]: ['required'] })
      }
      const { exitCode, out } = await policy('apply', '--yes')
      expect(exitCode).to.equal(3)
      expect(out)
        .to.match(/^acme +changed by somebody else meanwhile/m)
        .and.match(/^cedar +changed by somebody else/m)
      expect(out).to.contain('1 tenants were brought into step; 2 were not.')
      expect((await organization('acme')).attributes?.[DAYS]).to.deep.equal(['7'])
      expect((await organization('birch')).attributes).to.deep.include({ [DAYS]: ['30'], colours: ['green'] })
      expect((await saved('cedar')).requirement).to.equal('optional')
      // The next run merges cedar, and asks about acme.
      expect((await policy('apply', '--yes')).exitCode).to.equal(3)
      expect(await saved('cedar')).to.deep.include({ requirement: 'required', trustedDevices: { days: 30 } })
      expect((await organization('cedar')).attributes?.[DAYS]).to.deep.equal(['30'])
      expect((await policy('apply', '--yes', '--prefer', 'ours')).exitCode).to.equal(0)
      expect((await organization('acme')).attributes?.[DAYS]).to.deep.equal(['30'])
      expect((await policy('plan')).exitCode).to.equal(0)
    })

    it('are finished by the next run where one was killed half-way', async () => {
      for (const name of NAMES) await change(name, samplePolicy())
      await applied()
      for (const name of NAMES.slice(0, 3)) await change(name, samplePolicy({ trustedDevices: { days: 30 } }))
      for (const name of NAMES.slice(3)) await edit(name, { [REQUIREMENT]: ['required'] })
      for (const cut of [1, 2]) {
        const child = spawn(
          process.execPath,
          [
            '--import',
            'tsx',
            join(root, 'src/cli/bin.ts'),
            'policy',
            'apply',
            '--yes',
            '-c',
            join(folder, 'two-factor.config.js'),
          ],
          { cwd: root, stdio: 'ignore' },
        )
        const ended = once(child, 'exit')
        proxy.cutAt(cut, () => child.kill('SIGKILL'))
        expect((await ended)[1]).to.equal('SIGKILL')
        proxy.cutAt(Number.POSITIVE_INFINITY)
      }
      await applied()
      expect((await policy('plan')).exitCode).to.equal(0)
      for (const name of NAMES.slice(0, 3)) expect((await organization(name)).attributes?.[DAYS]).to.deep.equal(['30'])
      for (const name of NAMES.slice(3)) expect((await saved(name)).requirement).to.equal('required')
    })

    it('say where they failed when Keycloak goes away in the middle, and go on when it is back', async () => {
      for (const name of NAMES) await change(name, samplePolicy())
      proxy.cutAt(2)
      const broken = await policy('apply', '--yes')
      expect([broken.exitCode, broken.err]).to.have.property('0', 1)
      expect(broken.out)
        .to.contain('1 tenants were brought into step; 5 were not.')
        .and.match(/^birch +failed: Keycloak/m)
      const away = await policy('plan')
      expect([away.exitCode, away.err]).to.have.property('0', 1)
      expect(away.err).to.contain('cannot be reached')
      proxy.cutAt(Number.POSITIVE_INFINITY)
      await applied()
      // The last one before the end was made, and its answer lost.
      expect(proxy.changes).to.equal(4)
      expect((await policy('plan')).exitCode).to.equal(0)
    })

    it('are imported as far as Keycloak can be asked, and the rest when it is back', async () => {
      writeFileSync(join(folder, 'policies.yaml'), 'rules: [{ where: "*", policy: { requirement: required } }]')
      const importing = () => policy('import', 'policies.yaml', '--yes')
      let answered = 0
      for (let imported = false; !imported; ) {
        answered += 3
        proxy.cutAfter(answered)
        const { exitCode, out, err } = await importing()
        imported = exitCode === 0
        if (imported) break
        expect(exitCode, `after ${answered}`).to.equal(1)
        expect(out + err, `after ${answered}`)
          .to.contain('cannot be reached')
          .and.not.match(/^ +at /m)
      }
      expect(answered).to.be.above(3)
      proxy.cutAt(Number.POSITIVE_INFINITY)
      expect((await policy('import', 'policies.yaml', '--plan')).exitCode).to.equal(0)
      for (const name of NAMES) expect((await saved(name)).requirement).to.equal('required')
    })

    it('tell of people that the list is not whole where Keycloak goes away in the middle', async () => {
      const keycloak = await realm.administrator()
      for (const name of ['ann', 'bea']) {
        const { id } = await keycloak.users.create({ username: name, enabled: true })
        await keycloak.organizations.addMember({ orgId: idOf('acme'), userId: id })
      }
      const coverage = () => commandLine(folder, ['report', 'coverage', '--tenant', idOf('acme'), '--people', '--json'])
      const whole = await coverage()
      expect([whole.exitCode, whole.out.trim().split('\n').length]).to.deep.equal([0, 2])
      // The tenant is found, and its members are not told any more.
      proxy.cutAfter(1)
      const { exitCode, out } = await coverage()
      expect(exitCode).to.equal(1)
      expect(JSON.parse(out.trim().split('\n').at(-1) ?? '').error.code).to.equal('ERR_2FA_DIRECTORY')
    })

    it('stay in step by themselves inside an application, which turns nothing off', async () => {
      await change('acme', samplePolicy())
      await change('birch', samplePolicy())
      await applied()
      await edit('acme', { [REQUIREMENT]: ['off'] })
      await edit('birch', { [REQUIREMENT]: ['required'] })
      const events: TwoFactorEvent[] = []
      const application = { login: () => undefined, signIn: '/login', signOut: '/logout', mailer: testMailer() }
      const given = { ...options(), ...application, onEvent: (event: TwoFactorEvent) => void events.push(event) }
      const running = createTwoFactor(given).start({ policies: '10s' })
      while (events.length === 0) await delay(50)
      await running.stop()
      expect(events).to.deep.equal([{ kind: 'policies-synchronized', settled: 1, waiting: 1, missing: 0, failed: 0 }])
      await given.store.close()
      expect((await saved('acme')).requirement).to.equal('optional')
      expect((await saved('birch')).requirement).to.equal('required')
    })

    it('name the role that is missing', async () => {
      await change('acme', samplePolicy())
      const reading = await realm.account(['view-users', 'view-organizations'])
      const own = createOperations(options(keycloakDirectory({ url: proxy.url, realm: realm.name, ...reading })))
      const plan = await own.policies.plan()
      const [outcome] = await own.policies.apply(plan).finally(() => own.close())
      expect(outcome).to.include({ outcome: 'failed' })
      expect(outcome?.error).to.contain('not change organizations').and.contain('"manage-organizations"')
    })
  })
}
