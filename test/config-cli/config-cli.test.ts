import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { importByConfigCli, type StatedOrganization } from '../../dev/config-cli.js'
import { requirePart } from '../../dev/parts.js'
import { attributesOf } from '../../src/domain/policy-sync/settings.js'
import { createOperations, type Operations } from '../../src/index.js'
import { keycloakDirectory } from '../../src/keycloak/index.js'
import { sqliteStore } from '../../src/typeorm/index.js'
import { samplePolicy } from '../actions/policy-people.js'
import { type CountingProxy, countingProxy } from '../keycloak/counting-proxy.js'
import { type OwnRealm, ownRealm } from '../keycloak/realm-of-its-own.js'

const url = requirePart('keycloak')
const jar = requirePart('config-cli')
const NAMES = ['acme', 'birch', 'cedar']
const ROLES = ['view-users', 'view-organizations', 'view-identity-providers', 'manage-organizations']

if (url !== undefined && jar !== undefined) {
  describe('policies in step beside keycloak-config-cli', function () {
    this.timeout(300_000)
    let realm: OwnRealm
    let proxy: CountingProxy
    let folder: string
    let operations: Operations
    let account: { clientId: string; clientSecret: string }

    before(async () => {
      realm = await ownRealm(url)
      proxy = await countingProxy(url)
      account = await realm.account(ROLES)
    })
    after(async () => {
      await proxy.close()
      await realm.remove()
    })
    beforeEach(() => {
      folder = mkdtempSync(join(tmpdir(), 'two-factor-config-cli-'))
    })
    afterEach(async () => {
      await operations.close()
      rmSync(folder, { recursive: true, force: true })
      const { organizations } = await realm.administrator()
      for (const { id = '' } of await organizations.find({ max: 100 })) await organizations.delById({ id })
    })

    const own = async (owner: 'application' | 'keycloak' | 'shared') => {
      operations = createOperations({
        name: 'Portal',
        url: 'https://portal.example/two-factor',
        secretKeys: [{ id: '1', key: Buffer.alloc(32, 1).toString('base64') }],
        policies: { owner },
        directory: keycloakDirectory({ url: proxy.url, realm: realm.name, ...account }),
        store: sqliteStore(join(folder, 'two-factor.db')),
      })
      await operations.migrations.run()
    }
    const stated = (attributes?: StatedOrganization['attributes'], description = 'as the file says') =>
      NAMES.map((alias) => ({
        ...{ alias, name: `${alias} Ltd.`, description },
        domains: [{ name: `${alias}.example`, verified: true }],
        ...(attributes && { attributes }),
      }))
    const configCli = (organizations: readonly StatedOrganization[]) =>
      importByConfigCli(jar, proxy.url, join(folder, 'realm.yaml'), { realm: realm.name, organizations })
    const found = async () => {
      const { organizations } = await realm.administrator()
      const all = await organizations.find({ max: 100 })
      return Promise.all(all.map(({ id = '' }) => organizations.findOne({ id })))
    }
    const apply = async () => {
      proxy.cutAt(Number.POSITIVE_INFINITY)
      const outcomes = await operations.policies.apply(await operations.policies.plan())
      return { outcomes, changes: proxy.changes }
    }
    const differing = async () => (await operations.policies.plan()).differing

    it('stay as the application has them, where the file names no attributes', async () => {
      await own('application')
      await configCli(stated())
      const policy = samplePolicy({ requirement: 'required', trustedDevices: { days: 30 } })
      for (const { id = '' } of await found()) {
        const { version } = await operations.policies.show(id)
        await operations.policies.change(id, policy, { version })
      }
      expect((await apply()).changes).to.equal(NAMES.length)
      const ours = attributesOf(policy)
      for (const round of ['first', 'second']) {
        await configCli(stated(undefined, `${round} round`))
        for (const { description, attributes } of await found()) {
          expect(description).to.equal(`${round} round`)
          for (const [name, values] of Object.entries(ours))
            expect(attributes?.[name], name).to.have.members([...values])
        }
        expect(await differing()).to.deep.equal([])
        expect((await apply()).changes).to.equal(0)
      }
    })

    it('follow the file, where Keycloak owns them and the file names all attributes', async () => {
      await own('keycloak')
      for (const days of ['30', '60']) {
        const attributes = {
          plan: ['business'],
          ...{ 'two-factor.requirement': ['required'], 'two-factor.methods': ['totp', 'email'] },
          'two-factor.trusted-devices.days': [days],
        }
        await configCli(stated(attributes))
        expect((await differing()).map(({ tenant }) => tenant.alias)).to.have.members(NAMES)
        expect((await apply()).changes).to.equal(0)
        for (const { id = '' } of await found()) {
          const { policy } = await operations.policies.show(id)
          expect(policy).to.deep.include({ requirement: 'required', trustedDevices: { days: Number(days) } })
          expect(policy.methods).to.have.members(['totp', 'email'])
        }
        await configCli(stated(attributes))
        for (const organization of await found())
          expect(organization.attributes).to.deep.include({ plan: ['business'] })
        expect(await differing()).to.deep.equal([])
      }
    })

    it('are told to be missing, and stay what they are for people, where both own them and the file leaves them out', async () => {
      await own('shared')
      await configCli(stated())
      for (const { id = '' } of await found()) {
        const { version } = await operations.policies.show(id)
        await operations.policies.change(id, samplePolicy({ requirement: 'required' }), { version })
      }
      await apply()
      await configCli(stated({ plan: ['business'] }))
      const states = (await differing()).flatMap(({ settings }) => settings.map(({ state }) => state))
      expect(new Set(states)).to.deep.equal(new Set(['missing']))
      for (const { id = '' } of await found())
        expect((await operations.policies.show(id)).policy.requirement).to.equal('required')
    })
  })
}
