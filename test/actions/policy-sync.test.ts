import { expect } from 'chai'
import { lossesOf, type SyncApplication } from '../../src/actions/policy-sync/apply-each.js'
import { applySync } from '../../src/actions/policy-sync/apply-sync.js'
import { planSync, type SyncPorts, type SyncWork } from '../../src/actions/policy-sync/plan-sync.js'
import { syncUnattended } from '../../src/actions/policy-sync/sync-unattended.js'
import { changePolicy } from '../../src/actions/tenant-policy/change-policy.js'
import { askEntitlements } from '../../src/actions/tenant-policy/entitlements.js'
import { readPolicy } from '../../src/actions/tenant-policy/read-policy.js'
import { attributesOf } from '../../src/domain/policy-sync/settings.js'
import type { PolicyOwner } from '../../src/domain/policy-sync/settle-settings.js'
import { EVERYTHING, type TenantPolicy } from '../../src/domain/tenant-policy/tenant-policy.js'
import { TwoFactorError } from '../../src/errors.js'
import { type TestDirectoryContent, testDirectory } from '../../src/testing/test-directory.js'
import { memoryMirror } from './memory-mirror.js'
import { callerOf, enrol, type Ports, ports } from './people.js'
import { NOBODY_SPECIAL, samplePerson, samplePolicy, sampleTenant } from './policy-people.js'

const ISSUER = 'https://keycloak.example/realms/acme'
const TESS = { by: 'tess', origin: { browser: null, system: null, address: null } }
const DAYS = 'two-factor.trusted-devices.days'
const REQUIREMENT = 'two-factor.requirement'

