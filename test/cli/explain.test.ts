import { expect } from 'chai'
import { samplePerson } from '../actions/policy-people.js'
import { type Configured, configured } from './configured.js'

describe('the command "explain"', () => {
  let world: Configured
  beforeEach(async () => {
    world = await configured({ policies: { withoutTenant: 'required' } })
    world.content.people = [samplePerson('fred')]
  })
  afterEach(() => world.remove())

  it('says what would be asked and why, in words or for programs', async () => {
    const text = await world.run(['explain', '--user', 'fred', '--client', 'portal'])
    expect(text.exitCode).to.equal(0)
    expect(text.out.split('\n').slice(0, 3)).to.deep.equal([
      'Would be led to the set-up first.',
      '  1. not set up',
      '  2. the policy requires it',
    ])
    const json = JSON.parse((await world.run(['explain', '--user', 'fred', '--json'])).out)
    expect(json).to.deep.equal({
      ...{ outcome: 'enrol', reasons: ['not-enrolled', 'policy-required'], requirement: 'required', requiredBy: [] },
      ...{ method: null, trustDays: 90, grace: null },
    })
  })

  it('speaks Japanese where it is told to, or the shell does', async () => {
    const told = await world.run(['explain', '--user', 'fred', '--language', 'ja'])
    expect(told.out).to.contain('最初に設定画面に案内されます。').and.contain('ポリシーで必須')
    const shell = await world.run(['explain', '--user', 'fred'], { environment: { LANG: 'ja_JP.UTF-8' } })
    expect(shell.out).to.equal(told.out)
  })

  it('ends with 1 for nobody, and 2 without a person', async () => {
    const nobody = await world.run(['explain', '--user', 'zoe'])
    expect(nobody.exitCode).to.equal(1)
    expect(nobody.err).to.contain('Keycloak has no person with the user id, user name or e-mail address "zoe".')
    expect((await world.run(['explain'])).exitCode).to.equal(2)
  })
})
