import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'chai'
import { sha256Identities } from '../../src/crypto/identities.js'
import type { KeycloakLogin } from '../../src/domain/sign-in/login.js'
import { DEFAULT_POLICY, type TenantPolicy } from '../../src/domain/tenant-policy/tenant-policy.js'
import type { TwoFactorOptions } from '../../src/options.js'
import type { Mail } from '../../src/ports/mailer.js'
import type { TestDirectoryContent } from '../../src/testing/test-directory.js'
import { codeAt } from '../crypto/code-at.js'
import { NOON, sampleLogin } from '../domain/sample-login.js'
import { type Browser, browser, setUp } from './browser.js'
import { type TwoClocks, twoClocks } from './clock.js'
import { type Portal, startPortal } from './portal.js'
import { singleSignOnDirectory } from './single-sign-on-directory.js'

const OFFICE365 = { identityProvider: 'office365', identityUserName: 'sam' }

describe('single sign-on over HTTP', () => {
  let portal: Portal
  let clock: TwoClocks
  let sam: Browser
  let entered: number
  let mails: Mail[]
  let content: TestDirectoryContent

  const enter = (changes: Partial<KeycloakLogin> = {}) => {
    entered += 1_000
    return sampleLogin({ authenticatedAt: entered, issuedAt: entered, signedInAt: clock.now(), ...changes })
  }

  /** A portal for sam, who comes by Office 365 in a session that began with it; what his tenant wants. */
  async function open(policy: Partial<TenantPolicy> = {}, options: Partial<TwoFactorOptions> = {}): Promise<void> {
    clock = twoClocks(() => portal.store)
    mails = []
    content = { acrLevels: { silver: 1, gold: 2 } }
    const mailer = { send: async (mail: Mail) => void mails.push(mail) }
    const first = sampleLogin({ ...OFFICE365, authenticatedAt: NOON + 1_000 })
    const directory = singleSignOnDirectory([first], content)
    portal = await startPortal({ clock, options: { directory, mailer, ...options } })
    clock.pass(0)
    entered = NOON
    await portal.store.putTenantPolicy(
      sha256Identities().realm(first.issuer),
      { tenantId: 'acme', version: 0 },
      {
        policy: { ...DEFAULT_POLICY, requirement: 'required', ...policy },
        ...{ synchronized: null, changedAt: 0, stricterAt: 0, effects: { audit: [], messages: [] } },
      },
    )
    sam = browser(portal.url)
  }
  afterEach(() => portal.close())

  const ENFORCED = { sso: { bypass: 'organization', providers: { office365: 'enforce' } } } as const

  /** The code of the last mail. */
  async function mailedCode(): Promise<string> {
    const running = portal.twoFactor.start()
    for (let round = 0; round < 40 && mails.length === 0; round++) await sleep(25)
    await running.stop()
    const code = /\b(\d{6})\b/.exec(mails.pop()?.text ?? '')?.[1]
    if (code === undefined) throw new Error('No code was mailed')
    return code
  }
  const wrong = (code: string) => (code === '000000' ? '111111' : '000000')

  it('stands in for the second step, but for a code of the last minutes', async () => {
    await open()
    await sam.signIn(enter(OFFICE365))
    expect((await sam.get('/two-factor/continue')).to).to.equal('/')
    expect((await sam.get('/')).text).to.equal('the application')
    expect((await sam.get('/members')).text).to.equal('for members')
    expect((await sam.get('/payroll')).to).to.equal('/two-factor/set-up')
    const settings = await sam.get('/two-factor')
    expect(settings.text).to.contain('You signed in through Office 365').and.not.contain('Switch on')
  })

  it('stands in for people without a tenant only by a provider that the options name', async () => {
    for (const [sso, to] of [
      [{}, '/two-factor/set-up'],
      [{ providers: { office365: 'bypass' } }, '/'],
      [{ bypass: 'all' }, '/'],
      [{ bypass: 'all', providers: { office365: 'enforce' } }, '/two-factor/set-up'],
    ] as const) {
      await open({}, { policies: { withoutTenant: 'required', sso } })
      content.tenants = []
      await sam.signIn(enter(OFFICE365))
      expect((await sam.get('/two-factor/continue')).to, JSON.stringify(sso)).to.equal(to)
      await portal.close()
    }
    await open()
  })

  it('says so in the settings of somebody who has a second factor as well', async () => {
    await open()
    await sam.signIn(enter())
    await setUp(sam, { enter, now: () => clock.at(0) })
    const other = browser(portal.url)
    const viaOffice = enter({ ...OFFICE365, sessionId: 'session-2' })
    content.sessionsStartedAt = { 'session-2': viaOffice.authenticatedAt ?? 0 }
    await other.signIn(viaOffice)
    expect((await other.get('/two-factor')).text).to.contain('That is why no code was asked for')
  })

  it('leads to set-up where the policy wants a code all the same, by a mailed code in place of the password', async () => {
    await open(ENFORCED)
    await sam.signIn(enter(OFFICE365))
    expect((await sam.get('/')).to).to.equal('/two-factor/set-up')
    expect((await sam.get('/two-factor/set-up')).to).to.equal('/two-factor/fresh')
    const page = await sam.get('/two-factor/fresh')
    expect(page.text).to.contain('Confirm that it is you').and.contain('f••d@acme.example')
    const code = await mailedCode()
    const refused = await sam.post('/two-factor/fresh', { code: wrong(code) })
    expect([refused.status, refused.text]).to.satisfy(([status, text]: [number, string]) => {
      return status === 422 && text.includes('4 tries left')
    })
    expect((await sam.post('/two-factor/fresh', { code: 'x' })).status).to.equal(400)
    expect((await sam.post('/two-factor/fresh', { code })).to).to.match(/^\/two-factor\/set-up/)
    expect((await sam.get('/two-factor/set-up')).status).to.equal(200)
    // It is no second step, and what was wrong before it stays counted.
    expect((await sam.get('/')).to).to.equal('/two-factor/set-up')
    const subject = sha256Identities().subject(sampleLogin())
    expect((await portal.store.load(subject.key, '')).attempts.codes.wrong).to.equal(1)
    expect((await sam.post('/two-factor/fresh', { code })).status).to.equal(422)
    clock.pass(5 * 60_000 + 1)
    expect((await sam.get('/two-factor/set-up')).to).to.equal('/two-factor/fresh')
  })

  it('is not fresh however often Keycloak says that something was entered', async () => {
    await open(ENFORCED)
    await sam.signIn(enter(OFFICE365))
    await sam.get('/two-factor/set-up')
    await sam.signIn(enter(OFFICE365), { keep: true })
    expect((await sam.get('/two-factor/set-up')).to).to.equal('/two-factor/fresh')
  })

  it('is fresh by a provider that is known to ask anew, in a sign-in that we asked for', async () => {
    await open(ENFORCED, { singleSignOn: { reauthenticating: ['office365'] } })
    await sam.signIn(enter(OFFICE365))
    expect((await sam.get('/two-factor/set-up')).to).to.equal('/login')
    expect((await sam.get('/login')).json).to.deep.equal({ prompt: 'login', kc_idp_hint: 'office365' })
    await sam.signIn(enter(OFFICE365))
    expect((await sam.get('/two-factor/continue')).to).to.match(/^\/two-factor\/set-up/)
    expect((await sam.get('/two-factor/set-up')).status).to.equal(200)
    await sam.signIn(enter({ identityProvider: 'google' }), { keep: true })
    expect((await sam.get('/two-factor/set-up')).to).to.equal('/two-factor/fresh')
  })

  it('asks for the code of the second factor before the mailed one', async () => {
    await open(ENFORCED)
    await sam.signIn(enter())
    const secret = await setUp(sam, { enter, now: () => clock.at(0) })
    clock.pass(10 * 60_000)
    const other = browser(portal.url)
    await other.signIn(enter({ ...OFFICE365, sessionId: 'session-2' }))
    expect((await other.get('/two-factor/turn-off')).to).to.equal('/two-factor/challenge')
    expect((await other.get('/two-factor/fresh')).to).to.equal('/two-factor/challenge')
    await other.get('/two-factor/challenge')
    await other.post('/two-factor/challenge', { code: codeAt(secret, Math.floor(clock.at(0) / 30_000)) })
    expect((await other.get('/two-factor/turn-off')).to).to.equal('/two-factor/fresh')
  })

  it('mails no code to whom Keycloak knows no verified address of', async () => {
    await open(ENFORCED, {
      directory: { ...singleSignOnDirectory([sampleLogin(OFFICE365)]), person: async () => null },
    })
    await sam.signIn(enter(OFFICE365))
    expect((await sam.get('/two-factor/fresh')).status).to.equal(403)
  })

  describe('Keycloak’s own second step', () => {
    it('counts where the policy names its acr, but for a code of the last minutes', async () => {
      await open({ acceptKeycloak: { acr: ['gold', 'silver'], amr: [] } })
      for (const [acr, to] of [
        ['gold', ''],
        ['silver', '/two-factor/set-up'],
        ['1', '/two-factor/set-up'],
      ] as const) {
        const person = browser(portal.url)
        await person.signIn(enter({ acr, sessionId: `session of ${acr}` }))
        expect((await person.get('/')).to, acr).to.equal(to)
        expect((await person.get('/members')).to, acr).to.equal(to)
        expect((await person.get('/payroll')).to, acr).to.equal('/two-factor/set-up')
      }
    })
  })

  describe('an administrator who acts as somebody else', () => {
    const acting = () => enter({ authenticatedAt: null, impersonator: 'an-administrator' })

    it('is refused, and never asked', async () => {
      await open()
      await sam.signIn(acting())
      for (const path of ['/', '/members', '/payroll', '/two-factor', '/two-factor/challenge']) {
        expect((await sam.get(path)).status, path).to.equal(403)
      }
    })

    it('may look where the options say so, and change nothing', async () => {
      await open({}, { impersonation: 'read-only' })
      await sam.signIn(acting())
      for (let time = 0; time < 2; time++) {
        expect((await sam.get('/')).text).to.equal('the application')
        for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']) {
          expect((await sam.ask('/', { method })).status, method).to.equal(403)
        }
      }
      for (const path of ['/members', '/payroll', '/two-factor', '/two-factor/linked-accounts', '/two-factor/admin']) {
        expect((await sam.get(path)).status, path).to.equal(403)
      }
      expect(portal.store.audit).to.deep.equal([])
    })
  })
})
