import { expect } from 'chai'
import { sha256Identities } from '../../src/crypto/identities.js'
import { samplePerson, sampleTenant } from '../actions/policy-people.js'
import { type Configured, configured, ISSUER } from './configured.js'

describe('the command "report coverage"', () => {
  let world: Configured
  before(async () => {
    world = await configured()
    world.content.people = ['ann', 'bea', 'cora'].map((each) => samplePerson(each))
    world.content.tenants = [
      sampleTenant('acme', ['ann', 'bea']),
      { ...sampleTenant('id-of-birch', ['cora']), alias: 'birch' },
    ]
    const store = world.store()
    for (let each = 0; each < 700; each++) {
      await store.register(sha256Identities().subject({ issuer: ISSUER, userId: `person-${each}` }), null)
    }
    await store.close()
  })
  after(() => world.remove())

  it('counts, in words or for programs', async () => {
    const text = await world.run(['report', 'coverage', '--tenant', 'acme'])
    expect([text.exitCode, text.out.split('\n')[0]]).to.deep.equal([0, 'people             2  100%'])
    const json = await world.run(['report', 'coverage', '--json'])
    expect(JSON.parse(json.out)).to.deep.equal({ people: 3, methods: { totp: 0, email: 0, sms: 0 }, none: 3 })
  })

  it('knows a tenant by its alias as by its id', async () => {
    for (const tenant of ['birch', 'id-of-birch']) {
      const { exitCode, out } = await world.run(['report', 'coverage', '--people', '--tenant', tenant])
      expect([exitCode, out.trim().split('\n').length, out.includes('cora,cora')], tenant).to.deep.equal([0, 2, true])
    }
  })

  it('lists each person once, as CSV or as JSON lines', async () => {
    const members = await world.run(['report', 'coverage', '--people', '--tenant', 'acme'])
    expect(members.out.split('\n')[1]).to.equal('ann,ann,ann Example,ann@acme.example,off,,,')
    const everybody = await world.run(['report', 'coverage', '--people', '--json'])
    const ids = everybody.out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).userId)
    expect([ids.length, new Set(ids).size]).to.deep.equal([700, 700])
  })

  it('says that there is no such tenant', async () => {
    for (const more of [[], ['--people']]) {
      const { exitCode, err, out } = await world.run(['report', 'coverage', '--tenant', 'nowhere', ...more])
      expect([exitCode, out]).to.deep.equal([1, ''])
      expect(err).to.contain('There is no tenant with the alias or id "nowhere".')
    }
  })
})
