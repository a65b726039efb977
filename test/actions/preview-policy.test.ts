import { expect } from 'chai'
import { previewPolicy } from '../../src/actions/tenant-policy/preview-policy.js'
import { NO_EFFECTS } from '../../src/domain/tenant-policy/member-effect.js'
import type { Store } from '../../src/ports/store.js'
import { testDirectory } from '../../src/testing/test-directory.js'
import { callerOf, enrol, type Ports, ports } from './people.js'
import { NOBODY_SPECIAL, samplePerson, samplePolicy, sampleTenant, TOKYO } from './policy-people.js'

const ISSUER = 'https://keycloak.example/realms/acme'
const OFF = samplePolicy({ requirement: 'off' })
const OPTIONAL = samplePolicy()
const REQUIRED = samplePolicy({ requirement: 'required' })
const ADMINISTRATORS = samplePolicy({ requirement: 'required', appliesTo: 'administrators' })

describe('the effects of a policy before it is changed', () => {
  let given: Ports
  let calls: string[]
  let birchEnabled: boolean
  const of = { issuer: ISSUER, tenantId: 'acme' }

  beforeEach(() => {
    birchEnabled = true
  })

  async function acme(people: string[], enrolled: string[]) {
    given = ports()
    const content = {
      people: people.map((userId) => samplePerson(userId, userId === 'nomail' ? { emailVerified: false } : {})),
      tenants: [sampleTenant('acme', people), { ...sampleTenant('birch', ['ann']), enabled: birchEnabled }],
      roles: { tess: { realmRoles: ['manager'] }, opal: { realmRoles: ['operator'] }, bob: { realmRoles: ['boss'] } },
    }
    for (const userId of enrolled) await enrol(given, callerOf(given, { issuer: ISSUER, userId }))
    calls = []
    const directory = testDirectory(content)
    const counted = Object.fromEntries(
      Object.entries(directory).map(([name, method]) => [
        name,
        (...args: never[]) => {
          calls.push(name)
          return Reflect.apply(method, directory, args)
        },
      ]),
    ) as unknown as typeof directory
    return {
      ...given,
      ...NOBODY_SPECIAL,
      ...TOKYO,
      rules: {
        operators: { realmRoles: ['operator'], clientRoles: {}, organizationGroups: [] },
        tenantAdministrators: { realmRoles: ['boss'], clientRoles: {}, organizationGroups: [] },
      },
      directory: counted,
      usesSecondFactor: async (_issuer: string, tenant: string) => tenant === 'birch',
      subjectAdministrators: { realmRoles: ['manager'], clientRoles: {}, organizationGroups: [] },
      singleSignOn:
        async (_tenant: string, { bypass }: { bypass: string }) =>
        (userId: string) =>
          userId === 'sam' && bypass !== 'none',
    }
  }

  it('count who is asked, must set up, comes by single sign-on, lacks an address', async () => {
    const preview = previewPolicy(await acme(['ann', 'bea', 'nomail', 'sam', 'tess'], ['bea']))
    const { counts, members, differences } = await preview(of, OPTIONAL, REQUIRED)
    expect(members).to.equal(5)
    expect(counts).to.deep.equal({
      ...{ asked: 4, mustSetUp: 3, singleSignOn: 1, lacksAddress: 1, lacksMethod: 0, losesSettings: 0 },
    })
    expect(differences).to.deep.equal([{ field: 'requirement', change: 'stricter' }])
    expect(calls).not.to.include('rolesOf')
  })

  it('count who loses settings, but nobody who belongs to another tenant that uses it', async () => {
    const preview = previewPolicy(await acme(['ann', 'bea', 'tess'], ['ann', 'bea', 'tess']))
    expect((await preview(of, REQUIRED, OFF)).counts).to.deep.equal({ ...NO_EFFECTS, losesSettings: 2 })
  })

  it('count nobody who administers, whose pages ask for it whatever the policy', async () => {
    const preview = previewPolicy(await acme(['bea', 'opal', 'bob'], ['bea', 'opal', 'bob']))
    expect((await preview(of, REQUIRED, OFF)).counts.losesSettings).to.equal(1)
  })

  it('count nobody whose other tenant is only disabled', async () => {
    birchEnabled = false
    const preview = previewPolicy(await acme(['ann', 'bea'], ['ann', 'bea']))
    expect((await preview(of, REQUIRED, OFF)).counts.losesSettings).to.equal(1)
  })

  it('count who is asked because its day was moved forward, and nobody where that day is past', async () => {
    const preview = previewPolicy(await acme(['bea', 'sam', 'tess'], ['tess']))
    const later = samplePolicy({ requirement: 'required', from: '2040-03-01' })
    const sooner = samplePolicy({ requirement: 'required', from: '2040-02-01' })
    for (const after of [REQUIRED, sooner]) {
      expect((await preview(of, later, after)).counts).to.deep.include({ asked: 2, mustSetUp: 1, singleSignOn: 1 })
    }
    expect((await preview(of, sooner, later)).counts).to.deep.equal(NO_EFFECTS)
    const past = samplePolicy({ requirement: 'required', from: '2020-03-01' })
    expect((await preview(of, past, REQUIRED)).counts).to.deep.equal(NO_EFFECTS)
  })

  it('count who is asked because single sign-on stands in no more', async () => {
    const preview = previewPolicy(await acme(['bea', 'sam'], []))
    const closed = samplePolicy({ requirement: 'required', sso: { bypass: 'none', providers: {} } })
    expect((await preview(of, REQUIRED, closed)).counts).to.deep.include({ asked: 1, mustSetUp: 1, singleSignOn: 0 })
    expect((await preview(of, closed, REQUIRED)).counts).to.deep.equal(NO_EFFECTS)
  })

  it('count the others where it is narrowed to administrators', async () => {
    const preview = previewPolicy(await acme(['bea', 'tess'], ['bea', 'tess']))
    expect((await preview(of, REQUIRED, ADMINISTRATORS)).counts.losesSettings).to.equal(1)
    expect((await preview(of, ADMINISTRATORS, REQUIRED)).counts.asked).to.equal(1)
  })

  it('read nobody where nothing changes for anybody', async () => {
    const preview = previewPolicy(await acme(['bea'], ['bea']))
    const helped = samplePolicy({ helpContact: 'https://help.example' })
    expect(await preview(of, OPTIONAL, helped)).to.deep.equal({
      ...{
        members: 1,
        counts: NO_EFFECTS,
        losesAtMost: false,
        estimatedFrom: null,
        differences: [{ field: 'helpContact', change: 'other' }],
      },
    })
    expect(calls).to.deep.equal(['count'])
  })

  it('ask Keycloak about nobody where more than a thousand lose settings, and say that it may be fewer', async () => {
    const people = ['opal', ...Array.from({ length: 1_000 }, (_, index) => `person-${index}`)]
    const everybodyEnrolled = async (some: string[]) => {
      const acmes = await acme(some, [])
      const overviews: Store['overviews'] = async (keys) =>
        (await acmes.store.overviews(keys)).map((one) => ({ ...one, enrolment: { method: 'totp', activeSince: 1 } }))
      return previewPolicy({ ...acmes, store: Object.assign(Object.create(acmes.store), { overviews }) })
    }
    const preview = await everybodyEnrolled(people)
    expect(await preview(of, REQUIRED, OFF)).to.deep.include({
      ...{ losesAtMost: true, counts: { ...NO_EFFECTS, losesSettings: 1_001 } },
    })
    expect(calls).not.to.include.members(['tenantsOf', 'rolesOf'])
    const fewer = await everybodyEnrolled(people.slice(0, 1_000))
    expect(await fewer(of, REQUIRED, OFF)).to.deep.include({
      ...{ losesAtMost: false, counts: { ...NO_EFFECTS, losesSettings: 999 } },
    })
  })

  it('estimate the rest where there is no time to look at everybody', async () => {
    const people = Array.from({ length: 4_000 }, (_, index) => (index % 2 === 0 ? `person-${index}` : `${index}`))
    const acmes = await acme(people, [])
    let now = 0
    const members: typeof acmes.directory.members = async (...asked) => {
      now += 1_000
      return acmes.directory.members(...asked)
    }
    const preview = previewPolicy({
      ...acmes,
      directory: { ...acmes.directory, members },
      clock: { ...acmes.clock, now: () => now },
    })
    const { counts, members: all, estimatedFrom } = await preview(of, OFF, REQUIRED, { withinMs: 10_000 })
    expect(estimatedFrom).to.be.within(1_000, 2_000)
    expect([all, counts.asked, counts.mustSetUp]).to.deep.equal([4_000, 4_000, 4_000])
    expect((await preview(of, OFF, REQUIRED)).estimatedFrom).to.equal(null)
  })

  it('count many people in parts, and say how far they are', async () => {
    const people = Array.from({ length: 2_300 }, (_, index) => `person-${index}`)
    const preview = previewPolicy(await acme(people, []))
    const told: number[] = []
    const { counts } = await preview(of, OFF, REQUIRED, {
      progress: (counted, total) => told.push(counted / total),
    })
    expect(counts.mustSetUp).to.equal(2_300)
    expect(told.length).to.be.greaterThan(4)
    expect(told.at(-1)).to.equal(1)
    expect(told).to.deep.equal([...told].sort())
  })
})
