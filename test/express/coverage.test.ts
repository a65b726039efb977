import { expect } from 'chai'
import { NOBODY } from '../../src/actions/record.js'
import { type Administrators, startAdministrators } from './administrators.js'

describe('the coverage report', () => {
  let world: Administrators
  beforeEach(async () => {
    world = await startAdministrators()
  })
  afterEach(() => world.portal.close())

  async function belongs(userId: string, ...tenants: string[]): Promise<void> {
    const event = { id: `login of ${userId}`, subjectKey: world.keyOf(userId), kind: 'login-decided' as const }
    await world.portal.store.register(
      { key: world.keyOf(userId), issuer: 'https://id.example/realms/acme', userId },
      null,
    )
    await world.portal.store.noteLogin({ ...event, at: 0, origin: NOBODY, details: {} }, tenants)
  }

  it('counts who has it, of a tenant and of everybody, and shows it as a picture', async () => {
    const [opal, tess] = [await world.verified('opal'), await world.verified('tess')]
    await world.verified('bea')
    for (const userId of ['tess', 'bea', 'ann']) await belongs(userId, 'acme')
    expect((await world.view(tess, '/tenants/acme/coverage')).coverage).to.deep.equal({
      ...{ people: 3, methods: { totp: 2, email: 0, sms: 0 }, none: 1 },
    })
    const everybody = await world.view(opal, '/coverage')
    expect(everybody.coverage).to.deep.equal({ people: 6, methods: { totp: 3, email: 0, sms: 0 }, none: 3 })
    expect((everybody.tenants as { id: string }[]).map(({ id }) => id)).to.deep.equal(['acme', 'birch', 'cedar'])
    const { text } = await world.look(tess, '/tenants/acme/coverage')
    expect(text).to.contain('Set up by 2 of 3 people (67%).')
    expect(text).to.match(/<svg class="coverage"[^>]*role="img" aria-label="Set up by 2 of 3/)
    expect(text).to.contain('<rect class="totp" x="0.00" width="400.00"')
  })

  it('lists a tenant’s members as they are now, and everybody, as files without formulas', async () => {
    const [opal, tess] = [await world.verified('opal'), await world.verified('tess')]
    await world.verified('bea')
    await world.verified('cora')
    const bea = world.content.people?.find(({ userId }) => userId === 'bea')
    Object.assign(bea ?? {}, { displayName: '=HYPERLINK("http://evil.example")' })
    // Cora was of Acme when she last signed in, and has left.
    await belongs('cora', 'acme')
    const file = await world.look(tess, '/tenants/acme/coverage.csv')
    expect(file.headers.get('content-disposition')).to.equal('attachment; filename=coverage-acme.csv')
    const lines = file.text.trim().split('\n')
    expect(lines).to.have.length(4)
    expect(lines[0]).to.contain('user_id,username,name,email,state,method,active_since,last_used')
    const time = '2026-11-20T12:00:00.000Z'
    expect(lines[3]).to.equal(
      `bea,bea,"'=HYPERLINK(""http://evil.example"")",bea@acme.example,active,totp,${time},${time}`,
    )
    expect(lines[2]).to.equal('ann,ann,ann Example,ann@acme.example,off,,,')
    expect(file.text).not.to.contain('cora')
    const everybody = (await world.look(opal, '/coverage.csv')).text
    expect(everybody).to.contain(`cora,,,,active,totp,${time},${time}`)
  })

  it('is for operators about everybody, and for others about their own tenants', async () => {
    const tess = await world.verified('tess')
    for (const file of ['', '.csv']) {
      expect((await world.look(tess, `/coverage${file}`)).status).to.equal(403)
      for (const other of ['birch', 'cedar', 'nowhere', '..%2f..%2fusers']) {
        expect((await world.look(tess, `/tenants/${other}/coverage${file}`)).status, other).to.equal(404)
      }
      expect((await world.look(await world.verified('bea'), `/tenants/acme/coverage${file}`)).status).to.equal(403)
    }
  })

  it('lists any number of people, each once', async () => {
    const opal = await world.verified('opal')
    const issuer = 'https://id.example/realms/acme'
    for (let each = 0; each < 1_234; each++) {
      const userId = `person-${each}`
      await world.portal.store.register({ key: world.keyOf(userId), issuer, userId }, null)
    }
    const [, ...lines] = (await world.look(opal, '/coverage.csv')).text.trim().split('\n')
    const ids = lines.map((line) => line.split(',')[0])
    expect([ids.length, new Set(ids).size]).to.deep.equal([1_235, 1_235])
  })
})
