import { expect } from 'chai'
import { type Administrators, startAdministrators } from './administrators.js'

const ID = '00000000-0000-4000-8000-00000000000'

describe('the trusted devices of a person, on their page', () => {
  let world: Administrators
  beforeEach(async () => {
    world = await startAdministrators()
    world.content.passwordsSetAt = Object.fromEntries(['bea', 'ann', 'opal'].map((each) => [each, 1]))
  })
  afterEach(() => world.portal.close())

  async function trusts(userId: string, ...ids: string[]): Promise<void> {
    await world.verified(userId)
    const { store } = world.portal
    const now = world.clock.at(0)
    for (const id of ids) {
      const { attempts, epoch } = await store.load(world.keyOf(userId), '')
      const subjectKey = world.keyOf(userId)
      const device = {
        ...{ id, subjectKey, hash: id, previousHash: null, counter: 0, name: `Phone ${id.at(-1)}` },
        ...{ browser: 'Firefox', system: 'Windows', address: '192.0.2.1', createdAt: now, usedAt: now },
        ...{ endsAt: now + 90 * 86_400_000, passwordSetAt: 1 },
      }
      const expected = { subjectKey, version: attempts.version, epoch }
      const effects = { audit: [], messages: [] }
      await store.addTrustedDevice(expected, { device, replacedId: null, most: 10, effects })
    }
  }
  const ids = async (userId: string) =>
    (await world.portal.store.trustedDevices(world.keyOf(userId))).map(({ id }) => id).sort()
  const revoked = () => world.portal.store.auditLog({ kind: 'trusted-device-revoked' }, { after: null, limit: 9 })

  it('are revoked one by one or together, told by mail, and every session is asked again', async () => {
    const [opal, bea] = [await world.verified('opal'), await world.verified('bea')]
    await trusts('bea', `${ID}1`, `${ID}2`, `${ID}3`)
    expect((await bea.get('/members')).status).to.equal(200)
    const page = await world.look(opal, '/people/bea')
    expect(page.text).to.contain('Phone 1').and.contain('Firefox on Windows').and.contain(`/devices/${ID}2/revoke`)
    const done = await opal.follow(await world.act(opal, `/people/bea/devices/${ID}2/revoke`))
    expect(done.text).to.contain('Revoked.').and.not.to.contain('Phone 2')
    expect(await ids('bea')).to.deep.equal([`${ID}1`, `${ID}3`])
    expect((await bea.get('/members')).to).to.equal('/two-factor/challenge')
    world.clock.pass(1_000)
    expect((await world.act(opal, '/people/bea/devices/revoke-all')).status).to.equal(303)
    expect(await ids('bea')).to.deep.equal([])
    expect((await revoked()).map(({ event }) => [event.details.by, event.details.device])).to.deep.equal([
      ['opal', 'all'],
      ['opal', `${ID}2`],
    ])
    const before = await world.portal.store.epoch(world.keyOf('bea'))
    expect((await world.act(opal, '/people/bea/devices/revoke-all')).status, 'none is no error').to.equal(303)
    expect(await world.portal.store.epoch(world.keyOf('bea'))).to.equal(before + 1)
    expect((await world.act(opal, '/people/ann/devices/revoke-all')).status, 'nor is no second factor').to.equal(303)
    expect((await revoked()).map(({ event }) => event.subjectKey)).not.to.include(world.keyOf('ann'))
  })

  it('are out of reach with another person, another tenant, oneself, or by a misleading id', async () => {
    const [opal, tess] = [await world.verified('opal'), await world.verified('tess')]
    await trusts('bea', `${ID}1`)
    await trusts('ann', `${ID}4`)
    await trusts('opal', `${ID}5`)
    for (const id of [`${ID}4`, `${ID}9`, 'all', '%27%20or%201=1', '..']) {
      expect((await world.act(opal, `/people/bea/devices/${id}/revoke`)).status, id).to.equal(404)
    }
    for (const what of [`${ID}4/revoke`, 'revoke-all']) {
      expect((await world.act(tess, `/people/ann/devices/${what}`)).status).to.equal(403)
      expect((await world.act(tess, `/people/cora/devices/${what}`)).status).to.equal(404)
      expect((await world.act(opal, `/people/opal/devices/${what}`)).status).to.equal(403)
      expect((await world.act(await world.verified('bea'), `/people/bea/devices/${what}`)).status).to.equal(403)
    }
    expect((await opal.post(`/two-factor/admin/people/bea/devices/${ID}1/revoke`, { _csrf: 'x' })).status).to.equal(403)
    expect((await opal.get(`/two-factor/admin/people/bea/devices/${ID}1/revoke`)).status).to.equal(404)
    expect([await ids('bea'), await ids('ann'), await ids('opal')]).to.deep.equal([[`${ID}1`], [`${ID}4`], [`${ID}5`]])
    expect((await world.look(tess, '/people/ann')).text, 'to look at, with nothing to press').not.to.contain('/revoke"')
  })
})
