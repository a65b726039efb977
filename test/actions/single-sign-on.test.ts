import { expect } from 'chai'
import { judgeSingleSignOn } from '../../src/actions/single-sign-on/judge-single-sign-on.js'
import { TwoFactorError } from '../../src/errors.js'
import { type TestDirectoryContent, testDirectory } from '../../src/testing/test-directory.js'
import { NOON } from '../domain/sample-login.js'
import { callerOf, notices, type Ports, ports } from './people.js'

const HOUR = 3_600_000
const TENANTS = [{ tenantId: 'acme', bypass: 'organization', providers: {} }] as const
const FRED = {
  userId: '',
  username: 'fred',
  displayName: 'Fred Farmer',
  email: 'fred@acme.example',
  emailVerified: true,
  locale: null,
  enabled: true,
}

describe('judging single sign-on', () => {
  let given: Ports
  let content: TestDirectoryContent
  let asked: string[]
  const caller = (changes = {}) =>
    callerOf(given, { identityProvider: 'office365', identityUserName: 'fred@acme.example', ...changes })

  beforeEach(() => {
    given = ports()
    const { userId } = callerOf(given).login
    content = {
      people: [{ ...FRED, userId }],
      identityProviders: [{ alias: 'office365', name: 'Office 365', enabled: true, tenantId: 'acme' }],
      identities: { [userId]: [{ provider: 'office365', providerUserId: '42', userName: 'fred@acme.example' }] },
      sessionsStartedAt: { 'session-1': NOON },
    }
    asked = []
    given.directory = new Proxy(testDirectory(content), {
      get: (target, name: string) => {
        const method = Reflect.get(target, name)
        return typeof method !== 'function'
          ? method
          : (...args: unknown[]) => {
              asked.push(name)
              return method(...args)
            }
      },
    })
  })

  const judge = (who = caller(), tenants: Parameters<ReturnType<typeof judgeSingleSignOn>>[0]['tenants'] = TENANTS) =>
    judgeSingleSignOn(given)({ ...who, tenants, epoch: 0, now: given.store.time ?? NOON })
  const unknown = (): void => {
    content.people = [{ ...FRED, userId: caller().login.userId, email: 'fred@else.example' }]
  }
  const ask = (because: string) => ({ outcome: 'ask', because })

  it('costs nothing for whoever signed in with a password', async () => {
    expect(await judge(callerOf(given))).to.equal(null)
    expect([...asked, ...given.store.calls]).to.deep.equal([])
  })

  it('lets the people of a tenant’s own provider by, and tells nobody', async () => {
    expect(await judge()).to.deep.equal({ outcome: 'bypass', basis: 'organization', provider: 'Office 365' })
    expect(await notices(given, caller())).to.deep.equal([])
    expect(asked.sort()).to.deep.equal(['identitiesOf', 'identityProvider', 'person', 'sessionStartedAt'])
  })

  it('asks for less where the account was connected after a second step', async () => {
    unknown()
    const { subject } = caller()
    const key = given.identities.identity(subject.key, { provider: 'office365', providerUserId: '42' })
    const identity = { key, subjectKey: subject.key, provider: 'office365', trust: 'connected', since: NOON } as const
    await given.store.trustIdentity(identity, { audit: [], messages: [] })
    expect(await judge()).to.deep.include({ outcome: 'bypass', basis: 'connected' })
    expect(asked).not.to.include('person').and.not.to.include('hasPassword')
  })

  it('counts on after a later entry at the provider, in the session that it was granted to alone', async () => {
    expect(await judge(caller({ authenticatedAt: NOON + HOUR }))).to.deep.equal(ask('entered-since-sso'))
    await judge()
    expect(await judge(caller({ authenticatedAt: NOON + HOUR }))).to.deep.include({ outcome: 'bypass' })
    content.sessionsStartedAt = { 'session-1': NOON + 1, 'session-2': NOON }
    const later = { authenticatedAt: NOON + HOUR }
    expect(await judge(caller(later))).to.deep.equal(ask('entered-since-sso'))
    expect(await judge(caller({ ...later, sessionId: 'session-2' }))).to.deep.equal(ask('entered-since-sso'))
    given.store.time = NOON + 24 * HOUR
    content.sessionsStartedAt = { 'session-1': NOON }
    expect(await judge(caller(later))).to.deep.equal(ask('entered-since-sso'))
  })

  it('is not judged anew for a minute in the same login, under the same policy and epoch', async () => {
    const judging = judgeSingleSignOn(given)
    const of = { ...caller(), tenants: TENANTS, epoch: 0, now: NOON }
    const calls = async (changes: Partial<typeof of>) => {
      asked.length = 0
      expect(await judging({ ...of, ...changes })).to.deep.include({ outcome: 'bypass' })
      return asked.length
    }
    expect(await calls({})).to.be.above(0)
    expect(await calls({ now: NOON + 59_999 })).to.equal(0)
    for (const changes of [
      { epoch: 1 },
      { tenants: [{ ...TENANTS[0], providers: { office365: 'bypass' } }] as unknown as typeof TENANTS },
      caller({ sessionId: 'session-1', authenticatedAt: NOON + 1_000 }),
      { now: NOON + 60_000 },
    ]) {
      expect(await calls(changes)).to.be.above(0)
    }
    unknown()
    const { epoch, ...others } = of
    for (let time = 0; time < 2; time++) {
      asked.length = 0
      expect(await judging({ ...others, epoch: epoch + 2 })).to.deep.include({ outcome: 'ask' })
      expect(asked.length).to.be.above(0)
    }
  })

  it('tells the person of an account that nobody knows, once, whatever the policy says', async () => {
    unknown()
    for (let time = 0; time < 3; time++) expect(await judge()).to.deep.equal(ask('unknown-identity'))
    const enforced = [{ tenantId: 'acme', bypass: 'none', providers: {} }] as const
    expect(await judge(caller(), enforced)).to.deep.equal(ask('sso-enforced'))
    expect(await notices(given, caller())).to.deep.include.members([
      { kind: 'unknown-identity', at: NOON, provider: 'Office 365', origin: caller().origin },
    ])
    expect(given.store.outbox.size).to.equal(1)
    expect(given.store.audit.map(({ kind }) => kind)).to.deep.equal(['unknown-identity-seen'])
    const { userId } = caller().login
    content.identities = { [userId]: [{ provider: 'office365', providerUserId: '43', userName: 'fred@acme.example' }] }
    expect(await judge()).to.deep.equal(ask('unknown-identity'))
    expect(given.store.outbox.size).to.equal(2)
  })

  it('tells nobody where the session began with another account than the one that is connected now', async () => {
    expect(await judge(caller({ identityUserName: 'thief@acme.example' }))).to.deep.equal(ask('unknown-identity'))
    content.identities = {}
    expect(await judge()).to.deep.equal(ask('unknown-identity'))
    expect(given.store.outbox.size).to.equal(0)
  })

  it('asks for nothing more where the provider is gone, and where the directory knows no accounts', async () => {
    content.identityProviders = []
    expect(await judge()).to.deep.equal(ask('provider-disabled'))
    expect(asked).to.deep.equal(['identityProvider'])
    const { identityProvider: _, ...directory } = testDirectory(content)
    given.directory = directory
    expect(await judge()).to.deep.equal(ask('provider-disabled'))
  })

  it('judges nobody while Keycloak cannot be asked', async () => {
    for (const name of ['identityProvider', 'identitiesOf', 'sessionStartedAt', 'hasPassword'] as const) {
      const down = async () => {
        throw new TwoFactorError('ERR_2FA_DIRECTORY', 'down')
      }
      unknown()
      given.directory = { ...testDirectory(content), [name]: down }
      const error = await judge().then(
        () => undefined,
        (thrown: unknown) => thrown,
      )
      expect(error, name).to.have.property('code', 'ERR_2FA_DIRECTORY')
    }
  })
})
