import { expect } from 'chai'
import { sha256Identities } from '../../src/crypto/identities.js'
import { samplePolicy } from '../actions/policy-people.js'
import { sampleLogin } from '../domain/sample-login.js'
import { type Administrators, JSON_ONLY, startAdministrators } from './administrators.js'

describe('"Try it"', () => {
  let world: Administrators
  beforeEach(async () => {
    world = await startAdministrators()
  })
  afterEach(() => world.portal.close())

  it('says what would be asked of a person, in words, and does nothing', async () => {
    const opal = await world.verified('opal')
    const { calls } = world.portal.store
    calls.length = 0
    const off = await world.view(opal, '/people/bea/try')
    expect(off).to.deep.include({ outcome: 'allow', reasons: ['not-enrolled', 'policy-off'], client: 'portal' })
    const html = await world.look(opal, '/people/bea/try?client=billing')
    expect(html.text).to.contain('Would get in without a code.').and.contain('not set up').and.contain('billing')
    expect(calls.filter((call) => /^(add|put|note|grant|settle|register)/.test(call))).to.deep.equal([])
    await world.verified('bea')
    const on = await world.view(opal, '/people/bea/try')
    expect(on).to.deep.include({ outcome: 'challenge', reasons: ['enrolled'], method: 'totp' })
  })

  it('judges a provider as a sign-in through it would be judged', async () => {
    const opal = await world.verified('opal')
    await world.verified('bea')
    const unknown = await world.view(opal, '/people/bea/try?provider=nowhere')
    expect(unknown).to.deep.include({ outcome: 'challenge', reasons: ['enrolled', 'provider-disabled'] })
    world.content.identityProviders = [{ alias: 'google', name: 'Google', enabled: true, tenantId: null }]
    const enforced = await world.view(opal, '/people/bea/try?provider=google')
    expect(enforced).to.deep.include({ outcome: 'challenge', reasons: ['enrolled', 'sso-enforced'] })
  })

  it('tells a tenant administrator nothing of other people, and nothing of other tenants', async () => {
    const tess = await world.verified('tess')
    const tenant = { tenantId: 'birch', version: 0 }
    const at = { changedAt: 1, stricterAt: 1, synchronized: null, effects: { audit: [], messages: [] } }
    const realm = sha256Identities().realm(sampleLogin().issuer)
    await world.portal.store.putTenantPolicy(realm, tenant, {
      policy: samplePolicy({ requirement: 'required' }),
      ...at,
    })
    const ann = await world.view(tess, '/people/ann/try')
    expect(ann).to.deep.include({ outcome: 'enrol', requirement: 'required', requiredBy: [] })
    expect(JSON.stringify(ann)).not.to.match(/birch/i)
    const byOpal = await world.view(await world.verified('opal'), '/people/ann/try')
    expect(byOpal.requiredBy).to.deep.equal([{ id: 'birch', name: 'BIRCH' }])
    for (const other of ['cora', 'fred', 'nobody', '..%2f..']) {
      expect((await world.look(tess, `/people/${other}/try`)).status, other).to.equal(404)
    }
    const long = await tess.get(`/two-factor/admin/people/ann/try?client=${'x'.repeat(256)}`, JSON_ONLY)
    expect(long.status).to.equal(400)
    expect(long.json.detail).to.contain('The field "client" must be shorter.')
  })
})