describe('policies in step with Keycloak', () => {
  let given: Ports
  let content: Required<Pick<TestDirectoryContent, 'people' | 'tenants'>>
  let mirror: ReturnType<typeof memoryMirror>
  let owner: PolicyOwner
  let entitlement: typeof EVERYTHING

  const all = (): SyncPorts => ({
    ...given,
    ...NOBODY_SPECIAL,
    directory: testDirectory(content),
    newTenantPolicy: samplePolicy({ requirement: 'off' }),
    entitlements: () => entitlement,
    timeZone: 'Asia/Tokyo',
    mirror,
    policyOwner: owner,
  })
  const plan = (work?: SyncWork) => planSync(all())(ISSUER, work)
  const sync = async (application?: SyncApplication, work?: SyncWork) =>
    (await applySync(all())(ISSUER, await plan(work), application)).map(
      ({ tenant, outcome }) => `${tenant.id} ${outcome}`,
    )
  const policyOf = async (id: string) => (await readPolicy(all())(ISSUER, id)).policy
  const tenant = (id: string) => content.tenants.find((each) => each.id === id) ?? sampleTenant(id, [])
  const change = async (id: string, policy: TenantPolicy) => {
    const { version } = await readPolicy(all())(ISSUER, id)
    await changePolicy(all())(TESS, { issuer: ISSUER, tenant: tenant(id), policy, version, confirmed: null })
  }
  /** As somebody does in Keycloak's console; no values: the attribute is deleted. */
  const edit = (id: string, name: string, ...values: string[]) => {
    const { [name]: _, ...others } = tenant(id).attributes
    const attributes = values.length > 0 ? { ...others, [name]: values } : others
    content.tenants = content.tenants.map((each) => (each.id === id ? { ...each, attributes } : each))
  }
  const states = async (work?: SyncWork) =>
    (await plan(work)).differing.flatMap(({ tenant, settings }) =>
      settings.map(({ name, state, step }) => `${tenant.id} ${name.replace('two-factor.', '')} ${state} ${step}`),
    )

  beforeEach(() => {
    given = ports()
    owner = 'shared'
    entitlement = EVERYTHING
    content = {
      people: ['ann', 'bea', 'carl'].map((each) => samplePerson(each)),
      tenants: [sampleTenant('acme', ['ann', 'bea']), sampleTenant('birch', ['carl'])],
    }
    mirror = memoryMirror(content)
  })

  /** Acme has a policy, and both sides have it. */
  async function inStep(policy = samplePolicy()) {
    await change('acme', policy)
    expect(await sync()).to.deep.equal(['acme settled'])
    expect(await states()).to.deep.equal([])
  }

  it('say nothing of tenants that nobody has given a policy', async () => {
    expect(await plan()).to.deep.equal({ owner, prefer: null, tenants: 2, differing: [], missing: [], unnoted: [] })
  })

  it('are compared for every tenant once, in the order of Keycloak, however many there are', async () => {
    for (const count of [0, 199, 200, 400, 601, 1_000]) {
      const ids = Array.from({ length: count }, (_, index) => `tenant-${String(index).padStart(4, '0')}`)
      content.tenants = ids.map((id) => ({ ...sampleTenant(id, []), attributes: { [REQUIREMENT]: ['sometimes'] } }))
      const { tenants, differing } = await plan()
      expect([count, tenants, differing.map(({ tenant: { id } }) => id)]).to.deep.equal([count, count, ids])
    }
  })

  it('are written where we changed them, and nothing else is', async () => {
    edit('acme', 'plan', 'business')
    await inStep()
    expect(tenant('acme').attributes).to.deep.equal({ plan: ['business'], ...attributesOf(samplePolicy()) })
    expect(tenant('birch').attributes).to.deep.equal({})
    await change('acme', samplePolicy({ trustedDevices: { days: 30 } }))
    expect(await states()).to.deep.equal([`acme trusted-devices.days ours-newer write`])
    await sync()
    expect(tenant('acme').attributes[DAYS]).to.deep.equal(['30'])
    mirror.written.length = 0
    await sync()
    expect(mirror.written).to.deep.equal([])
  })

  it('are taken where Keycloak was changed, with mails and an entry in the log', async () => {
    await inStep()
    edit('acme', REQUIREMENT, 'required')
    const { differing } = await plan()
    expect(differing[0]?.change).to.deep.include({
      changes: ['requirement: optional → required'],
      members: 2,
      mails: 2,
      askedNow: 0,
      weakens: false,
      refused: null,
    })
    expect(await sync()).to.deep.equal(['acme settled'])
    expect((await policyOf('acme')).requirement).to.equal('required')
    expect((await given.store.policyJobs('acme')).map(({ kind }) => kind)).to.deep.equal(['announce'])
    expect(given.store.audit.at(-1)).to.deep.include({ kind: 'policy-changed' })
    expect(given.store.audit.at(-1)?.details).to.deep.include({ by: 'keycloak' })
    expect(await states()).to.deep.equal([])
  })

  it('are merged where each side changed another setting', async () => {
    await inStep()
    await change('acme', samplePolicy({ trustedDevices: { days: 30 } }))
    edit('acme', 'two-factor.grace.days', '7')
    expect(await sync()).to.deep.equal(['acme settled'])
    expect(await policyOf('acme')).to.deep.include({ trustedDevices: { days: 30 }, grace: { days: 7, logins: 0 } })
    expect(tenant('acme').attributes[DAYS]).to.deep.equal(['30'])
    expect(await states()).to.deep.equal([])
  })

  it('wait where both sides changed the same, until somebody prefers one', async () => {
    await inStep()
    await change('acme', samplePolicy({ trustedDevices: { days: 30 } }))
    edit('acme', DAYS, '60')
    expect(await sync()).to.deep.equal(['acme waiting'])
    expect([await states(), tenant('acme').attributes[DAYS]]).to.deep.equal([
      ['acme trusted-devices.days conflict wait'],
      ['60'],
    ])
    expect(await sync({}, { prefer: 'keycloak' })).to.deep.equal(['acme settled'])
    expect((await policyOf('acme')).trustedDevices.days).to.equal(60)
    expect(await states()).to.deep.equal([])
  })

  it('keep what is asked of people where an attribute, or the organization, is gone', async () => {
    await inStep(samplePolicy({ requirement: 'required' }))
    edit('acme', REQUIREMENT)
    for (const each of ['shared', 'keycloak'] as const) {
      owner = each
      expect(await states()).to.deep.equal(['acme requirement missing wait'])
      expect(await sync({ confirmed: 0 })).to.deep.equal(['acme waiting'])
      expect((await policyOf('acme')).requirement).to.equal('required')
    }
    owner = 'application'
    expect(await sync()).to.deep.equal(['acme settled'])
    expect(tenant('acme').attributes[REQUIREMENT]).to.deep.equal(['required'])
    content.tenants = content.tenants.filter(({ id }) => id !== 'acme')
    expect((await plan()).missing).to.deep.equal(['acme'])
    expect(await sync()).to.deep.equal([])
    expect((await policyOf('acme')).requirement).to.equal('required')
  })

  it('are never weakened to off before somebody confirms how many people lose their settings', async () => {
    await inStep()
    await enrol(given, callerOf(given, { issuer: ISSUER, userId: 'bea' }))
    edit('acme', REQUIREMENT, 'off')
    expect(lossesOf(await plan())).to.equal(1)
    expect(await sync()).to.deep.equal(['acme unconfirmed'])
    expect((await policyOf('acme')).requirement).to.equal('optional')
    const wrong = await sync({ confirmed: 2 }).catch((error) => error)
    expect(wrong.message).to.contain('of 1 person')
    expect((await policyOf('acme')).requirement).to.equal('optional')
    expect(await sync({ confirmed: 1 })).to.deep.equal(['acme settled'])
    expect((await policyOf('acme')).requirement).to.equal('off')
    expect((await given.store.policyJobs('acme')).map(({ kind }) => kind)).to.deep.equal(['erase'])
  })

  it('wait for the confirmation also where nobody loses anything, or only some do', async () => {
    await inStep()
    edit('acme', 'two-factor.applies-to', 'administrators')
    expect(lossesOf(await plan())).to.equal(0)
    expect(await sync()).to.deep.equal(['acme unconfirmed'])
    expect(await sync({ confirmed: 0 })).to.deep.equal(['acme settled'])
  })

  it('may not become what the plan of a tenant does not include', async () => {
    await inStep()
    entitlement = { requirements: ['off', 'optional'], methods: EVERYTHING.methods }
    edit('acme', REQUIREMENT, 'required')
    expect((await plan()).differing[0]?.change?.refused).to.contain('does not include "required"')
    expect(await sync()).to.deep.equal(['acme refused'])
    expect((await policyOf('acme')).requirement).to.equal('optional')
  })

  it('by owner keycloak are never written there, and by owner application never taken', async () => {
    await inStep()
    edit('acme', DAYS, '60')
    owner = 'application'
    await sync()
    expect(tenant('acme').attributes[DAYS]).to.deep.equal(['90'])
    await change('acme', samplePolicy({ trustedDevices: { days: 10 } }))
    owner = 'keycloak'
    mirror.written.length = 0
    expect(await sync()).to.deep.equal(['acme settled'])
    expect(mirror.written).to.deep.equal([])
    expect((await policyOf('acme')).trustedDevices.days).to.equal(90)
  })

  it('are told to be invalid, and left alone', async () => {
    await inStep()
    edit('acme', DAYS, 'soon')
    edit('acme', 'two-factor.requirment', 'off')
    expect(await states()).to.deep.equal(['acme requirment invalid wait', 'acme trusted-devices.days invalid wait'])
    expect(await sync()).to.deep.equal(['acme waiting'])
    expect(await sync({}, { prefer: 'ours' })).to.deep.equal(['acme partly'])
    expect(await states()).to.deep.equal(['acme requirment invalid wait'])
  })

  it('are told for the one tenant whose plan cannot be asked, and the others go on', async () => {
    await inStep()
    await change('birch', samplePolicy())
    await sync()
    for (const id of ['acme', 'birch']) edit(id, REQUIREMENT, 'required')
    const entitlements = askEntitlements(({ alias }) => {
      if (alias === 'acme') throw new Error('billing is down')
      return EVERYTHING
    })
    const failing = { ...all(), entitlements }
    const planned = await planSync(failing)(ISSUER)
    expect(
      planned.differing.map(({ tenant, change }) => [tenant.id, change?.refused?.split('. See')[0]]),
    ).to.deep.equal([
      ['acme', 'The option "entitlements" failed for the tenant "acme": billing is down'],
      ['birch', undefined],
    ])
    const outcomes = await applySync(failing)(ISSUER, planned)
    expect(outcomes.map(({ tenant, outcome }) => `${tenant.id} ${outcome}`)).to.deep.equal([
      'acme refused',
      'birch settled',
    ])
  })

  it('are changed as far as was planned, and no further', async () => {
    await inStep()
    edit('acme', DAYS, '60')
    const planned = await plan()
    edit('acme', REQUIREMENT, 'required')
    const outcomes = await applySync(all())(ISSUER, planned)
    expect(outcomes.map(({ outcome }) => outcome)).to.deep.equal(['moved'])
    expect(await policyOf('acme')).to.deep.equal(samplePolicy())
  })

  it('go on where the last run was ended half-way', async () => {
    await inStep()
    await change('acme', samplePolicy({ trustedDevices: { days: 30 } }))
    edit('acme', 'two-factor.grace.days', '7')
    const broken = {
      ...mirror,
      writeAttributes: () => Promise.reject(new TwoFactorError('ERR_2FA_DIRECTORY', 'Gone.')),
    }
    const outcomes = await applySync({ ...all(), mirror: broken })(ISSUER, await plan())
    expect(outcomes.map(({ outcome, error }) => [outcome, error?.split('.')[0]])).to.deep.equal([['failed', 'Gone']])
    expect((await policyOf('acme')).grace.days).to.equal(7)
    expect(await states()).to.deep.equal(['acme trusted-devices.days ours-newer write'])
    expect(await sync()).to.deep.equal(['acme settled'])
    expect(await states()).to.deep.equal([])
  })

  it('count a tenant that failed half-way among those that may change', async () => {
    for (const id of ['acme', 'birch']) await change(id, samplePolicy())
    await sync()
    await change('acme', samplePolicy({ trustedDevices: { days: 30 } }))
    for (const id of ['acme', 'birch']) edit(id, 'two-factor.grace.days', '7')
    const broken = {
      ...mirror,
      writeAttributes: () => Promise.reject(new TwoFactorError('ERR_2FA_DIRECTORY', 'Gone.')),
    }
    const outcomes = await applySync({ ...all(), mirror: broken })(ISSUER, await plan(), { maxChanges: 1 })
    expect(outcomes.map(({ outcome }) => outcome)).to.deep.equal(['failed', 'left'])
    expect([(await policyOf('acme')).grace.days, (await policyOf('birch')).grace.days]).to.deep.equal([7, 0])
  })

  it('need nobody for what needs no decision, and nobody else turns anything off', async () => {
    for (const id of ['acme', 'birch']) await change(id, samplePolicy())
    await sync()
    edit('acme', REQUIREMENT, 'off')
    edit('birch', REQUIREMENT, 'required')
    const round = () => syncUnattended(all())(ISSUER, new AbortController().signal)
    expect(await round()).to.deep.equal({ settled: 1, waiting: 1, missing: 0, failed: 0 })
    expect(await round()).to.deep.equal({ settled: 0, waiting: 1, missing: 0, failed: 0 })
    expect((await policyOf('acme')).requirement).to.equal('optional')
    expect((await policyOf('birch')).requirement).to.equal('required')
  })

  it('are known to be in step again when both sides came to the same by themselves', async () => {
    await inStep()
    await change('acme', samplePolicy({ trustedDevices: { days: 60 } }))
    edit('acme', DAYS, '60')
    expect((await plan()).unnoted).to.deep.equal(['acme'])
    await sync()
    edit('acme', DAYS, '30')
    expect(await states()).to.deep.equal(['acme trusted-devices.days keycloak-newer take'])
  })

  it('are chosen by name or attribute, and as many as are allowed', async () => {
    for (const id of ['acme', 'birch']) await change(id, samplePolicy())
    edit('birch', 'plan', 'business')
    expect(await sync({}, { only: ['plan=business'] })).to.deep.equal(['birch settled'])
    for (const id of ['acme', 'birch']) await change(id, samplePolicy({ requirement: 'required' }))
    expect(await sync({ maxChanges: 1 })).to.deep.equal(['acme settled', 'birch left'])
    expect(await sync({ maxChanges: 1 })).to.deep.equal(['birch settled'])
    const unknown = await plan({ only: ['acme', 'plan=free'] }).catch((error) => error)
    expect(unknown.code).to.equal('ERR_2FA_MALFORMED')
    expect(unknown.message).to.contain('"plan=free"').and.not.to.contain('"acme"')
    const half = await plan({ only: ['plan='] }).catch((error) => error)
    expect(half.message).to.contain('"plan=" selects no tenants')
    owner = 'keycloak'
    const preferred = await plan({ prefer: 'ours' }).catch((error) => error)
    expect(preferred.message).to.contain('"keycloak" decides')
  })
})
