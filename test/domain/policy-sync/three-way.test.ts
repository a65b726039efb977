import { expect } from 'chai'
import { compareSettings } from '../../../src/domain/policy-sync/compare-settings.js'
import { attributesOf } from '../../../src/domain/policy-sync/settings.js'
import {
  OWNERS,
  type PolicyOwner,
  type Preference,
  type SyncStep,
  settleSettings,
  stepFor,
} from '../../../src/domain/policy-sync/settle-settings.js'
import { samplePolicy } from '../../actions/policy-people.js'

/**
 * The days of trust as both sides last agreed on them (–: they never did), as we have them, and as Keycloak has them (–: it
 * has none); where that stands; what is done by owner application, keycloak, shared, and by `--prefer ours`, `keycloak`.
 */
const TABLE = `
  base  ours  keycloak | state          | application keycloak shared | ours  keycloak
  30    30    30       | in-sync        | none        none     none   | none  none
  60    30    30       | in-sync        | none        none     none   | none  none
  –     30    30       | in-sync        | none        none     none   | none  none
  30    60    30       | ours-newer     | write       take     write  | write write
  –     30    –        | ours-newer     | write       none     write  | write write
  30    30    60       | keycloak-newer | write       take     take   | take  take
  30    60    90       | conflict       | write       take     wait   | write take
  –     30    60       | conflict       | write       take     wait   | write take
  30    30    –        | missing        | write       wait     wait   | write wait
  30    60    –        | missing        | write       wait     wait   | write wait
  30    30    soon     | invalid        | write       wait     wait   | write wait
  –     30    soon     | invalid        | write       wait     wait   | write wait
`

const DAYS = 'two-factor.trusted-devices.days'
const GOOGLE = 'two-factor.sso.google'

interface Case {
  readonly values: readonly (string | null)[]
  readonly state: string
  readonly owners: readonly SyncStep[]
  readonly preferred: readonly SyncStep[]
}

const CASES: readonly Case[] = TABLE.trim()
  .split('\n')
  .slice(1)
  .map((line) => {
    const [values = [], state = [], owners = [], preferred = []] = line
      .split('|')
      .map((part) => part.trim().split(/\s+/))
    const known = values.map((value) => (value === '–' ? null : value))
    return { values: known, state: state[0] ?? '', owners: owners as SyncStep[], preferred: preferred as SyncStep[] }
  })

function compared(
  base: string | null | undefined,
  ours: string | null | undefined,
  keycloak: string | null | undefined,
) {
  const policy = samplePolicy({ trustedDevices: { days: Number(ours) } })
  const [all, rest] = [attributesOf(policy), attributesOf(policy)]
  const { [DAYS]: _, ...others } = rest
  const settings = compareSettings({
    ours: policy,
    own: true,
    base: { ...others, ...(typeof base === 'string' && { [DAYS]: [base] }) },
    keycloak: { ...others, ...(typeof keycloak === 'string' && { [DAYS]: [keycloak] }), plan: ['business'] },
  })
  expect(settings.map(({ name }) => name)).to.deep.equal(Object.keys(all).sort())
  expect(settings.filter(({ name, state }) => name !== DAYS && state !== 'in-sync')).to.deep.equal([])
  const setting = settings.find(({ name }) => name === DAYS)
  if (setting === undefined) throw new Error('the days are not compared')
  return { policy, settings, setting }
}

