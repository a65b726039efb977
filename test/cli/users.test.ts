import { expect } from 'chai'
import { sha256Identities } from '../../src/crypto/identities.js'
import { DEFAULT_TOTP } from '../../src/domain/enrolment/enrolment.js'
import { samplePerson } from '../actions/policy-people.js'
import { type Configured, configured, ISSUER } from './configured.js'

const BEA = sha256Identities().subject({ issuer: ISSUER, userId: 'bea' })
describe('the commands that help one person', () => {
  let world: Configured
  beforeEach(async () => {
    world = await configured()
    world.content.people = ['bea', 'cora'].map((each) => samplePerson(each))
    const store = world.store()
    await store.register(BEA, null)
    const at = Date.now()
    const { attempts, epoch } = await store.load(BEA.key, '')
    await store.addEnrolment(
      { subjectKey: BEA.key, version: attempts.version, epoch },
      {
        enrolment: {
          id: '00000000-0000-4000-8000-000000000001',
          ...{ method: 'totp', totp: DEFAULT_TOTP, sealedSecret: 'sealed' },
          ...{ confirmedAt: at, activeSince: at, backupCodesSavedAt: null },
        },
        backupCodes: [],
        effects: { audit: [], messages: [] },
      },
    )
    await store.close()
  })
  afterEach(() => world.remove())

  const events = async () => {
    const store = world.store()
    const found = await store.auditEvents(BEA.key, 10)
    const mails = await store.waitingMessages()
    await store.close()
    return { kinds: found.map(({ kind, details }) => [kind, details.by]), mails }
  }

  it('unlock, as the log and a mail say', async () => {
    const store = world.store()
    const { attempts, epoch } = await store.load(BEA.key, '')
    const locked = { wrong: 5, lockedUntil: Date.now() + 60_000 }
    await store.settle(
      { subjectKey: BEA.key, version: attempts.version, epoch },
      { attempts: { ...attempts, codes: locked }, effects: { audit: [], messages: [] } },
    )
    await store.close()
    expect((await world.run(['users', 'show', 'bea'])).out).to.match(/codes +locked until/)
    expect((await world.run(['users', 'unlock', 'bea'])).exitCode).to.equal(0)
    expect((await world.run(['users', 'show', 'bea'])).out).to.match(/^codes +open$/m)
    expect(await events()).to.deep.equal({ kinds: [['unlocked', 'command-line']], mails: 1 })
    expect((await world.run(['users', 'unlock', 'bea'])).exitCode, 'nothing to unlock is no error').to.equal(0)
  })

  it('issue a bypass code for a reason, and print it this once', async () => {
    const text = await world.run(['users', 'bypass', 'bea', '--reason', 'lost phone', '--minutes', '10'])
    expect(text.exitCode).to.equal(0)
    expect(text.out).to.match(/^\d{4} \d{4}\nWorks once, until /)
    const { code, endsAt } = JSON.parse(
      (await world.run(['users', 'bypass', 'bea', '--reason', 'again', '--json'])).out,
    )
    expect(code).to.match(/^\d{8}$/)
    expect(Date.parse(endsAt) - Date.now()).to.be.within(59 * 60_000, 60 * 60_000)
    expect((await world.run(['users', 'show', 'bea', '--json'])).out).not.to.contain(code)
    for (const wrong of [
      [],
      ['--reason', ' '],
      ['--reason', 'x', '--minutes', '9'],
      ['--reason', 'x', '--minutes', '1e9'],
    ]) {
      expect((await world.run(['users', 'bypass', 'bea', ...wrong])).exitCode, wrong.join(' ')).to.equal(2)
    }
    expect((await world.run(['users', 'bypass', 'cora', '--reason', 'x'])).exitCode).to.equal(1)
  })

  it('reset after a question, or with --yes, and not otherwise', async () => {
    const asked: string[] = []
    const ask = async (question: string) => {
      asked.push(question)
      return 'no'
    }
    expect((await world.run(['users', 'reset', 'bea'], { ask })).exitCode).to.equal(1)
    expect(asked).to.deep.equal(['This deletes the second factor of bea Example (bea). Type yes: '])
    expect((await world.run(['users', 'reset', 'bea'])).exitCode, 'nobody to answer').to.equal(2)
    expect((await world.run(['users', 'show', 'bea'])).out).to.match(/second factor +totp/)
    expect((await world.run(['users', 'reset', 'bea', '--yes', '--json'])).out).to.equal('{\n  "done": true\n}\n')
    expect((await world.run(['users', 'show', 'bea'])).out).to.match(/second factor +none/)
    expect(await events()).to.deep.equal({ kinds: [['reset', 'command-line']], mails: 1 })
    expect((await world.run(['users', 'reset', 'bea', '--yes'])).exitCode, 'nothing to reset').to.equal(1)
  })

  it('know a person by user name or address, whole and whatever its case, and guess at nobody', async () => {
    const bea = { ...samplePerson('bea'), username: 'b.example', email: 'bea@acme.example' }
    const cora = { ...samplePerson('cora'), username: 'cora@acme.example', email: 'Bea.Example@acme.example' }
    world.content.people = [bea, cora]
    for (const named of ['bea', 'B.Example', 'bea@ACME.example']) {
      const { exitCode, out } = await world.run(['users', 'show', named, '--json'])
      expect([exitCode, JSON.parse(out).person?.userId], named).to.deep.equal([0, 'bea'])
    }
    for (const named of ['b.exam', 'acme.example', '', 'bea Example']) {
      expect((await world.run(['users', 'reset', named, '--yes'])).exitCode, named).to.equal(1)
    }
    world.content.people = [bea, { ...cora, username: 'bea@acme.example' }]
    const { exitCode, err } = await world.run(['users', 'reset', 'bea@acme.example', '--yes'])
    expect(exitCode).to.be.oneOf([1, 2])
    expect(err).to.contain('may be one of several people: give the user id.')
    expect((await world.run(['users', 'show', 'bea'])).out).to.match(/second factor +totp/)
  })

  it('end with 1 for somebody whom Keycloak does not have', async () => {
    for (const argv of [['unlock'], ['reset', '--yes'], ['bypass', '--reason', 'x']]) {
      const [command = '', ...more] = argv
      const { exitCode, err } = await world.run(['users', command, 'zoe', ...more])
      expect(exitCode, command).to.equal(1)
      expect(err).to.contain('Keycloak has no person with the user id, user name or e-mail address "zoe".')
    }
  })
})
