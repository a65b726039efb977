import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'chai'
import { type Administrators, startAdministrators } from './administrators.js'
import { browser } from './browser.js'

describe('why a login was asked', () => {
  let world: Administrators
  beforeEach(async () => {
    world = await startAdministrators()
  })
  afterEach(() => world.portal.close())

  async function decisions(userId: string, wanted: number) {
    for (let tries = 0; tries < 100; tries++) {
      const filter = { kind: 'login-decided' as const, subjectKey: world.keyOf(userId) }
      const found = await world.portal.store.auditLog(filter, { after: null, limit: 50 })
      if (found.length >= wanted) return found.map(({ event }) => event.details)
      await sleep(10)
    }
    throw new Error(`${userId} has fewer than ${wanted} decisions`)
  }

  it('is noted once for each login, with its reasons, application and provider', async () => {
    const fred = browser(world.portal.url)
    await fred.signIn(world.enter('fred', { clientId: 'portal' }))
    for (let times = 0; times < 3; times++) await fred.get('/two-factor/continue')
    await fred.get('/')
    expect(await decisions('fred', 1)).to.deep.equal([
      { outcome: 'allow', reasons: ['not-enrolled', 'policy-optional'], client: 'portal' },
    ])
    world.clock.pass(1_000)
    await fred.signIn(world.enter('fred', { identityProvider: 'office365', clientId: 'billing' }))
    await fred.get('/two-factor/continue')
    const [newest] = await decisions('fred', 2)
    expect(newest).to.include({ client: 'billing', provider: 'office365' })
  })

  it('is shown in words on the person’s page, and counts the person to their tenants', async () => {
    const opal = await world.verified('opal')
    const bea = browser(world.portal.url)
    await bea.signIn(world.enter('bea'))
    await bea.get('/two-factor/continue')
    await decisions('bea', 1)
    const page = await world.look(opal, '/people/bea')
    expect(page.text).to.contain('Not asked: not set up → the policy does not use it')
    const log = await world.view(await world.verified('tess'), '/tenants/acme/audit?person=bea')
    expect(log.entries).to.have.length(1)
    expect((await world.view(opal, '/tenants/cedar/audit')).entries).to.have.length(0)
  })

  it('adds no write to the request with the code', async () => {
    await world.verified('bea')
    const before = await decisions('bea', 1)
    world.clock.pass(1_000)
    const again = browser(world.portal.url)
    await again.signIn(world.enter('bea', { sessionId: 'another session' }))
    await again.follow(await again.get('/two-factor/continue'))
    const [decided] = await decisions('bea', before.length + 1)
    expect(decided).to.deep.include({ outcome: 'challenge', reasons: ['enrolled'] })
    const { calls } = world.portal.store
    calls.length = 0
    await again.post('/two-factor/challenge', { code: '000000' })
    await sleep(50)
    expect(calls.filter((call) => call === 'noteLogin' || call === 'register')).to.deep.equal([])
  })
})