describe('three sides of a setting', () => {
  it('are in the table in every state', () => {
    const states = ['conflict', 'in-sync', 'invalid', 'keycloak-newer', 'missing', 'ours-newer']
    expect([...new Set(CASES.map(({ state }) => state))].sort()).to.deep.equal(states)
  })

  for (const { values, state, owners, preferred } of CASES) {
    const [base, ours, keycloak] = values
    it(`agreed on ${base}, ours ${ours}, Keycloak's ${keycloak}: ${state}`, () => {
      const { policy, settings, setting } = compared(base, ours, keycloak)
      expect(setting.state).to.equal(state)
      expect(setting.fault === null).to.equal(state !== 'invalid')
      const step = (owner: PolicyOwner, prefer: Preference = null) => stepFor(setting, owner, prefer)
      expect(OWNERS.map((owner) => step(owner))).to.deep.equal(owners)
      expect([step('shared', 'ours'), step('shared', 'keycloak')]).to.deep.equal(preferred)

      for (const [index, owner] of OWNERS.entries()) {
        const settled = settleSettings(policy, settings, { owner, prefer: null, base: null })
        const taken = owners[index] === 'take'
        expect(settled.policy.trustedDevices.days).to.equal(Number(taken ? keycloak : ours))
        expect(settled.writes).to.deep.equal(owners[index] === 'write' ? { [DAYS]: [ours] } : {})
        expect(settled.waiting.map(({ name }) => name)).to.deep.equal(owners[index] === 'wait' ? [DAYS] : [])
        expect(settled.taken).to.deep.equal(taken ? { [DAYS]: [keycloak] } : {})
        expect(settled.agreed[DAYS]).to.deep.equal(state === 'in-sync' ? [ours] : undefined)
      }
    })
  }

  it('of a requirement that is deleted in Keycloak keep what is asked of people', () => {
    const policy = samplePolicy({ requirement: 'required' })
    const base = attributesOf(policy)
    for (const keycloak of [{}, { 'two-factor.requirement': [''] }, { 'two-factor.requirement': [] }]) {
      const settings = compareSettings({ ours: policy, own: true, base, keycloak })
      const [setting] = settings.filter(({ name }) => name === 'two-factor.requirement')
      expect(setting?.state).to.equal('missing')
      for (const owner of OWNERS) {
        for (const prefer of [null, 'ours', 'keycloak'] as const) {
          const settled = settleSettings(policy, settings, { owner, prefer, base })
          expect(settled.policy.requirement).to.equal('required')
        }
      }
    }
  })

  it('say that Keycloak decides and leaves the requirement open', () => {
    const policy = samplePolicy({ requirement: 'required' })
    const settings = compareSettings({ ours: policy, own: true, base: null, keycloak: {} })
    const { waiting, writes } = settleSettings(policy, settings, { owner: 'keycloak', prefer: null, base: null })
    expect([waiting.map(({ name }) => name), writes]).to.deep.equal([['two-factor.requirement'], {}])
  })

  it('do not exist for a tenant that nobody has said anything about', () => {
    const of = { ours: samplePolicy(), own: false, base: null }
    expect(compareSettings({ ...of, keycloak: { plan: ['free'] } })).to.deep.equal([])
    const settings = compareSettings({ ...of, keycloak: { 'two-factor.requirement': ['required'] } })
    const { policy, writes } = settleSettings(samplePolicy(), settings, { owner: 'shared', prefer: null, base: null })
    expect(policy.requirement).to.equal('required')
    expect(Object.keys(writes)).to.have.length(settings.length - 1)
  })

  it('of a misspelt name are told and left alone, whoever decides', () => {
    const keycloak = { ...attributesOf(samplePolicy()), 'two-factor.requirment': ['required'] }
    const settings = compareSettings({ ours: samplePolicy(), own: true, base: null, keycloak })
    const open = settings.filter(({ state }) => state !== 'in-sync')
    expect(open.map(({ name, state }) => `${name} ${state}`)).to.deep.equal(['two-factor.requirment invalid'])
    for (const owner of OWNERS) expect(open.map((each) => stepFor(each, owner, 'ours'))).to.deep.equal(['wait'])
  })

  const named = samplePolicy({ sso: { bypass: 'organization', providers: { google: 'bypass' } } })
  const PROVIDERS = [
    { title: 'named by us', ours: named, agreed: samplePolicy(), theirs: samplePolicy(), state: 'ours-newer' },
    {
      title: 'named in Keycloak',
      ours: samplePolicy(),
      agreed: samplePolicy(),
      theirs: named,
      state: 'keycloak-newer',
    },
    { title: 'given up by us', ours: samplePolicy(), agreed: named, theirs: named, state: 'ours-newer' },
    { title: 'deleted in Keycloak', ours: named, agreed: named, theirs: samplePolicy(), state: 'missing' },
    { title: 'given up by both', ours: samplePolicy(), agreed: named, theirs: samplePolicy(), state: 'in-sync' },
  ]
  for (const { title, ours, agreed, theirs, state } of PROVIDERS) {
    it(`know a provider that is ${title}: ${state}`, () => {
      const sides = { ours, own: true, base: attributesOf(agreed), keycloak: attributesOf(theirs) }
      expect(compareSettings(sides).find(({ name }) => name === GOOGLE)?.state).to.equal(state)
    })
  }

  it('of a provider that we gave up are written so that Keycloak says it too', () => {
    const base = attributesOf(named)
    const settings = compareSettings({ ours: samplePolicy(), own: true, base, keycloak: base })
    const { writes } = settleSettings(samplePolicy(), settings, { owner: 'shared', prefer: null, base })
    expect(writes).to.deep.equal({ [GOOGLE]: ['default'] })
  })
})
