import { expect } from 'chai'
import { sha256Identities } from '../../src/crypto/identities.js'
import type { KeycloakLogin } from '../../src/domain/sign-in/login.js'
import { DEFAULT_POLICY } from '../../src/domain/tenant-policy/tenant-policy.js'
import { testDirectory } from '../../src/testing/test-directory.js'
import { codeAt } from '../crypto/code-at.js'
import { NOON, sampleLogin } from '../domain/sample-login.js'
import { type Browser, browser, setUp } from './browser.js'
import { type TwoClocks, twoClocks } from './clock.js'
import { type Portal, startPortal } from './portal.js'

const MINUTE = 60_000
const JSON_ONLY = { accept: 'application/json' }

const person = (userId: string) => ({
  ...{ userId, username: userId, displayName: `${userId} Example`, email: `${userId}@acme.example` },
  ...{ emailVerified: true, locale: null, enabled: true },
})
const tenant = (id: string, members: string[]) => ({
  ...{ id, alias: id, name: id.toUpperCase(), enabled: true, attributes: {}, members },
})

describe('the administrators’ pages', () => {
  let portal: Portal
  let clock: TwoClocks
  let content: NonNullable<Parameters<typeof testDirectory>[0]>
  let entered: number
  const browsers = new Map<string, { browser: Browser; secret: string }>()

  const enter = (userId: string, changes: Partial<KeycloakLogin> = {}) => {
    entered = Math.max(entered + 1000, clock.at(0))
    const times = { authenticatedAt: entered, issuedAt: entered, signedInAt: clock.now() }
    return sampleLogin({ userId, sessionId: `session of ${userId}`, ...times, ...changes })
  }
  /** Somebody past the second step. */
  async function verified(userId: string): Promise<Browser> {
    const known = browsers.get(userId)
    if (known !== undefined) return known.browser
    const made = browser(portal.url)
    await made.signIn(enter(userId))
    const secret = await setUp(made, { enter: () => enter(userId), now: () => clock.at(0) })
    browsers.set(userId, { browser: made, secret })
    return made
  }
  /** A new browser of an enrolled person, at the code page. */
  async function atCodePage(userId: string): Promise<Browser> {
    const made = browser(portal.url)
    await made.signIn(enter(userId, { sessionId: `another session of ${userId}` }))
    await made.follow(await made.get('/two-factor/continue'))
    return made
  }
  const look = (who: Browser, path: string) => who.get(`/two-factor/admin${path}`)
  const view = async (who: Browser, path: string) => (await who.get(`/two-factor/admin${path}`, JSON_ONLY)).json
  const act = async (who: Browser, userId: string, what: string, fields = {}) => {
    who.token = String((await view(who, '')).csrfToken)
    return who.post(`/two-factor/admin/people/${userId}/${what}`, fields)
  }

  beforeEach(async () => {
    clock = twoClocks(() => portal.store)
    browsers.clear()
    content = {
      people: ['opal', 'tess', 'tom', 'ann', 'bea', 'cora', 'fred'].map(person),
      tenants: [tenant('acme', ['tess', 'tom', 'ann', 'bea']), tenant('birch', ['ann']), tenant('cedar', ['cora'])],
      roles: {
        opal: { realmRoles: ['operator'] },
        tess: { realmRoles: ['tenant-administrator'] },
        tom: { groups: { acme: [{ path: '/administrators', realmRoles: [], clientRoles: {} }] } },
      },
    }
    portal = await startPortal({
      clock,
      options: {
        directory: testDirectory(content),
        operators: { realmRoles: ['operator'] },
        tenantAdministrators: { realmRoles: ['tenant-administrator'], organizationGroups: ['administrators'] },
      },
    })
    clock.pass(0)
    entered = NOON
  })
  afterEach(() => portal.close())

  describe('are', () => {
    it('for administrators alone, past the second step', async () => {
      const stranger = browser(portal.url)
      expect((await look(stranger, '')).to).to.equal('/login')
      await stranger.signIn(enter('opal'))
      expect((await look(stranger, '')).to).to.equal('/two-factor/set-up')
      expect((await look(await verified('bea'), '')).status).to.equal(403)
      expect((await look(await verified('tess'), '')).status).to.equal(200)
      expect((await look(await verified('tom'), '')).status).to.equal(200)
    })

    it('for operators about everybody, for others about their own tenants', async () => {
      expect((await view(await verified('opal'), '')).tenants).to.have.length(3)
      expect((await view(await verified('tess'), '')).tenants).to.deep.equal([{ id: 'acme', name: 'ACME' }])
      const tess = await verified('tess')
      expect((await look(tess, '/tenants/acme/people')).status).to.equal(200)
      for (const other of ['birch', 'cedar', 'nowhere', '..%2f..%2fusers', '%00']) {
        expect((await look(tess, `/tenants/${other}/people`)).status, other).to.equal(404)
      }
      expect((await look(tess, '/people')).status).to.equal(403)
      expect((await look(await verified('opal'), '/people')).status).to.equal(200)
    })

    it('closed as soon as the role is gone', async () => {
      const tess = await verified('tess')
      await verified('bea')
      content.roles = {}
      expect((await act(tess, 'bea', 'revoke-sessions')).status).to.equal(403)
      expect((await portal.store.auditLog({ kind: 'sessions-revoked' }, { after: null, limit: 1 })).length).to.equal(0)
    })
  })

  it('list people with their state, by one question to Keycloak', async () => {
    await verified('bea')
    const { people } = (await view(await verified('tess'), '/tenants/acme/people?q=BE')) as unknown as {
      people: object[]
    }
    expect(people).to.have.length(1)
    expect(people[0]).to.deep.include({ name: 'bea Example', state: 'active', method: 'totp', lastUsedAt: clock.at(0) })
  })

  it('approve a connected account, the one that was shown, which stands in for a code from then on', async () => {
    content.identityProviders = [{ alias: 'google', name: 'Google', enabled: true, tenantId: 'acme' }]
    const connected = (userName: string) => {
      content.identities = { bea: [{ provider: 'google', providerUserId: userName, userName }] }
    }
    connected('bea@gmail.example')
    const opal = await verified('opal')
    await portal.store.putTenantPolicy(
      sha256Identities().realm(sampleLogin().issuer),
      { tenantId: 'acme', version: 0 },
      {
        policy: { ...DEFAULT_POLICY, requirement: 'optional' },
        ...{ synchronized: null, changedAt: 0, stricterAt: 0, effects: { audit: [], messages: [] } },
      },
    )
    const accounts = async () => (await view(opal, '/people/bea')).accounts
    const shown = { provider: 'google', name: 'Google', userName: 'bea@gmail.example' }
    expect(await accounts()).to.deep.equal([{ ...shown, state: 'unconfirmed' }])
    const approve = (fields = {}) => act(opal, 'bea', 'accounts/google/approve', fields)
    for (const fields of [{}, { userName: 'thief@gmail.example' }]) {
      expect((await approve(fields)).status).to.equal(404)
    }
    expect((await approve({ userName: shown.userName })).status).to.equal(303)
    expect((await look(opal, '/people/bea')).text).to.contain('Approved.')
    expect(await accounts()).to.deep.equal([{ ...shown, state: 'stands-in' }])
    const approved = portal.store.audit.filter(({ kind }) => kind === 'account-approved')
    expect(approved.map(({ details }) => details)).to.deep.equal([{ provider: 'google', by: 'opal' }])
    connected('thief@gmail.example')
    expect(await accounts()).to.deep.equal([{ ...shown, userName: 'thief@gmail.example', state: 'unconfirmed' }])
    expect((await act(await verified('tess'), 'cora', 'accounts/google/approve')).status).to.equal(404)
    expect((await act(await verified('bea'), 'bea', 'accounts/google/approve')).status).to.equal(403)
  })

  it('answer a person outside of one’s tenants like one that does not exist', async () => {
    const tess = await verified('tess')
    const nobody = await look(tess, '/people/nobody')
    const cora = await look(tess, '/people/cora')
    expect([nobody.status, cora.status]).to.deep.equal([404, 404])
    const bare = ({ text }: { text: string }) => text.replaceAll(/value="[^"]*"/g, '')
    expect(bare(cora)).to.equal(bare(nobody))
    expect((await act(tess, 'fred', 'unlock')).status).to.equal(404)
  })

  it('act on nobody of two tenants, on no operator, and not on oneself', async () => {
    const tess = await verified('tess')
    for (const userId of ['ann', 'opal']) await verified(userId)
    content.tenants = [tenant('acme', ['tess', 'opal', 'ann', 'bea']), tenant('birch', ['ann'])]
    for (const [userId, because] of [
      ['ann', 'other-tenant'],
      ['opal', 'higher-role'],
      ['tess', 'oneself'],
    ] as const) {
      expect(await view(tess, `/people/${userId}`)).to.include({ reach: 'look', because })
      for (const what of ['unlock', 'reset', 'revoke-sessions', 'bypass-code']) {
        const fields = { reason: 'x', minutes: '10' }
        expect((await act(tess, userId, what, fields)).status, `${what} ${userId}`).to.equal(403)
      }
      expect((await look(tess, `/people/${userId}/reset`)).status).to.equal(403)
    }
    const refused = await portal.store.auditLog({ kind: 'administration-refused' }, { after: null, limit: 50 })
    expect(refused).to.have.length(15)
    for (const because of ['oneself', 'higher-role', 'other-tenant']) {
      const details = { because, at: 'act on a person', by: 'tess' }
      expect(refused.filter(({ event }) => event.details.because === because)).to.have.length(5)
      expect(refused.some(({ event }) => JSON.stringify(event.details) === JSON.stringify(details))).to.equal(true)
    }
  })

  it('change nothing without the form’s token, by GET, or with an old code', async () => {
    const opal = await verified('opal')
    await verified('bea')
    expect((await opal.post('/two-factor/admin/people/bea/revoke-sessions', { _csrf: 'x' })).status).to.equal(403)
    expect((await look(opal, '/people/bea/revoke-sessions')).status).to.equal(404)
    clock.pass(5 * MINUTE)
    const led = await act(opal, 'bea', 'revoke-sessions')
    expect(led.to).to.equal('/two-factor/challenge')
    const code = codeAt(browsers.get('opal')?.secret ?? '', Math.floor(clock.at(0) / 30_000))
    await opal.get(led.to)
    expect((await opal.post('/two-factor/challenge', { code })).to).to.equal('/two-factor/admin/people/bea')
    expect((await portal.store.auditLog({ kind: 'sessions-revoked' }, { after: null, limit: 1 })).length).to.equal(0)
  })

  it('issue a code that lets the person in and set up a new phone, and show it once', async () => {
    const opal = await verified('opal')
    await verified('bea')
    const answer = await act(opal, 'bea', 'bypass-code', { reason: 'Phone lost', minutes: '60' })
    const code = /<code>(\d{4} \d{4})<\/code>/.exec(answer.text)?.[1] ?? ''
    expect(code).to.match(/^\d{4} \d{4}$/)
    const again = await look(opal, '/people/bea')
    expect(again.text).not.to.contain(code)
    expect(again.text).to.contain('A bypass code is waiting to be used')
    const bea = await atCodePage('bea')
    await bea.get('/two-factor/challenge/backup')
    expect((await bea.post('/two-factor/challenge/backup', { code })).status).to.equal(303)
    const led = await bea.get('/two-factor/set-up')
    expect(led.to, 'the password, and no further code').to.equal('/login')
  })

  it('say what a bypass code needs', async () => {
    const opal = await verified('opal')
    await verified('bea')
    for (const [fields, wrong] of [
      [{ minutes: '60' }, /reason&quot; must say why/],
      [{ reason: 'x', minutes: '9' }, /minutes&quot; must be at least 10/],
      [{ reason: 'x', minutes: '1441' }, /minutes&quot; must be at most 1440/],
      [{ reason: 'x', minutes: 'soon' }, /minutes&quot; must be a number/],
      [{ reason: ' \n ', minutes: '10' }, /reason/],
    ] as const) {
      const answer = await act(opal, 'bea', 'bypass-code', fields)
      expect(answer.status).to.equal(400)
      expect(answer.text).to.match(wrong)
    }
    const sneaky = { reason: 'x', minutes: '10', userId: 'cora', tenantId: 'cedar', role: 'operator', verified: 'true' }
    expect((await act(opal, 'bea', 'bypass-code', sneaky)).status).to.equal(200)
  })

  it('unlock with one button, and say what was wrong before', async () => {
    const opal = await verified('opal')
    await verified('bea')
    const bea = await atCodePage('bea')
    for (let tried = 0; tried < 5; tried++) await bea.post('/two-factor/challenge', { code: '000000' })
    expect((await look(opal, '/people/bea')).text).to.match(/Locked until 12:\d\d UTC after 5 wrong codes\./)
    const done = await opal.follow(await act(opal, 'bea', 'unlock'))
    expect(done.text).to.contain('Unlocked.').and.contain('Everything is in order.')
    expect((await look(opal, '/people/bea')).text, 'said once').not.to.contain('Unlocked.')
    expect((await act(opal, 'bea', 'unlock')).status, 'nothing to unlock is no error').to.equal(303)
  })

  it('reset after a question, and every session of the person is judged anew', async () => {
    const opal = await verified('opal')
    const bea = await verified('bea')
    expect((await bea.get('/members')).status).to.equal(200)
    const question = await look(opal, '/people/bea/reset')
    expect(question.text).to.contain('Reset two-factor authentication of bea Example?')
    const done = await opal.follow(await opal.post('/two-factor/admin/people/bea/reset'))
    expect(done.text).to.contain('Two-factor authentication is not set up.')
    expect((await bea.get('/members')).to).to.equal('/two-factor/set-up')
    expect((await act(opal, 'bea', 'reset')).status).to.equal(409)
  })

  it('tell no secret, code, hash or sealed text of the person', async () => {
    const opal = await verified('opal')
    await verified('bea')
    const { secret } = browsers.get('bea') ?? {}
    const key = [...(await portal.store.coverage(null, 10))].find(({ userId }) => userId === 'bea')?.subjectKey ?? ''
    const codes = await portal.store.backupCodes(key)
    const texts = [await look(opal, '/people/bea'), await opal.get('/two-factor/admin/people/bea', JSON_ONLY)]
    for (const { text } of texts) {
      expect(text).to.contain('bea@acme.example')
      expect(text).not.to.contain(secret).and.not.to.contain(key)
      for (const { hash, sealedCode } of codes) expect(text).not.to.contain(hash).and.not.to.contain(sealedCode)
    }
  })
})
