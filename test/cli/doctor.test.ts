import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import type { PolicyOptions } from '../../src/index.js'
import type { RealmAdministration } from '../../src/ports/realm-admin.js'
import { type TestDirectoryContent, testDirectory } from '../../src/testing/test-directory.js'
import { memoryMirror } from '../actions/memory-mirror.js'
import { samplePerson, sampleTenant } from '../actions/policy-people.js'
import { type Configured, configured, ISSUER } from './configured.js'

const NEEDED = ['view-realm', 'view-organizations', 'view-identity-providers', 'manage-users']

describe('the command "doctor"', () => {
  let world: Configured
  let content: TestDirectoryContent
  let roles: readonly string[]
  let policies: PolicyOptions
  let clientIds: string[]
  let hasOrganizations: boolean

  const administration = {
    runtimeClientId: 'runtime',
    inspection: {
      runtimeToken: async () => ({ roles, issuedAt: Date.now() }),
      hasOrganizations: async () => hasOrganizations,
      allProviders: async () => [],
      hasOwnOtp: async () => false,
      demandsOwnOtp: async () => false,
    },
    realmAdmin: () => ({
      read: async () => ({
        ...{ clientScopes: [], realmRoles: [], defaultRole: 'default', clients: [], runtime: null },
      }),
      take: async () => {},
      version: async () => null,
      exampleIdToken: async () => ({}),
    }),
  } satisfies RealmAdministration

  const verifyLogoutToken = async () => {
    throw new Error('not asked')
  }

  beforeEach(async () => {
    content = { people: [samplePerson('ann')], tenants: [sampleTenant('acme', ['ann'])] }
    ;[roles, policies, clientIds, hasOrganizations] = [NEEDED, {}, ['portal'], true]
    world = await configured({
      url: 'http://localhost:1/two-factor',
      get policies() {
        return policies
      },
      get clientIds() {
        return clientIds
      },
      get directory() {
        return {
          ...testDirectory(content),
          ...memoryMirror(content),
          issuer: ISSUER,
          administration,
          verifyLogoutToken,
        }
      },
    } as never)
  })
  afterEach(() => world.remove())

  const installer = { TWO_FACTOR_INSTALLER_CLIENT_ID: 'installer', TWO_FACTOR_INSTALLER_CLIENT_SECRET: 'secret' }
  async function seenOf(topic: string, argv: readonly string[] = [], environment = {}) {
    const { exitCode, out } = await world.run(['doctor', '--json', ...argv], { environment })
    const examinations: readonly {
      topic: string
      findings: { level: string; what: string; cure: string }[]
      notLookedAt: string | null
    }[] = JSON.parse(out).examinations ?? []
    const { findings = [], notLookedAt = null } = examinations.find((one) => one.topic === topic) ?? {}
    return { exitCode, findings, levels: findings.map(({ level }) => level), notLookedAt }
  }

  it('warns of a realm without organizations, where people sign in all the same, and compares no policies', async () => {
    hasOrganizations = false
    const { findings, levels } = await seenOf('keycloak')
    expect(levels).to.deep.equal(['warning'])
    expect(findings[0]?.what).to.contain('no organizations')
    expect(findings[0]?.cure).to.contain('tenants: "realm"')
    const policiesSeen = await seenOf('policies')
    expect(policiesSeen.levels).to.deep.equal([])
    expect(policiesSeen.notLookedAt).to.contain('no organizations')
  })

  it('wants the account to write policies where both sides may change them, and to hold no role for what is not done', async () => {
    policies = { owner: 'shared' }
    const { findings } = await seenOf('service-account')
    expect(findings[0]).to.deep.include({ level: 'error', cure: 'Run install with --policy-sync.' })
    roles = [...NEEDED, 'manage-organizations']
    expect((await seenOf('service-account')).levels).to.deep.equal([])
    policies = { owner: 'keycloak' }
    expect((await seenOf('service-account')).levels).to.deep.equal(['warning'])
    roles = [...NEEDED, 'view-clients']
    expect((await seenOf('service-account')).levels).to.deep.equal(['warning'])
  })

  it('warns of an account that can not write policies any more where it has written them', async () => {
    expect((await seenOf('service-account')).levels).to.deep.equal([])
    writeFileSync(join(world.folder, 'policies.yaml'), 'tenants: { acme: { requirement: optional } }')
    await world.run(['policy', 'import', 'policies.yaml', '--yes'])
    await world.run(['policy', 'apply', '--yes'])
    expect((await seenOf('service-account')).levels).to.deep.equal(['warning'])
  })

  it('looks at what it can where it is not clear which clients are meant', async () => {
    clientIds = ['portal', 'payroll']
    const account = await seenOf('service-account', [], installer)
    expect(account.levels).to.deep.equal([])
    for (const topic of ['installation', 'tokens']) {
      expect((await seenOf(topic, [], installer)).notLookedAt).to.contain('--client <id>')
    }
    expect((await seenOf('installation', ['--client', 'portal'], installer)).notLookedAt).to.contain('--post-logout')
  })

  it('takes a wrong address for a mistake of whoever runs it', async () => {
    expect((await world.run(['doctor', '--post-logout', 'nonsense'])).exitCode).to.equal(2)
    clientIds = ['portal', 'payroll']
    expect((await world.run(['doctor', '--post-logout', 'nonsense'])).exitCode).to.equal(2)
  })

  it('does not guess where a logout returns to, and neither does install', async () => {
    const without = await seenOf('installation', [], installer)
    expect(without.notLookedAt).to.contain('no option "signIn"')
    const plan = await world.run(['install', '--plan'], { environment: installer })
    expect([plan.exitCode, plan.err.includes('--post-logout')]).to.deep.equal([2, true])
    const told = ['install', '--plan', '--post-logout', 'https://portal.example/']
    expect((await world.run(told, { environment: installer })).exitCode).to.equal(3)
  })
})
