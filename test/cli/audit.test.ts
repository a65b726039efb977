import { expect } from 'chai'
import { sha256Identities } from '../../src/crypto/identities.js'
import type { AuditEvent } from '../../src/domain/administration/audit-event.js'
import { samplePerson, sampleTenant } from '../actions/policy-people.js'
import { type Configured, configured, ISSUER } from './configured.js'

const subject = (userId: string) => sha256Identities().subject({ issuer: ISSUER, userId })

describe('the command "audit export"', () => {
  let world: Configured
  let made: number
  beforeEach(async () => {
    made = 0
    world = await configured({ timeZone: 'Asia/Tokyo' })
    world.content.people = ['bea', 'cora'].map((each) => samplePerson(each))
    world.content.tenants = [sampleTenant('acme', ['bea'])]
  })
  afterEach(() => world.remove())

  async function noted(userId: string, time: string, rest: Partial<AuditEvent> = {}, times = 1): Promise<void> {
    const store = world.store()
    await store.register(subject(userId), null)
    for (let each = 0; each < times; each++) {
      const event: AuditEvent = {
        id: `00000000-0000-4000-8000-${String(++made).padStart(12, '0')}`,
        subjectKey: subject(userId).key,
        kind: 'reset',
        at: Date.parse(time),
        origin: { browser: null, system: null, address: '192.0.2.1' },
        details: { by: 'opal', reason: '=1+1' },
        ...rest,
      }
      await store.noteLogin(event, userId === 'bea' ? ['acme'] : [])
    }
    await store.close()
  }
  const lines = ({ out }: { out: string }) => out.trim().split('\n')

  it('prints CSV without formulas, or one JSON document a line', async () => {
    await noted('bea', '2026-11-20T12:00Z', { origin: { browser: '=cmd', system: null, address: null } })
    const text = await world.run(['audit', 'export'])
    expect(text.exitCode).to.equal(0)
    expect(lines(text)).to.deep.equal([
      'time,event,user_id,by,browser,system,address,details,id',
      `2026-11-20T12:00:00.000Z,reset,bea,opal,'=cmd,,,"{""reason"":""=1+1""}",00000000-0000-4000-8000-000000000001`,
    ])
    const json = await world.run(['audit', 'export', '--json'])
    expect(lines(json).map((line) => JSON.parse(line))).to.deep.equal([
      {
        ...{ id: '00000000-0000-4000-8000-000000000001', time: '2026-11-20T12:00:00.000Z', event: 'reset' },
        ...{ userId: 'bea', by: 'opal', origin: { browser: '=cmd', system: null, address: null } },
        details: { reason: '=1+1' },
      },
    ])
    expect(json.err).to.equal('')
  })

  it('keeps names as they are in a file, and lets none command a terminal', async () => {
    await noted('bea', '2026-11-20T12:00Z', { details: { by: 'علی\u200eرضا\u001b[2J' } })
    expect((await world.run(['audit', 'export'])).out).to.contain('علی\u200eرضا\u001b[2J')
    expect((await world.run(['audit', 'export'], { isWatched: true })).out).to.contain('علی�رضا�[2J')
  })

  it('is narrowed by days in the option’s time zone, tenant, person and kind', async () => {
    await noted('bea', '2026-11-19T14:59:59Z')
    await noted('bea', '2026-11-19T15:00:00Z')
    await noted('cora', '2026-11-20T14:59:59Z', { kind: 'unlocked' })
    await noted('cora', '2026-11-20T15:00:00Z')
    const found = async (...argv: string[]) => lines(await world.run(['audit', 'export', ...argv])).length - 1
    expect(await found()).to.equal(4)
    expect(await found('--from', '2026-11-20', '--to', '2026-11-20')).to.equal(2)
    expect(await found('--from', '2026-11-20')).to.equal(3)
    expect(await found('--to', '2026-11-19')).to.equal(1)
    expect(await found('--tenant', 'acme')).to.equal(2)
    expect(await found('--user', 'cora', '--kind', 'unlocked')).to.equal(1)
  })

  it('prints every entry of many once, and stops where it is interrupted', async () => {
    await noted('bea', '2026-11-20T12:00Z', {}, 250)
    const all = lines(await world.run(['audit', 'export', '--json'])).map((line) => JSON.parse(line).id)
    expect([all.length, new Set(all).size]).to.deep.equal([250, 250])
    const interruption = new AbortController()
    interruption.abort()
    const interrupted = interruption.signal
    const { exitCode, out, err } = await world.run(['audit', 'export'], { interrupted })
    expect([exitCode, out, err]).to.deep.equal([1, '', 'Stopped. Run this again to go on.\n'])
    const json = lines(await world.run(['audit', 'export', '--json'], { interrupted }))
    expect(json.map((line) => JSON.parse(line).error.code)).to.deep.equal(['INTERRUPTED'])
  })

  it('takes the alias of a tenant too, the id of one that is gone, and no other text', async () => {
    world.content.tenants = [{ ...sampleTenant('acme', ['bea']), alias: 'a-corp' }]
    for (const user of ['bea', 'cora']) await noted(user, '2026-11-20T12:00Z')
    expect(lines(await world.run(['audit', 'export', '--tenant', 'a-corp']))).to.have.length(2)
    const gone = await world.run(['audit', 'export', '--tenant', '2a6d9c0e-3f5b-4c1d-8e7f-0a1b2c3d4e5f'])
    expect([gone.exitCode, lines(gone).length]).to.deep.equal([0, 1])
    const unknown = await world.run(['audit', 'export', '--tenant', 'nowhere'])
    expect(unknown.exitCode).to.equal(1)
    expect(unknown.err).to.contain('There is no tenant with the alias or id "nowhere".')
  })

  it('says what is wrong, with exit code 2', async () => {
    for (const [argv, wrong] of [
      [['--from', 'yesterday'], '"from" must be a date such as 2026-11-25.'],
      [['--from', '2026-11-02', '--to', '2026-11-01'], '"to" must not be before "from".'],
      [['--kind', 'nonsense'], '"kind" must be one of: set-up-started'],
    ] as const) {
      const { exitCode, err, out } = await world.run(['audit', 'export', ...argv])
      expect([exitCode, out]).to.deep.equal([2, ''])
      expect(err).to.contain(wrong)
    }
  })
})
