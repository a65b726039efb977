import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import KcAdminClient from '@keycloak/keycloak-admin-client'
import { expect } from 'chai'
import { requirePart } from '../../dev/parts.js'
import { keycloakDirectory } from '../../src/keycloak/index.js'
import { readManifest } from '../../src/manifest.js'
import { commandLine } from '../cli/command-line.js'
import { type CountingProxy, countingProxy } from './counting-proxy.js'
import { type OwnRealm, ownRealm } from './realm-of-its-own.js'

const url = requirePart('keycloak')
const root = join(import.meta.dirname, '..', '..')
const RUNTIME = { clientId: 'two-factor-runtime', clientSecret: 'runtime-secret' }

if (url !== undefined) {
  describe('install and uninstall, on a real Keycloak', function () {
    this.timeout(180_000)
    let realm: OwnRealm
    let proxy: CountingProxy
    let folder: string
    let environment: Record<string, string>
    const manifest = readManifest()

    before(async () => {
      realm = await ownRealm(url)
      proxy = await countingProxy(url)
      folder = mkdtempSync(join(tmpdir(), 'two-factor-install-'))
      environment = asEnvironment(await realm.account(manifest.serviceAccounts.installer.roles))
      writeConfig()
    })
    after(async () => {
      await proxy.close()
      await realm.remove()
      rmSync(folder, { recursive: true, force: true })
    })
    beforeEach(() => proxy.cutAt(Number.POSITIVE_INFINITY))

    const writeConfig = (changes: Record<string, unknown> = {}, file = 'two-factor.config.js') => {
      const options = {
        name: 'Portal',
        url: 'https://portal.example/two-factor',
        signIn: '/login',
        secretKeys: [{ id: '1', key: Buffer.alloc(32, 1).toString('base64') }],
        clientIds: ['portal'],
        ...changes,
      }
      const directory = { url: proxy.url, realm: realm.name, ...RUNTIME }
      writeFileSync(join(folder, 'package.json'), '{"type":"module"}')
      writeFileSync(
        join(folder, file),
        `import { keycloakDirectory } from ${JSON.stringify(join(root, 'src/keycloak/index.ts'))}
         import { sqliteStore } from ${JSON.stringify(join(root, 'src/typeorm/index.ts'))}
         export default { ...${JSON.stringify(options)}, directory: keycloakDirectory(${JSON.stringify(directory)}),
           get store() { return sqliteStore('two-factor.db') } }`,
      )
    }
    const run = (...argv: string[]) => commandLine(folder, argv, { environment })
    const json = async (...argv: string[]) => {
      const { exitCode, out } = await run(...argv, '--json')
      return { exitCode, ...JSON.parse(out) }
    }

    it('plans, changes nothing by that, applies, and is in sync then', async () => {
      const before = await snapshot(realm)
      const planned = await json('install', '--client', 'portal', 'mobile', '--plan')
      expect(planned.exitCode).to.equal(3)
      expect(planned.steps.map(({ kind }: { kind: string }) => kind)).to.deep.equal([
        'create-client-scope',
        'create-service-account',
        'grant-roles',
        'withdraw-realm-role',
        'assign-client-scope',
        'change-client',
        'assign-client-scope',
      ])
      expect(await snapshot(realm)).to.deep.equal(before)
      const refused = await run('install', '--client', 'portal', 'mobile')
      expect([refused.exitCode, refused.err.includes('give --yes')]).to.deep.equal([2, true])
      expect(await snapshot(realm)).to.deep.equal(before)

      const applied = await run('install', '--client', 'portal', 'mobile', '--yes')
      expect(applied).to.include({ exitCode: 0 })
      expect(applied.out).to.contain('+ client scope "two-factor"').and.not.to.contain(RUNTIME.clientSecret)
      for (let once = 0; once < 2; once++) {
        const again = await json('install', '--client', 'portal', 'mobile', once === 0 ? '--plan' : '--yes')
        expect(again).to.deep.equal({ exitCode: 0, done: false, steps: [], obstacles: [] })
      }
      expect(proxy.changes).to.be.above(0)
      expect((await json('uninstall', '--yes')).exitCode).to.equal(0)
      expect(await snapshot(realm)).to.deep.equal(before)
      expect((await json('uninstall', '--plan')).exitCode).to.equal(0)
    })

    it('makes an account that can do what the library needs, and no more', async () => {
      await run('install', '--yes')
      const directory = keycloakDirectory({ url, realm: realm.name, ...RUNTIME })
      expect(await directory.tenants({ first: 0, max: 10 })).to.deep.equal([])
      expect(await directory.count(null)).to.be.a('number')
      const can = await reach(url, realm.name, RUNTIME)
      expect(can).to.deep.equal({
        'read people': true,
        'read clients': false,
        'make a client': false,
        'make a client scope': false,
        'make a realm role': false,
        'change the realm': false,
        'read identity providers': true,
        'read events': false,
        'make an organization': false,
        'give itself a role': false,
      })
      await run('uninstall', '--yes')
    })

    it('is run by an account that can not change the realm, its roles or its organizations', async () => {
      const account = { clientId: environment.TWO_FACTOR_INSTALLER_CLIENT_ID ?? '', clientSecret: '' }
      expect(await reach(url, realm.name, { ...account, clientSecret: account.clientId })).to.include({
        'make a client scope': true,
        'make a realm role': false,
        'change the realm': false,
        'read identity providers': true,
        'read events': false,
        'make an organization': false,
        'give itself a role': false,
      })
    })

    for (const role of manifest.serviceAccounts.installer.roles) {
      it(`says so where the account lacks the role ${role}, and goes on once it has it`, async () => {
        const before = await snapshot(realm)
        const others = manifest.serviceAccounts.installer.roles.filter((one) => one !== role)
        const lacking = asEnvironment(await realm.account(others))
        const { exitCode, err } = await commandLine(folder, ['install', '--yes'], { environment: lacking })
        expect([exitCode, err]).to.satisfy(([code, text]: [number, string]) => code === 1 && text.includes(`"${role}"`))
        expect((await run('install', '--yes')).exitCode).to.equal(0)
        expect((await json('install', '--plan')).exitCode).to.equal(0)
        await run('uninstall', '--yes')
        expect(await snapshot(realm)).to.deep.equal(before)
      })
    }

    it('says which variables are missing, and what Keycloak does not take of them', async () => {
      const none = await commandLine(folder, ['install', '--plan'], { environment: {} })
      expect([none.exitCode, none.err.includes('TWO_FACTOR_INSTALLER_CLIENT_SECRET')]).to.deep.equal([2, true])
      const wrong = { ...environment, TWO_FACTOR_INSTALLER_CLIENT_SECRET: 'wrong' }
      const refused = await commandLine(folder, ['uninstall', '--plan'], { environment: wrong })
      expect([refused.exitCode, refused.err.includes('refuses the client')]).to.deep.equal([1, true])
      const elsewhere = keycloakDirectory({ url, realm: 'nowhere', ...RUNTIME })
      const { message } = await elsewhere.count(null).then(Object, (error) => error)
      expect(message).to.contain('has no realm "nowhere"')
    })

    it('ends with 2 for arguments that are wrong, and 1 for a client that is not there', async () => {
      const codes: number[] = []
      for (const argv of [['--nonsense'], ['--client'], ['--client', 'portal', '--post-logout', 'nowhere']]) {
        codes.push((await run('install', '--plan', ...argv)).exitCode)
      }
      codes.push((await run('uninstall', 'portal')).exitCode)
      expect(codes).to.deep.equal([2, 2, 2, 2])
      const before = await snapshot(realm)
      const { exitCode, out } = await run('install', '--client', 'portal', 'nobody', '--yes')
      expect([exitCode, out.includes('! the client "nobody"')]).to.deep.equal([1, true])
      expect(await snapshot(realm)).to.deep.equal(before)
    })

    it('leaves alone what somebody else has made under its names, until it is told to take it over', async () => {
      const keycloak = await realm.administrator()
      const { id } = await keycloak.clientScopes.create({ name: 'two-factor', protocol: 'openid-connect' })
      const before = await snapshot(realm)
      const { exitCode, obstacles } = await json('install', '--yes')
      expect([exitCode, obstacles.length]).to.deep.equal([1, 1])
      expect((await json('uninstall', '--yes')).steps).to.deep.equal([])
      expect(await snapshot(realm)).to.deep.equal(before)
      expect((await run('install', '--adopt', '--yes')).exitCode).to.equal(0)
      expect((await keycloak.clientScopes.findOne({ id }))?.protocolMappers).to.have.length(
        manifest.keycloakObjects.clientScopes[0]?.protocolMappers.length ?? 0,
      )
      await run('uninstall', '--yes')
    })

    it('takes over an account and an address for logout that somebody has set up by hand', async () => {
      const keycloak = await realm.administrator()
      const { id: portal = '' } = (await keycloak.clients.find({ clientId: 'portal' }))[0] ?? {}
      await keycloak.clients.create({
        clientId: RUNTIME.clientId,
        serviceAccountsEnabled: true,
        standardFlowEnabled: false,
      })
      const attributes = { 'backchannel.logout.url': 'https://other.example/logout' }
      await keycloak.clients.update({ id: portal }, { clientId: 'portal', attributes })
      const { exitCode, obstacles } = await json('install', '--yes')
      expect([exitCode, obstacles.length]).to.deep.equal([1, 2])
      expect((await run('install', '--adopt', '--yes')).exitCode).to.equal(0)
      expect((await json('install', '--plan')).exitCode).to.equal(0)
      expect((await reach(url, realm.name, RUNTIME))['read people']).to.equal(true)
      await run('uninstall', '--yes')
      expect((await json('uninstall', '--plan')).exitCode).to.equal(0)
    })

    it('repairs what somebody has broken of it', async () => {
      await run('install', '--yes')
      const whole = await snapshot(realm)
      const keycloak = await realm.administrator()
      const scope = await keycloak.clientScopes.findOneByName({ name: 'two-factor' })
      const [first, second] = scope?.protocolMappers ?? []
      await keycloak.clientScopes.delProtocolMapper({ id: scope?.id ?? '', mapperId: first?.id ?? '' })
      const off = { ...second, config: { ...second?.config, 'id.token.claim': 'false' } }
      await keycloak.clientScopes.updateProtocolMapper({ id: scope?.id ?? '', mapperId: second?.id ?? '' }, off)
      const [runtime] = await keycloak.clients.find({ clientId: RUNTIME.clientId })
      await keycloak.clients.update({ id: runtime?.id ?? '' }, { clientId: RUNTIME.clientId, secret: 'another' })
      const [portal] = await keycloak.clients.find({ clientId: 'portal' })
      await keycloak.clients.delDefaultClientScope({ id: portal?.id ?? '', clientScopeId: scope?.id ?? '' })
      await keycloak.clients.addOptionalClientScope({ id: portal?.id ?? '', clientScopeId: scope?.id ?? '' })
      expect((await json('install', '--plan')).exitCode).to.equal(3)
      expect((await run('install', '--yes')).exitCode).to.equal(0)
      expect(await snapshot(realm)).to.deep.equal(whole)
      await run('uninstall', '--yes')
    })

    it('makes the realm roles that options name, by an account that may, and removes those alone', async () => {
      const keycloak = await realm.administrator()
      await keycloak.roles.create({ name: 'tenant-administrator' })
      const before = await snapshot(realm)
      writeConfig(
        { operators: { realmRoles: ['operator'] }, tenantAdministrators: { realmRoles: ['tenant-administrator'] } },
        'roles.js',
      )
      const refused = await run('install', '--yes', '-c', 'roles.js')
      expect([refused.exitCode, refused.err.includes('"manage-realm"')]).to.deep.equal([1, true])
      const roles = [...manifest.serviceAccounts.installer.roles, 'manage-realm']
      const able = asEnvironment(await realm.account(roles))
      const done = await commandLine(folder, ['install', '--yes', '-c', 'roles.js'], { environment: able })
      expect(done.exitCode).to.equal(0)
      expect((await snapshot(realm)).roles).to.deep.include({
        name: 'operator',
        attributes: { 'two-factor.owner': ['keycloak-two-factor'] },
      })
      const installed = await snapshot(realm)
      const unable = await run('uninstall', '--yes', '-c', 'roles.js')
      expect([unable.exitCode, unable.err.includes('"manage-realm"')]).to.deep.equal([1, true])
      expect(await snapshot(realm), 'nothing was taken apart').to.deep.equal(installed)
      await commandLine(folder, ['uninstall', '--yes'], { environment: able })
      expect((await snapshot(realm)).roles).to.deep.equal(before.roles)
    })

    it('lets the account write policies into organizations where it is told to, by an account that may', async () => {
      const refused = await run('install', '--policy-sync', '--yes')
      expect([refused.exitCode, refused.err.includes('"manage-organizations"')]).to.deep.equal([1, true])
      const roles = [...manifest.serviceAccounts.installer.roles, 'manage-organizations']
      const able = asEnvironment(await realm.account(roles))
      await commandLine(folder, ['install', '--policy-sync', '--yes'], { environment: able })
      expect((await reach(url, realm.name, RUNTIME))['make an organization']).to.equal(true)
      expect((await json('install', '--plan')).exitCode).to.equal(0)
      await run('uninstall', '--yes')
    })

    it('ends in the same state where two run at once, one of which may be told to run again', async () => {
      await run('install', '--yes')
      const whole = await snapshot(realm)
      await run('uninstall', '--yes')
      const ended = await Promise.all([run('install', '--yes'), run('install', '--yes')])
      for (const { exitCode, err } of ended) if (exitCode !== 0) expect(err).to.contain('Run this')
      expect((await run('install', '--yes')).exitCode).to.equal(0)
      expect(await snapshot(realm)).to.deep.equal(whole)
      await run('uninstall', '--yes')
    })

    describe('ended anywhere, and run again', () => {
      it('ends in the same state, whichever answer of Keycloak was the last', async () => {
        const before = await snapshot(realm)
        await run('install', '--yes')
        const whole = await snapshot(realm)
        const { changes } = proxy
        expect(changes).to.be.above(4)
        await run('uninstall', '--yes')
        for (let cut = 0; cut <= changes; cut++) {
          proxy.cutAt(cut)
          const { exitCode, err } = await run('install', '--yes')
          expect([exitCode, err], `cut at ${cut}`).to.satisfy(
            ([code, text]: [number, string]) => code === 1 && text.includes('cannot be reached'),
          )
          proxy.cutAt(Number.POSITIVE_INFINITY)
          expect((await run('install', '--yes')).exitCode).to.equal(0)
          expect(await snapshot(realm), `cut at ${cut}`).to.deep.equal(whole)
          proxy.cutAt(cut)
          await run('uninstall', '--yes')
          proxy.cutAt(Number.POSITIVE_INFINITY)
          expect((await run('uninstall', '--yes')).exitCode).to.equal(0)
          expect(await snapshot(realm), `cut at ${cut}`).to.deep.equal(before)
        }
      })

      /** Kills the process of a command line once Keycloak has made so many changes. */
      async function killedAt(made: number, ...argv: string[]) {
        const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href
        const child = spawn(process.execPath, ['--import', tsx, join(root, 'src/cli/bin.ts'), ...argv], {
          cwd: folder,
          env: { ...process.env, ...environment },
          stdio: 'ignore',
        })
        proxy.cutAt(made, () => child.kill('SIGKILL'))
        const [, signal] = await once(child, 'exit')
        expect(signal).to.equal('SIGKILL')
        proxy.cutAt(Number.POSITIVE_INFINITY)
      }

      for (const made of [1, 2]) {
        it(`leaves nothing behind after uninstall was killed at change ${made}`, async () => {
          const before = await snapshot(realm)
          await run('install', '--yes')
          await killedAt(made, 'uninstall', '--yes')
          expect((await json('uninstall', '--plan')).exitCode).to.equal(3)
          expect((await run('uninstall', '--yes')).exitCode).to.equal(0)
          expect(await snapshot(realm)).to.deep.equal(before)
        })
      }

      for (const made of [1, 3, 5]) {
        it(`ends in the same state after the process was killed at change ${made}`, async () => {
          await run('install', '--yes')
          const whole = await snapshot(realm)
          await run('uninstall', '--yes')
          await killedAt(made, 'install', '--yes')
          expect((await json('install', '--plan')).exitCode).to.equal(3)
          expect((await run('install', '--yes')).exitCode).to.equal(0)
          expect(await snapshot(realm)).to.deep.equal(whole)
          await run('uninstall', '--yes')
        })
      }
    })
  })
}

