import { expect } from 'chai'
import { changePolicy } from '../../src/actions/tenant-policy/change-policy.js'
import { readPolicy } from '../../src/actions/tenant-policy/read-policy.js'
import { EVERYTHING, type TenantPolicy } from '../../src/domain/tenant-policy/tenant-policy.js'
import { testDirectory } from '../../src/testing/test-directory.js'
import { callerOf, enrol, type Ports, ports } from './people.js'
import { NOBODY_SPECIAL, samplePerson, samplePolicy, sampleTenant } from './policy-people.js'

const ISSUER = 'https://keycloak.example/realms/acme'
const TESS = { by: 'tess', origin: { browser: 'Firefox', system: 'Linux', address: '192.0.2.9' } }
const OFF = samplePolicy({ requirement: 'off' })
const OPTIONAL = samplePolicy()
const REQUIRED = samplePolicy({ requirement: 'required' })

describe('a change of policy', () => {
  let given: Ports
  const tenant = sampleTenant('acme', ['ann', 'bea'])
  let entitlement = EVERYTHING

  const all = () => ({
    ...given,
    ...NOBODY_SPECIAL,
    directory: testDirectory({ people: ['ann', 'bea'].map((each) => samplePerson(each)), tenants: [tenant] }),
    newTenantPolicy: OFF,
    entitlements: () => entitlement,
    timeZone: 'Asia/Tokyo',
    policyOwner: 'application' as const,
  })
  const change = (policy: TenantPolicy, version: number, confirmed: number | null = null) =>
    changePolicy(all())(TESS, { issuer: ISSUER, tenant, policy, version, confirmed })
  const refused = (policy: TenantPolicy, version: number, confirmed: number | null = null) =>
    change(policy, version, confirmed).then(
      () => 'not refused',
      ({ code, message }) => `${code} ${message}`,
    )
  const current = async () => readPolicy(all())(ISSUER, 'acme')
  const jobs = async () => (await given.store.policyJobs('acme')).map(({ kind, daysBefore }) => [kind, daysBefore])

  beforeEach(() => {
    given = ports()
    entitlement = EVERYTHING
  })

  it('is kept with its effects, its mails to come, and an entry in the log', async () => {
    const effects = await change(REQUIRED, 0)
    expect(effects?.counts.mustSetUp).to.equal(2)
    expect(await current()).to.deep.include({ policy: REQUIRED, version: 1, stricterAt: given.store.time })
    expect(await jobs()).to.deep.equal([['announce', null]])
    expect(given.store.audit.at(-1)).to.deep.include({
      kind: 'policy-changed',
      details: { tenant: 'acme', changes: ['requirement: off → required'], lost: 0, by: 'tess' },
    })
  })

  it('on a date reminds 14, 7 and 1 days before', async () => {
    await change(samplePolicy({ requirement: 'required', from: '2040-03-01' }), 0)
    expect(await jobs()).to.deep.equal([
      ['announce', null],
      ['remind', 14],
      ['remind', 7],
      ['remind', 1],
    ])
  })

  it('that moves a date away and back reminds nobody twice', async () => {
    const on = (from: string) => samplePolicy({ requirement: 'required', from })
    await change(on('2040-03-01'), 0)
    await change(on('2040-04-01'), 1)
    await change(on('2040-03-01'), 2)
    const open = (await given.store.policyJobs('acme')).filter(({ kind }) => kind === 'remind')
    expect(open.map(({ from, daysBefore }) => `${from} ${daysBefore}`).sort()).to.deep.equal(
      ['2040-03-01', '2040-04-01'].flatMap((from) => [1, 14, 7].map((days) => `${from} ${days}`)),
    )
  })

  it('that requires it sooner, or closes single sign-on, tells those who have to set up', async () => {
    await change(samplePolicy({ requirement: 'required', from: '2040-03-01' }), 0)
    await change(REQUIRED, 1)
    await change(samplePolicy({ requirement: 'required', sso: { bypass: 'none', providers: {} } }), 2)
    const announced = (await given.store.policyJobs('acme')).filter(({ kind }) => kind === 'announce')
    expect(announced.map(({ before }) => before.requirement)).to.deep.equal(['off', 'optional', 'optional'])
  })

  it('is a new requirement only where somebody is asked anew', async () => {
    await change(REQUIRED, 0)
    const since = (await current()).stricterAt
    given.store.time = since + 60_000
    for (const [index, harmless] of [
      { helpContact: 'extension 4711' },
      { trustedDevices: { days: 30 } },
      { methods: ['totp' as const] },
      { smsFallback: 'none' as const },
      { sso: { bypass: 'all' as const, providers: {} } },
    ].entries()) {
      await change(samplePolicy({ requirement: 'required', ...harmless }), index + 1)
      if (index < 4) expect((await current()).stricterAt, JSON.stringify(harmless)).to.equal(since)
    }
    await change(samplePolicy({ requirement: 'required', sso: { bypass: 'none', providers: {} } }), 6)
    expect((await current()).stricterAt).to.equal(given.store.time)
  })

  it('of what somebody else has changed meanwhile is refused, and theirs stays', async () => {
    await change(OPTIONAL, 0)
    expect(await refused(REQUIRED, 0)).to.match(/^ERR_2FA_CONFLICT Somebody else/)
    expect((await current()).policy).to.deep.equal(OPTIONAL)
    expect(await jobs()).to.deep.equal([])
  })

  it('by two at once is kept once', async () => {
    const both = await Promise.all([refused(OPTIONAL, 0), refused(REQUIRED, 0)])
    expect(both.filter((each) => each === 'not refused')).to.have.length(1)
    expect((await current()).version).to.equal(1)
  })

  it('to what the plan does not include is refused in plain words, not trimmed', async () => {
    entitlement = { requirements: ['off', 'optional'], methods: ['totp'] }
    expect(await refused(samplePolicy({ requirement: 'required', methods: ['totp', 'sms'] }), 0)).to.contain(
      'ERR_2FA_POLICY_INVALID The plan of ACME does not include "required" and "sms".',
    )
    expect((await current()).version).to.equal(0)
    await change(samplePolicy({ methods: ['totp'] }), 0)
  })

  it('to what is objected to is refused', async () => {
    const text = 'The acr value "1" proves no second factor.'
    const objecting = { ...all(), objection: async () => ({ field: 'acceptKeycloak.acr', text }) as const }
    const done = changePolicy(objecting)(TESS, {
      issuer: ISSUER,
      tenant,
      policy: REQUIRED,
      version: 0,
      confirmed: null,
    })
    const refusal = await done.catch((error) => error)
    expect(refusal.message).to.contain(text)
    expect(refusal.fields).to.deep.equal(['acceptKeycloak.acr'])
  })

  it('that deletes settings needs the right number', async () => {
    await change(OPTIONAL, 0)
    await enrol(given, callerOf(given, { issuer: ISSUER, userId: 'bea' }))
    expect(await refused(OFF, 1)).to.contain('of 1 person')
    expect(await refused(OFF, 1, 2)).to.match(/^ERR_2FA_CONFLICT/)
    expect(await jobs()).to.deep.equal([])
    await change(OFF, 1, 1)
    expect(await jobs()).to.deep.equal([['erase', null]])
  })

  it('is nobody’s to make where policies are managed in Keycloak', async () => {
    const managed = { ...all(), policyOwner: 'keycloak' as const }
    const wanted = { issuer: ISSUER, tenant, policy: REQUIRED, version: 0, confirmed: null }
    const refusal = await changePolicy(managed)(TESS, wanted).catch((error) => error)
    expect([refusal.code, refusal.message]).to.have.property('0', 'ERR_2FA_FORBIDDEN')
    expect(refusal.message).to.contain('managed in Keycloak')
    expect((await current()).version).to.equal(0)
  })

  it('that changes nothing writes nothing', async () => {
    expect(await change(OFF, 0)).to.equal(null)
    expect((await current()).version).to.equal(0)
  })
})
