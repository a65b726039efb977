import { expect } from 'chai'
import { NOBODY } from '../../src/actions/record.js'
import type { AuditEvent } from '../../src/domain/administration/audit-event.js'
import { type Administrators, JSON_ONLY, startAdministrators } from './administrators.js'

describe('the audit log', () => {
  let world: Administrators
  beforeEach(async () => {
    world = await startAdministrators()
  })
  afterEach(() => world.portal.close())

  let made = 0
  /** An entry about somebody, at noon of a day of November. */
  async function noted(userId: string, day: number, rest: Partial<AuditEvent> = {}): Promise<void> {
    await world.portal.store.addAuditEvent({
      id: `00000000-0000-4000-8000-${String(++made).padStart(12, '0')}`,
      subjectKey: world.keyOf(userId),
      kind: 'code-accepted',
      at: Date.UTC(2026, 10, day, 12),
      origin: { browser: 'Firefox', system: 'Windows', address: '192.0.2.1' },
      details: {},
      ...rest,
    })
  }
  async function belongs(userId: string, ...tenants: string[]): Promise<void> {
    const event = { id: `login of ${userId}`, subjectKey: world.keyOf(userId), kind: 'login-decided' as const }
    await world.portal.store.register(
      { key: world.keyOf(userId), issuer: 'https://id.example/realms/acme', userId },
      null,
    )
    await world.portal.store.noteLogin({ ...event, at: 0, origin: NOBODY, details: {} }, tenants)
  }
  type Shown = { kind: string; at: number; person: { userId: string; name: string } | null; by: unknown }
  async function entries(who: string, path: string): Promise<Shown[]> {
    const { entries: found } = await world.view(await world.verified(who), path)
    return found as Shown[]
  }
  const days = (found: Shown[]) => found.map(({ at }) => new Date(at).getUTCDate())

  it('is for operators about everybody, for others about the people of their tenants', async () => {
    const tess = await world.verified('tess')
    await belongs('bea', 'acme')
    await belongs('cora', 'cedar')
    await noted('bea', 1)
    await noted('cora', 2)
    expect(days(await entries('opal', '/audit?to=2026-11-03'))).to.deep.equal([2, 1, 1, 1])
    expect(days(await entries('opal', '/audit?to=2026-11-03&kind=code-accepted'))).to.deep.equal([2, 1])
    expect(days(await entries('tess', '/tenants/acme/audit?to=2026-11-03&kind=code-accepted'))).to.deep.equal([1])
    expect(days(await entries('opal', '/tenants/cedar/audit?kind=code-accepted'))).to.deep.equal([2])
    for (const file of ['', '.csv']) {
      expect((await world.look(tess, `/audit${file}`)).status).to.equal(403)
      for (const other of ['cedar', 'birch', 'nowhere', '..%2f..%2fusers', '%00']) {
        expect((await world.look(tess, `/tenants/${other}/audit${file}`)).status, other).to.equal(404)
      }
      expect((await world.look(await world.verified('bea'), `/tenants/acme/audit${file}`)).status).to.equal(403)
    }
  })

  it('shows nobody who has left the tenant, whatever they were when they last signed in', async () => {
    await belongs('bea', 'acme')
    await belongs('cora', 'acme')
    await noted('bea', 1)
    await noted('cora', 2)
    expect(days(await entries('tess', '/tenants/acme/audit?kind=code-accepted'))).to.deep.equal([1])
    const file = await world.look(await world.verified('tess'), '/tenants/acme/audit.csv?kind=code-accepted')
    expect(file.text).to.contain(',bea,').and.not.to.contain(',cora,')
  })

  it('is narrowed by person, kind and days', async () => {
    for (const day of [1, 2, 3]) await noted('bea', day)
    await noted('cora', 2, { kind: 'code-refused' })
    for (const name of ['bea', 'BEA', 'bea@acme.example']) {
      const found = await entries('opal', `/audit?person=${name}&from=2026-11-02&to=2026-11-02`)
      expect(days(found), name).to.deep.equal([2])
    }
    expect(days(await entries('opal', '/audit?kind=code-refused'))).to.deep.equal([2])
    expect(await entries('opal', '/audit?person=zoe')).to.deep.equal([])
  })

  it('names who it is about and who did it, and asks which of several people is meant', async () => {
    await belongs('bea')
    await noted('bea', 1, { kind: 'unlocked', details: { by: 'opal' } })
    const [entry] = await entries('opal', '/audit?kind=unlocked')
    expect(entry?.person?.userId).to.equal('bea')
    expect(entry?.by).to.deep.include({ userId: 'opal' })
    const html = await world.look(await world.verified('opal'), '/audit?person=a')
    expect(html.text).to.contain('Several people are called so').and.contain('person=cora')
    const file = await world.look(await world.verified('opal'), '/audit.csv?person=a')
    expect(file.status).to.equal(400)
    expect(file.text).to.contain('means several people')
  })

  it('has pages, each of which begins where the one before ended, whatever was written meanwhile', async () => {
    for (let each = 0; each < 60; each++) await noted('bea', 1, { at: Date.UTC(2026, 10, 1) + (each % 7) })
    const seen: string[] = []
    let next: unknown = ''
    for (let pages = 0; next !== null; pages++) {
      if (pages === 9) throw new Error('there is always one more page')
      const page = await world.view(await world.verified('opal'), `/audit?to=2026-11-02&after=${next}`)
      seen.push(...(page.entries as { id: string }[]).map(({ id }) => id))
      next = page.next
      await noted('cora', 1, { at: Date.UTC(2026, 10, 1, 18) })
    }
    expect(new Set(seen).size).to.equal(seen.length)
    expect(seen.length).to.equal(60)
    const first = await world.look(await world.verified('opal'), '/audit?to=2026-11-02')
    expect(first.text).to.contain('Older entries')
  })

  it('says what is wrong with a filter', async () => {
    const opal = await world.verified('opal')
    for (const [query, wrong] of [
      ['from=yesterday', /"from" must be a date/],
      ['to=2026-02-30', /"to" must be a date/],
      ['from=2026-11-02&to=2026-11-01', /"to" must not be before/],
      ['kind=nonsense', /"kind" must be a kind of entry/],
      ['after=1%27%20or%201=1', /"after" must be/],
      ['person=a&person=b', /"person" must be a text/],
    ] as const) {
      const { status, text } = await opal.get(`/two-factor/admin/audit?${query}`, JSON_ONLY)
      expect(status, query).to.equal(400)
      expect(JSON.parse(text).detail).to.match(wrong)
    }
  })

  it('is a file without formulas, for spreadsheets, of all that is wanted', async () => {
    for (const start of ['=', '+', '-', '@', '\t', '＝']) {
      const evil = `${start}cmd|' /C calc'!A0`
      await noted('bea', 1, {
        origin: { browser: evil, system: null, address: null },
        details: { reason: evil, by: evil },
      })
    }
    for (let each = 0; each < 300; each++) await noted('bea', 2)
    const file = await world.look(await world.verified('opal'), '/audit.csv?to=2026-11-03')
    expect(file.status).to.equal(200)
    expect(file.headers.get('content-type')).to.match(/^text\/csv/)
    expect(file.headers.get('content-disposition')).to.equal('attachment; filename=audit.csv')
    expect(file.headers.get('cache-control')).to.equal('no-store')
    const [head, ...lines] = file.text.trim().split('\n')
    expect(head).to.contain('time,event,user_id,by')
    expect(lines).to.have.length(306)
    // Outside of quotes a cell begins after a comma, and inside after the quote.
    for (const line of lines) expect(line).not.to.match(/(^|,)"?[=+\-@\t＝]/)
    expect(file.text).to.contain(`'=cmd|`)
  })

  it('holds no key, hash or secret of anybody', async () => {
    const opal = await world.verified('opal')
    await world.verified('bea')
    const texts = [
      (await world.look(opal, '/audit')).text,
      JSON.stringify(await world.view(opal, '/audit')),
      (await world.look(opal, '/audit.csv')).text,
    ]
    const codes = await world.portal.store.backupCodes(world.keyOf('bea'))
    for (const text of texts) {
      expect(text).not.to.contain(world.keyOf('bea'))
      for (const { hash, sealedCode } of codes) expect(text).not.to.contain(hash).and.not.to.contain(sealedCode)
    }
  })
})
