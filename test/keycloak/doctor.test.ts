import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import express from 'express'
import { requirePart } from '../../dev/parts.js'
import type { Examination, Topic } from '../../src/domain/installation/finding.js'
import { createOperations, createTwoFactor, type DoctorRequest, type OperationsOptions } from '../../src/index.js'
import { keycloakDirectory } from '../../src/keycloak/index.js'
import { readManifest } from '../../src/manifest.js'
import { testClock, withTestClock } from '../../src/testing/index.js'
import { sqliteStore } from '../../src/typeorm/index.js'
import { commandLine } from '../cli/command-line.js'
import { type CountingProxy, countingProxy } from './counting-proxy.js'
import { type OwnRealm, ownRealm } from './realm-of-its-own.js'

const url = requirePart('keycloak')
const RUNTIME = { clientId: 'two-factor-runtime', clientSecret: 'runtime-secret' }

if (url !== undefined) {
  describe('doctor, on a real Keycloak', function () {
    this.timeout(120_000)
    let realm: OwnRealm
    let proxy: CountingProxy
    let folder: string
    let server: Server
    let account: { clientId: string; clientSecret: string }
    let options: OperationsOptions & { signIn: string }

    before(async () => {
      realm = await ownRealm(url)
      proxy = await countingProxy(url)
      folder = mkdtempSync(join(tmpdir(), 'two-factor-doctor-'))
      account = await realm.account([...readManifest().serviceAccounts.installer.roles, 'manage-realm'])
      const app = express()
      server = createServer(app).listen(0, '127.0.0.1')
      await once(server, 'listening')
      const origin = `http://localhost:${(server.address() as AddressInfo).port}`
      const directory = keycloakDirectory({ url: proxy.url, realm: realm.name, ...RUNTIME })
      options = {
        name: 'Portal',
        url: `${origin}/two-factor`,
        signIn: '/login',
        secretKeys: [{ id: '1', key: Buffer.alloc(32, 1).toString('base64') }],
        clientIds: ['portal'],
        directory,
        mailer: { send: async () => {} },
        // Whoever closes it gets another one.
        get store() {
          return sqliteStore(join(folder, 'two-factor.db'))
        },
      }
      const twoFactor = createTwoFactor({ ...options, login: () => undefined, signOut: '/logout' })
      app.use('/two-factor', twoFactor.router())
      app.get('/login', (_req, res) => {
        const target = new URL(`${directory.issuer}/protocol/openid-connect/auth`)
        target.searchParams.set('redirect_uri', `${origin}/login/callback`)
        res.cookie('sid', '1', { httpOnly: true, sameSite: 'lax' }).redirect(`${target}`)
      })
      const operations = createOperations(options)
      await operations.migrations.run()
      await operations.installation.install({ account }).apply()
      await operations.close()
      const keycloak = await realm.administrator()
      await keycloak.users.create({ username: 'ann', enabled: true })
    })
    after(async () => {
      server.close()
      await proxy.close()
      await realm.remove()
      rmSync(folder, { recursive: true, force: true })
    })
    afterEach(() => proxy.cutAt(Number.POSITIVE_INFINITY))

    const examine = async (request: DoctorRequest = { account }, changed: Partial<OperationsOptions> = {}) => {
      const operations = createOperations({ ...options, ...changed })
      const examinations = await operations.doctor(request).finally(() => operations.close())
      return Object.fromEntries(examinations.map((one) => [one.topic, one])) as Record<Topic, Examination>
    }
    const found = (seen: Record<Topic, Examination>) =>
      Object.values(seen).flatMap(({ topic, findings }) => findings.map(({ level }) => `${topic}: ${level}`))
    /** What is always found: the newest Keycloak that there is to test with has a hole. */
    const HOLE = 'keycloak: warning'

    it('finds nothing wrong where all is well, but the known hole of this Keycloak', async () => {
      const seen = await examine()
      expect(found(seen)).to.deep.equal([HOLE])
      expect(seen.keycloak.findings[0]?.what).to.contain('CVE-2026-94218')
      expect(Object.values(seen).filter(({ notLookedAt }) => notLookedAt !== null)).to.deep.equal([])
    })

    it('says what it could not look at without the installer’s account, and that no token shows its version', async () => {
      const seen = await examine({})
      expect(found(seen)).to.deep.equal([])
      const left = Object.values(seen).flatMap(({ topic, notLookedAt }) => (notLookedAt === null ? [] : [topic]))
      expect(left).to.deep.equal(['keycloak', 'installation', 'tokens'])
      const without = await examine({ account: await realm.account(readManifest().serviceAccounts.installer.roles) })
      expect(without.keycloak.notLookedAt).to.contain('"manage-realm"')
    })

    /** Breaks something in Keycloak, and mends it after the look. */
    async function broken(
      spoil: (keycloak: Awaited<ReturnType<OwnRealm['administrator']>>) => Promise<() => Promise<unknown>>,
    ) {
      const keycloak = await realm.administrator()
      const mend = await spoil(keycloak)
      const seen = await examine()
      await mend()
      expect(found(await examine()), 'after it was mended').to.deep.equal([HOLE])
      return seen
    }
    const idOf = async (keycloak: Awaited<ReturnType<OwnRealm['administrator']>>, clientId: string) =>
      (await keycloak.clients.find({ clientId }))[0]?.id ?? ''

    it('proves by a token that a mapper is missing', async () => {
      const seen = await broken(async (keycloak) => {
        const scope = await keycloak.clientScopes.findOneByName({ name: 'two-factor' })
        const bridge = scope?.protocolMappers?.find(({ name }) => name === 'two-factor bridge')
        await keycloak.clientScopes.delProtocolMapper({ id: scope?.id ?? '', mapperId: bridge?.id ?? '' })
        return () => keycloak.clientScopes.addProtocolMapper({ id: scope?.id ?? '' }, bridge ?? {})
      })
      expect(found(seen)).to.deep.equal([HOLE, 'installation: error', 'tokens: error'])
      expect(seen.tokens.findings[0]?.what).to.contain('two_factor_bridge')
    })

    it('proves by a token that somebody else’s mapper pretends a single sign-on', async () => {
      const seen = await broken(async (keycloak) => {
        const id = await idOf(keycloak, 'portal')
        const name = 'pretending'
        const config = { 'claim.name': 'identity_provider', 'claim.value': 'google', 'id.token.claim': 'true' }
        await keycloak.clients.addProtocolMapper(
          { id },
          { name, protocol: 'openid-connect', protocolMapper: 'oidc-hardcoded-claim-mapper', config },
        )
        return async () => {
          const mapper = (await keycloak.clients.listProtocolMappers({ id })).find((one) => one.name === name)
          await keycloak.clients.delProtocolMapper({ id, mapperId: mapper?.id ?? '' })
        }
      })
      expect(found(seen)).to.deep.equal([HOLE, 'tokens: error'])
    })

    it('misses the scope that tells when somebody signed in', async () => {
      const seen = await broken(async (keycloak) => {
        const [id, scope] = [
          await idOf(keycloak, 'portal'),
          await keycloak.clientScopes.findOneByName({ name: 'basic' }),
        ]
        const clientScopeId = scope?.id ?? ''
        await keycloak.clients.delDefaultClientScope({ id, clientScopeId })
        return () => keycloak.clients.addDefaultClientScope({ id, clientScopeId })
      })
      expect(found(seen)).to.deep.equal([HOLE, 'tokens: error'])
    })

    const roleOf = async (keycloak: Awaited<ReturnType<OwnRealm['administrator']>>, name: string) => {
      const account = await keycloak.clients.getServiceAccountUser({ id: await idOf(keycloak, RUNTIME.clientId) })
      const clientUniqueId = await idOf(keycloak, 'realm-management')
      const role = await keycloak.clients.findRole({ id: clientUniqueId, roleName: name })
      return { id: account.id ?? '', clientUniqueId, roles: [{ id: role?.id ?? '', name }] }
    }

    it('finds rights that are too few, and too many', async () => {
      const few = await broken(async (keycloak) => {
        const mapping = await roleOf(keycloak, 'view-realm')
        await keycloak.users.delClientRoleMappings(mapping)
        return () => keycloak.users.addClientRoleMappings(mapping)
      })
      expect(found(few)).to.include.members(['service-account: error', 'installation: error'])
      const many = await broken(async (keycloak) => {
        const mapping = await roleOf(keycloak, 'manage-clients')
        await keycloak.users.addClientRoleMappings(mapping)
        return () => keycloak.users.delClientRoleMappings(mapping)
      })
      expect(found(many)).to.deep.equal([HOLE, 'service-account: warning'])
      expect(many['service-account'].findings[0]?.what).to.contain('"manage-clients"')
    })

    it('finds an address after a logout that somebody has taken out', async () => {
      const seen = await broken(async (keycloak) => {
        const id = await idOf(keycloak, 'portal')
        const name = 'post.logout.redirect.uris'
        const before = (await keycloak.clients.findOne({ id }))?.attributes?.[name]
        await keycloak.clients.update({ id }, { clientId: 'portal', attributes: { [name]: 'https://other.example/' } })
        return () => keycloak.clients.update({ id }, { clientId: 'portal', attributes: { [name]: before } })
      })
      expect(found(seen)).to.deep.equal([HOLE, 'installation: warning'])
      expect(seen.installation.findings[0]?.what).to.contain('post.logout.redirect.uris')
    })

    it('counts people with an OTP of Keycloak’s own, and sees where everybody new must have one', async () => {
      const seen = await broken(async (keycloak) => {
        const { id } = await keycloak.users.create({
          username: 'otto',
          enabled: true,
          credentials: [
            {
              type: 'otp',
              secretData: JSON.stringify({ value: 'twenty-bytes-of-secret' }),
              credentialData: JSON.stringify({
                subType: 'totp',
                digits: 6,
                period: 30,
                counter: 0,
                algorithm: 'HmacSHA1',
              }),
            },
          ],
        })
        const alias = 'CONFIGURE_TOTP'
        const action = await keycloak.authenticationManagement.getRequiredActionForAlias({ alias })
        await keycloak.authenticationManagement.updateRequiredAction({ alias }, { ...action, defaultAction: true })
        return async () => {
          await keycloak.users.del({ id })
          await keycloak.authenticationManagement.updateRequiredAction({ alias }, { ...action, defaultAction: false })
        }
      })
      expect(found(seen)).to.deep.equal([HOLE, 'own-otp: warning', 'own-otp: warning'])
      expect(seen['own-otp'].findings[0]?.what).to.contain('1 of 2')
      expect((await examine({ people: 1 }))['own-otp'].notes[0]).to.contain('first 1 people')
    })

    it('finds a provider that a policy names and the realm does not have, and says of each who is asked', async () => {
      const keycloak = await realm.administrator()
      await keycloak.identityProviders.create({ alias: 'google', providerId: 'google', enabled: true, config: {} })
      const { id } = await keycloak.organizations.create({
        name: 'acme',
        alias: 'acme',
        domains: [{ name: 'acme.example' }],
      })
      const operations = createOperations(options)
      const { policy, version } = await operations.policies.show(id)
      const sso = { ...policy.sso, providers: { gogle: 'bypass' as const } }
      await operations.policies.change(id, { ...policy, sso }, { version })
      await operations.close()
      const seen = await examine()
      expect(found(seen)).to.deep.equal([HOLE, 'identity-providers: warning'])
      expect(seen['identity-providers'].findings[0]?.what).to.contain('"gogle"')
      expect(seen['identity-providers'].notes).to.deep.equal(['google: who comes by it is asked for a code.'])
      await keycloak.identityProviders.del({ alias: 'google' })
      await keycloak.organizations.delById({ id })
    })

    it('finds a tenant whose attribute means nothing, and one whose organization is gone', async () => {
      const keycloak = await realm.administrator()
      const { id } = await keycloak.organizations.create({
        name: 'birch',
        alias: 'birch',
        domains: [{ name: 'birch.example' }],
        attributes: { 'two-factor.requirement': ['sometimes'] },
      })
      const seen = await examine()
      await keycloak.organizations.delById({ id })
      const [invalid, gone] = seen.policies.findings.map(({ what }) => what)
      expect(invalid).to.match(/"birch".*requirement is invalid/)
      expect(gone).to.match(/^1 tenants have a policy, and no organization/)
    })

    it('warns where organizations are switched off in the realm', async () => {
      const keycloak = await realm.administrator()
      await keycloak.realms.update({ realm: realm.name }, { organizationsEnabled: false })
      const seen = await examine()
      await keycloak.realms.update({ realm: realm.name }, { organizationsEnabled: true })
      expect(seen.keycloak.findings.map(({ level }) => level))
        .to.include('warning')
        .and.not.include('error')
      expect(seen.keycloak.findings.map(({ what }) => what).join()).to.contain('no organizations in this realm')
      expect(seen.policies.findings).to.deep.equal([])
    })

    it('finds clocks that are apart, an application that is not there, and mails that go nowhere', async () => {
      const clock = testClock()
      clock.advance(60_000)
      const late = createOperations(withTestClock({ ...options, login: () => undefined, signOut: '/logout' }, clock))
      const seen = await late.doctor({}).finally(() => late.close())
      expect(seen.find(({ topic }) => topic === 'clocks')?.findings.map(({ level }) => level)).to.deep.equal([
        'error',
        'error',
      ])
      const away = await examine({}, { url: 'http://localhost:1/two-factor' })
      expect(away.application.findings.map(({ level }) => level)).to.deep.equal(['warning'])
      const elsewhere = await examine({}, { url: options.url.replace('/two-factor', '/elsewhere') })
      expect(elsewhere.application.findings.map(({ level }) => level)).to.deep.equal(['error'])
      const sent: string[] = []
      const mailer = { send: async ({ to }: { to: string }) => void sent.push(to) }
      const told = await examine({ sendMailTo: 'me@example.example', sendSmsTo: '+819012345678' }, { mailer })
      expect(sent).to.deep.equal(['me@example.example'])
      expect(told.messages.findings.map(({ cure }) => cure.includes('"sms"'))).to.deep.equal([true])
      expect(told.messages.notes[0]).to.contain('Look whether it has arrived')
    })

    it('says that Keycloak has gone away in the middle, wherever that is, and goes through to the end', async () => {
      for (let answers = 1; answers < 20; answers += 3) {
        proxy.cutAfter(answers)
        const seen = await examine()
        expect(
          found(seen).filter((one) => one.endsWith('error')),
          `after ${answers}`,
        ).to.have.length(1)
        expect(Object.keys(seen)).to.have.length(12)
        proxy.cutAt(Number.POSITIVE_INFINITY)
      }
    })

    it('says once that Keycloak is away, and looks at the rest', async () => {
      proxy.cutAt(0)
      const seen = await examine()
      expect(found(seen)).to.deep.equal(['keycloak: error'])
      expect(seen.keycloak.findings[0]?.what).to.contain('cannot be reached')
      expect(seen.tokens.notLookedAt).to.equal('For the same reason as "keycloak".')
      expect(seen.application.findings).to.deep.equal([])
    })

    describe('as a command', () => {
      const run = (argv: readonly string[]) => {
        // The file takes what can't be written into it from the test that made it.
        Reflect.set(globalThis, Symbol.for(folder), options)
        writeFileSync(join(folder, 'package.json'), '{}')
        writeFileSync(
          join(folder, 'two-factor.config.js'),
          `module.exports = globalThis[Symbol.for(${JSON.stringify(folder)})]`,
        )
        const environment = {
          TWO_FACTOR_INSTALLER_CLIENT_ID: account.clientId,
          TWO_FACTOR_INSTALLER_CLIENT_SECRET: account.clientSecret,
        }
        return commandLine(folder, argv, { environment })
      }

      it('ends with 3 for what should be seen to, 1 for an error, and 2 for bad input', async () => {
        const seen = await run(['doctor'])
        expect(seen.exitCode).to.equal(3)
        expect(seen.out)
          .to.match(/^Keycloak\n {2}WARNING {2}Keycloak 26.* CVE-2026-94218/m)
          .and.contain('    → Update')
        expect(seen.out).to.contain('the tokens of the clients: well').and.not.to.contain(account.clientSecret)
        expect((await run(['doctor', '--people', 'many'])).exitCode).to.equal(2)
        expect((await run(['doctor', '--nonsense'])).exitCode).to.equal(2)
        proxy.cutAt(0)
        const { exitCode, out } = await run(['doctor', '--json'])
        expect(exitCode).to.equal(1)
        expect(JSON.parse(out), out).to.include({ findings: 1 })
      })
    })
  })
}
