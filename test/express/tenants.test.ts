import { expect } from 'chai'
import { sha256Identities } from '../../src/crypto/identities.js'
import type { KeycloakLogin } from '../../src/domain/sign-in/login.js'
import type { TenantPolicy } from '../../src/domain/tenant-policy/tenant-policy.js'
import { TwoFactorError } from '../../src/errors.js'
import type { Directory } from '../../src/ports/directory.js'
import { testDirectory } from '../../src/testing/test-directory.js'
import { samplePerson, samplePolicy, sampleTenant } from '../actions/policy-people.js'
import { NOON, sampleLogin } from '../domain/sample-login.js'
import { type Browser, browser, setUp } from './browser.js'
import { type TwoClocks, twoClocks } from './clock.js'
import { type Portal, startPortal } from './portal.js'

const JSON_ONLY = { accept: 'application/json' }
const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
const GRACE = { days: 7, logins: 2 }

describe('signing in under the policies of tenants', () => {
  let portal: Portal
  let clock: TwoClocks
  let down: boolean
  let asked: number
  let entered = 0

  const enter = (userId: string, changes: Partial<KeycloakLogin> = {}) => {
    entered = Math.max(entered + 1000, clock.at(0))
    const times = { authenticatedAt: entered, issuedAt: entered, signedInAt: clock.now() }
    return sampleLogin({ userId, sessionId: `session of ${userId}`, ...times, ...changes })
  }
  async function signedIn(userId: string): Promise<Browser> {
    clock.pass(1000)
    const made = browser(portal.url)
    await made.signIn(enter(userId))
    return made
  }
  const policy = (tenantId: string, changes: Partial<TenantPolicy>) => {
    const realm = sha256Identities().realm(sampleLogin().issuer)
    return portal.store.tenantPolicies(realm, [tenantId]).then(async ([record]) => {
      const now = clock.at(0)
      const written = { policy: samplePolicy(changes), synchronized: null, changedAt: now, stricterAt: now }
      const expected = { tenantId, version: record?.version ?? 0 }
      expect(
        await portal.store.putTenantPolicy(realm, expected, { ...written, effects: { audit: [], messages: [] } }),
      ).to.equal('settled')
    })
  }
  /** What a page of the application answers: its status, and where it leads. */
  async function at(who: Browser, path = '/'): Promise<string> {
    const { status, to } = await who.get(path)
    return to === '' ? String(status) : `${status} ${to}`
  }

  beforeEach(async () => {
    down = false
    asked = 0
    entered = 0
    clock = twoClocks(() => portal.store)
    const known = testDirectory({
      people: ['ann', 'bea', 'cora', 'carl', 'ed'].map((each) => samplePerson(each)),
      tenants: [
        sampleTenant('acme', ['ann', 'bea']),
        sampleTenant('birch', ['ann']),
        sampleTenant('cedar', ['carl', 'cora']),
        sampleTenant('elm', ['ed']),
      ],
      roles: { carl: { realmRoles: ['manager'] } },
    })
    const directory: Directory = {
      ...known,
      tenantsOf: async (userId) => {
        asked += 1
        if (down) throw new TwoFactorError('ERR_2FA_DIRECTORY', 'Keycloak does not answer.')
        return known.tenantsOf(userId)
      },
    }
    portal = await startPortal({
      clock,
      options: {
        directory,
        subjectAdministrators: { realmRoles: ['manager'] },
        revocation: { within: '0s' },
        entitlements: ({ id }) => ({
          requirements: id === 'elm' ? ['off', 'optional'] : ['off', 'optional', 'required'],
          methods: ['totp', 'email', 'sms'],
        }),
      },
      routes: (app, twoFactor) => {
        for (const tenant of ['acme', 'birch']) {
          app.get(`/of/${tenant}`, twoFactor.required({ tenant }), (_req, res) => {
            res.send(`for members of ${tenant}`)
          })
        }
      },
    })
    clock.pass(0)
    expect(clock.at(0)).to.equal(NOON)
  })
  afterEach(() => portal.close())

  it('asks nobody whose tenants do not use it, and leads to set-up where one requires it', async () => {
    expect(await at(await signedIn('ann'))).to.equal('200')
    await policy('acme', { requirement: 'required' })
    expect(await at(await signedIn('ann'))).to.contain('/two-factor/set-up')
    expect(await at(await signedIn('ed'))).to.equal('200')
  })

  it('leads administrators alone, where the policy is for them', async () => {
    await policy('cedar', { requirement: 'required', appliesTo: 'administrators' })
    expect(await at(await signedIn('carl'))).to.contain('/two-factor/set-up')
    expect(await at(await signedIn('cora'))).to.equal('200')
  })

  it('leads nobody whose tenant’s plan does not include it', async () => {
    await policy('elm', { requirement: 'required' })
    expect(await at(await signedIn('ed'))).to.equal('200')
  })

  it('leaves sessions alone that are older than the policy, or asks them at once, as it says', async () => {
    const session = await signedIn('bea')
    expect(await at(session)).to.equal('200')
    clock.pass(MINUTE)
    await policy('acme', { requirement: 'required' })
    expect(await at(session)).to.equal('200')
    await policy('acme', { requirement: 'required', takesEffect: 'now' })
    expect(await at(session)).to.contain('/two-factor/set-up')
  })

  it('judges nobody without a second factor while the directory is down; whoever has one is asked', async () => {
    const fresh = await signedIn('bea')
    const known = await signedIn('ann')
    await setUp(known, { enter: () => enter('ann'), now: () => clock.at(0) })
    const again = await signedIn('ann')
    down = true
    expect(await at(fresh)).to.match(/^502/)
    expect(await at(again)).to.contain('/two-factor/challenge')
    expect(await at(known)).to.equal('200')
  })

  it('lets on for an hour whoever was let through before the directory was down, at unchanged policies', async () => {
    const [one, other] = [await signedIn('bea'), await signedIn('ann')]
    expect([await at(one), await at(other)]).to.deep.equal(['200', '200'])
    down = true
    clock.pass(59 * MINUTE)
    expect(await at(one)).to.equal('200')
    await policy('birch', { requirement: 'required', takesEffect: 'now' })
    expect(await at(other)).to.match(/^502/)
    expect(await at(one)).to.equal('200')
    clock.pass(MINUTE)
    expect(await at(one)).to.match(/^502/)
    down = false
    expect(await at(one)).to.equal('200')
  })

  it('asks the directory nothing for a session that was let through', async () => {
    const session = await signedIn('bea')
    await at(session)
    const before = asked
    for (let i = 0; i < 5; i += 1) expect(await at(session)).to.equal('200')
    expect(asked).to.equal(before)
  })

  describe('with grace', () => {
    const later = async (who: Browser) => {
      who.token = String((await who.get('/two-factor/set-up', JSON_ONLY)).json.csrfToken)
      return who.post('/two-factor/later', {})
    }

    it('shows until when set-up can be put off, and lets through the logins that it gives', async () => {
      await policy('acme', { requirement: 'required', grace: GRACE })
      const first = await signedIn('ann')
      expect(await at(first, '/reports')).to.contain('/two-factor/set-up')
      const shown = (await first.get('/two-factor/set-up', JSON_ONLY)).json
      expect(shown).to.deep.include({
        page: 'set-up-later',
        tenants: ['ACME'],
        logins: 2,
        until: clock.at(0) + 7 * DAY,
      })
      expect((await later(first)).to).to.contain('/reports')
      expect(await at(first, '/reports')).to.equal('200')
      const second = await signedIn('ann')
      expect((await second.get('/two-factor/set-up', JSON_ONLY)).json).to.deep.include({ logins: 1 })
      await later(second)
      expect(await at(second)).to.equal('200')
      clock.pass(15 * MINUTE)
      expect([await at(first), await at(second)]).to.deep.equal(['200', '200'])
      const third = await signedIn('ann')
      expect((await later(third)).status).to.equal(403)
      expect(await at(third)).to.contain('/two-factor/set-up')
    })

    it('spends one login for a login, however often and in parallel it is asked', async () => {
      await policy('acme', { requirement: 'required', grace: { days: null, logins: 2 } })
      const first = await signedIn('ann')
      await at(first)
      first.token = String((await first.get('/two-factor/set-up', JSON_ONLY)).json.csrfToken)
      const answers = await Promise.all(Array.from({ length: 10 }, () => first.post('/two-factor/later', {})))
      expect(answers.map(({ status }) => status)).to.deep.equal(Array(10).fill(303))
      const second = await signedIn('ann')
      expect((await second.get('/two-factor/set-up', JSON_ONLY)).json).to.deep.include({ logins: 1 })
    })

    it('spends nothing more for two browsers that take turns', async () => {
      await policy('acme', { requirement: 'required', grace: { days: null, logins: 3 } })
      const [one, other] = [await signedIn('ann'), await signedIn('ann')]
      for (const who of [one, other]) await later(who)
      for (let turn = 0; turn < 3; turn += 1) {
        clock.pass(15 * MINUTE)
        for (const who of [one, other]) {
          expect(await at(who)).to.equal('200')
          expect((await who.post('/two-factor/later', {})).status).to.equal(303)
        }
      }
      const third = await signedIn('ann')
      expect((await third.get('/two-factor/set-up', JSON_ONLY)).json).to.deep.include({ logins: 1 })
    })

    it('spends nothing more for whoever has begun set-up, with a fresh password, and left it', async () => {
      await policy('acme', { requirement: 'required', grace: { days: null, logins: 2 } })
      const session = await signedIn('bea')
      await later(session)
      clock.pass(MINUTE)
      expect(await at(session, '/two-factor/set-up?now=1')).to.contain('/login')
      await session.signIn(enter('bea'))
      await session.get('/two-factor/continue')
      expect(await at(session)).to.equal('200')
      expect((await later(session)).status).to.equal(303)
      const next = await signedIn('bea')
      expect((await next.get('/two-factor/set-up', JSON_ONLY)).json).to.deep.include({ logins: 1 })
    })

    it('spends nothing more of one tenant’s where another one begins to require it', async () => {
      const three = { requirement: 'required', takesEffect: 'now', grace: { days: null, logins: 3 } } as const
      await policy('acme', three)
      const session = await signedIn('ann')
      await later(session)
      await policy('birch', three)
      expect(await at(session)).to.contain('/two-factor/set-up')
      await later(session)
      expect(await at(session)).to.equal('200')
      const next = await signedIn('ann')
      expect((await next.get('/two-factor/set-up', JSON_ONLY)).json).to.deep.include({ logins: 2 })
    })

    it('ends with its days, in the midst of a session too', async () => {
      await policy('acme', { requirement: 'required', grace: { days: 1, logins: null } })
      const session = await signedIn('bea')
      await at(session)
      await later(session)
      clock.pass(DAY - 2 * MINUTE)
      expect(await at(session)).to.equal('200')
      clock.pass(2 * MINUTE)
      expect(await at(session)).to.contain('/two-factor/set-up')
      expect((await later(session)).status).to.equal(403)
    })

    it('begins set-up at once where the person wants it, and gives routes of their own demand none', async () => {
      await policy('acme', { requirement: 'required', grace: GRACE })
      const session = await signedIn('bea')
      await later(session)
      expect(await at(session, '/members')).to.contain('/two-factor/set-up')
      expect(await at(session, '/two-factor/set-up?now=1')).to.contain('/login')
    })
  })

  describe('on a route of one tenant', () => {
    it('asks what this tenant does, and is for its members alone', async () => {
      await policy('acme', { requirement: 'required' })
      const ann = await signedIn('ann')
      expect(await at(ann, '/of/acme')).to.contain('/two-factor/set-up')
      expect(await at(ann, '/of/birch')).to.equal('200')
      expect(await at(ann, '/')).to.contain('/two-factor/set-up')
      expect(await at(await signedIn('bea'), '/of/birch')).to.equal('403')
      expect(await at(browser(portal.url), '/of/birch')).to.contain('/login')
    })

    it('is closed to whoever has done the second step and is no member', async () => {
      await policy('acme', { requirement: 'optional' })
      const bea = await signedIn('bea')
      await setUp(bea, { enter: () => enter('bea'), now: () => clock.at(0) })
      expect(await at(bea, '/of/acme')).to.equal('200')
      expect(await at(bea, '/of/birch')).to.equal('403')
      down = true
      expect(await at(bea, '/of/acme')).to.match(/^502/)
    })
  })
})