const asEnvironment = ({ clientId, clientSecret }: { clientId: string; clientSecret: string }) => ({
  TWO_FACTOR_INSTALLER_CLIENT_ID: clientId,
  TWO_FACTOR_INSTALLER_CLIENT_SECRET: clientSecret,
})

/** The realm's settings without Keycloak's own ids; accounts of these tests and what service accounts hold apart. */
async function snapshot(realm: OwnRealm) {
  const keycloak = await realm.administrator()
  const clients = await keycloak.clients.find()
  const [runtime] = clients.filter(({ clientId }) => clientId === RUNTIME.clientId)
  const account = runtime && (await keycloak.clients.getServiceAccountUser({ id: runtime.id ?? '' }))
  const held = account && (await keycloak.users.listRoleMappings({ id: account.id ?? '' }))
  const { attributes, ...settings } = (await keycloak.realms.findOne({ realm: realm.name })) ?? {}
  return withoutIds({
    settings,
    attributes,
    clients: clients.filter(({ clientId }) => !clientId?.startsWith('account-')).map(sorted),
    scopes: (await keycloak.clientScopes.find()).map(sorted),
    roles: (await keycloak.roles.find({ briefRepresentation: false })).map(({ name, attributes: of }) => ({
      name,
      attributes: of,
    })),
    held: {
      realm: held?.realmMappings?.map(({ name }) => name),
      management: held?.clientMappings?.['realm-management']?.mappings.map(({ name }: { name: string }) => name).sort(),
    },
  })
}

const LISTS = ['defaultClientScopes', 'optionalClientScopes', 'protocolMappers']

function sorted(given: object): Record<string, unknown> {
  const entries = Object.entries(given).map(([name, value]) => [
    name,
    LISTS.includes(name) ? [...value].sort((one, other) => (nameOf(one) < nameOf(other) ? -1 : 1)) : value,
  ])
  return Object.fromEntries(entries)
}

const nameOf = (one: string | { name: string }) => (typeof one === 'string' ? one : one.name)

interface Snapshot {
  readonly roles: readonly object[]
}

const withoutIds = (value: object): Snapshot =>
  JSON.parse(
    JSON.stringify(value, (name, one) => (name === 'id' || name === 'containerId' ? undefined : one)),
    (_, one) =>
      Array.isArray(one) && one.every((each) => typeof each?.clientId === 'string' || typeof each?.name === 'string')
        ? one.sort((a, b) => ((a.clientId ?? a.name) < (b.clientId ?? b.name) ? -1 : 1))
        : one,
  )

/** What an account reaches of a realm, each tried; what was made is removed by the administrator's realm. */
async function reach(url: string, realmName: string, account: { clientId: string; clientSecret: string }) {
  const keycloak = new KcAdminClient({ baseUrl: url, realmName })
  await keycloak.auth({ grantType: 'client_credentials', ...account })
  const own = async () => {
    const { sub } = JSON.parse(Buffer.from(keycloak.accessToken?.split('.')[1] ?? '', 'base64url').toString())
    await keycloak.users.listAvailableRealmRoleMappings({ id: sub })
    const admin = new KcAdminClient({ baseUrl: url })
    await admin.auth({ grantType: 'password', clientId: 'admin-cli', username: 'admin', password: 'admin' })
    admin.setConfig({ realmName })
    const clientUniqueId = (await admin.clients.find({ clientId: 'realm-management' }))[0]?.id ?? ''
    const role = await admin.clients.findRole({ id: clientUniqueId, roleName: 'realm-admin' })
    await keycloak.users.addClientRoleMappings({
      id: sub,
      clientUniqueId,
      roles: [{ id: role?.id ?? '', name: 'realm-admin' }],
    })
  }
  const tries: Record<string, () => Promise<unknown>> = {
    'read people': () => keycloak.users.find({ max: 1 }),
    'read clients': () => keycloak.clients.find({ max: 1 }),
    'make a client': async () => keycloak.clients.del(await keycloak.clients.create({ clientId: 'account-x' })),
    'make a client scope': async () =>
      keycloak.clientScopes.del(await keycloak.clientScopes.create({ name: 'x', protocol: 'openid-connect' })),
    'make a realm role': () => keycloak.roles.create({ name: 'x' }),
    'change the realm': () => keycloak.realms.update({ realm: realmName }, { displayName: 'x' }),
    'read identity providers': () => keycloak.identityProviders.find(),
    'read events': () => keycloak.realms.findEvents({ realm: realmName }),
    'make an organization': () =>
      keycloak.organizations.create({ name: 'x', alias: 'x', domains: [{ name: 'x.example' }] }),
    'give itself a role': own,
  }
  const can: Record<string, boolean> = {}
  for (const [what, attempt] of Object.entries(tries)) {
    can[what] = await attempt().then(
      () => true,
      (error) => {
        expect(error.response?.status, `${what}: ${error}`).to.equal(403)
        return false
      },
    )
  }
  return can
}
