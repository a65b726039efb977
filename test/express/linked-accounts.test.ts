import { expect } from 'chai'
import type { KeycloakLogin } from '../../src/domain/sign-in/login.js'
import type { FederatedIdentity } from '../../src/domain/single-sign-on/identity.js'
import { TwoFactorError } from '../../src/errors.js'
import { type TestDirectoryContent, testDirectory } from '../../src/testing/test-directory.js'
import { NOON, sampleLogin } from '../domain/sample-login.js'
import { type Browser, browser, setUp } from './browser.js'
import { type TwoClocks, twoClocks } from './clock.js'
import { FRED, type Portal, startPortal } from './portal.js'

const PAGE = '/two-factor/linked-accounts'
const OWN: FederatedIdentity = { provider: 'google', providerUserId: '1', userName: 'fred@gmail.example' }
const THIEF: FederatedIdentity = { provider: 'google', providerUserId: '2', userName: 'thief@gmail.example' }

describe('connected accounts over HTTP', () => {
  let portal: Portal
  let clock: TwoClocks
  let fred: Browser
  let content: TestDirectoryContent
  let entered: number
  let beforeDisconnect: () => Promise<void>
  /** What Keycloak answers the next time that it is asked for accounts, in place of them. */
  let failure: Error | null
  const { userId } = sampleLogin()

  const enter = (changes: Partial<KeycloakLogin> = {}) => {
    entered += 1_000
    return sampleLogin({ authenticatedAt: entered, issuedAt: entered, signedInAt: clock.now(), ...changes })
  }
  const connected = (...identities: FederatedIdentity[]) => {
    content.identities = { [userId]: identities }
  }

  beforeEach(async () => {
    clock = twoClocks(() => portal.store)
    content = {
      identityProviders: [
        { alias: 'google', name: 'Google', enabled: true, tenantId: null },
        { alias: 'github', name: 'GitHub', enabled: false, tenantId: null },
        { alias: 'office365', name: 'Office 365', enabled: true, tenantId: 'another-tenant' },
      ],
    }
    connected()
    beforeDisconnect = async () => {}
    failure = null
    const { disconnect, identitiesOf, ...rest } = testDirectory(content)
    const directory = {
      ...rest,
      person: async (id: string) => ({ ...FRED, userId: id }),
      identitiesOf: async (id: string) => {
        const error = failure
        failure = null
        if (error !== null) throw error
        return identitiesOf(id)
      },
      disconnect: async (...account: Parameters<typeof disconnect>) => {
        await beforeDisconnect()
        return disconnect(...account)
      },
    }
    portal = await startPortal({ clock, options: { directory } })
    clock.pass(0)
    entered = NOON
    fred = browser(portal.url)
    await fred.signIn(enter())
  })
  afterEach(() => portal.close())

  const enrol = () => setUp(fred, { enter, now: () => clock.at(0) })
  const kinds = () => portal.store.audit.map(({ kind }) => kind).filter((kind) => /account/.test(kind))
  const known = async () => {
    const [subjectKey = ''] = portal.store.audit.filter(({ kind }) => /account/.test(kind)).map((one) => one.subjectKey)
    return (await portal.store.knownIdentities(subjectKey)).map(({ trust }) => trust)
  }

  /** Opens a page that wants a fresh password, and enters it. */
  async function open(path: string) {
    const page = await fred.get(path)
    if (page.to !== '/login') return page
    await fred.signIn(enter())
    return fred.follow(await fred.get('/two-factor/continue'))
  }

  /** Connects an account at Keycloak, where it is `identity` that ends up connected and `named` that the token names. */
  async function connect(identity: FederatedIdentity | null, named = identity?.userName) {
    expect((await open(`${PAGE}/google/connect`)).text).to.contain('Connect Google?')
    const sent = await fred.post(`${PAGE}/google/connect`)
    expect(sent.text).to.contain('Connect your account').and.contain('content="0; url=/login"')
    expect((await fred.get('/login')).json).to.deep.equal({ kc_action: 'idp_link:google' })
    if (identity !== null) connected(identity)
    const { authenticatedAt } = (await fred.get('/test/session')).json.login as KeycloakLogin
    const google = { identityProvider: 'google', ...(named !== undefined && { identityUserName: named }) }
    await fred.signIn(sampleLogin({ authenticatedAt, issuedAt: entered, ...(named !== undefined && google) }), {
      keep: true,
    })
    return fred.follow(await fred.get('/two-factor/continue'))
  }

  it('are those that Keycloak knows, with the enabled providers of the realm and of the person’s tenants', async () => {
    const page = await fred.get(PAGE)
    expect(page.text).to.contain('Connect Google').and.not.contain('GitHub').and.not.contain('Office 365')
    connected(OWN)
    const { text } = await fred.get(PAGE)
    expect(text).to.contain(OWN.userName).and.contain('A code is asked for also when you sign in with it.')
    expect((await fred.get('/two-factor')).text).to.contain(`Google: ${OWN.userName}`)
  })

  it('are connected at Keycloak after a fresh password and a fresh code, and mailed', async () => {
    await enrol()
    const page = await connect(OWN)
    expect(page.text).to.contain('The account has been connected.')
    expect(kinds()).to.deep.equal(['account-connected'])
    expect(await known()).to.deep.equal(['connected'])
    expect((await fred.get(PAGE)).text).not.to.contain('The account has been connected.')
    // The session, which Keycloak says came by Google from now on, is as fresh as it was.
    expect((await fred.get('/two-factor/turn-off')).status).to.equal(200)
  })

  it('are noted but not trusted for whoever has no second factor', async () => {
    await connect(OWN)
    expect(await known()).to.deep.equal(['none'])
    expect(kinds()).to.deep.equal(['account-connected'])
  })

  it('are not taken for connected where Keycloak did not connect them, or another one is connected', async () => {
    await enrol()
    for (const [identity, named] of [
      [null, undefined],
      [THIEF, OWN.userName],
    ] as const) {
      expect((await connect(identity, named)).text).to.contain('No account has been connected.')
    }
    expect(kinds()).to.deep.equal([])
  })

  it('that somebody else connected are confirmed by the person alone, and only the one that was shown', async () => {
    await enrol()
    connected(OWN)
    const page = await open(`${PAGE}/google/connect`)
    expect(page.text).to.contain('Is this account yours?').and.contain(OWN.userName)
    connected(THIEF)
    await fred.post(`${PAGE}/google/connect`, { userName: OWN.userName })
    await fred.post(`${PAGE}/google/connect`)
    expect(kinds()).to.deep.equal([])
    connected(OWN)
    await fred.post(`${PAGE}/google/connect`, { userName: OWN.userName })
    expect((await fred.get(PAGE)).text).to.contain('The account has been confirmed.')
    expect(await known()).to.deep.equal(['connected'])
  })

  it('are disconnected in Keycloak and forgotten, and mailed', async () => {
    await enrol()
    await connect(OWN)
    expect((await open(`${PAGE}/google/disconnect`)).text).to.contain(OWN.userName)
    await fred.post(`${PAGE}/google/disconnect`)
    expect((await fred.get(PAGE)).text)
      .to.contain('The account has been disconnected.')
      .and.contain('Connect Google')
    expect(content.identities?.[userId]).to.deep.equal([])
    expect(await known()).to.deep.equal([])
    expect(kinds()).to.deep.equal(['account-connected', 'account-disconnected'])
  })

  it('are never disconnected where one is the last way to sign in', async () => {
    connected(OWN)
    content.withoutPassword = [userId]
    expect((await fred.get(PAGE)).text)
      .to.contain('This is your only way to sign in')
      .and.not.contain('/disconnect"')
    await open('/two-factor/set-up')
    expect((await fred.get(`${PAGE}/google/disconnect`)).to).to.equal(PAGE)
    await fred.get(PAGE)
    expect((await fred.post(`${PAGE}/google/disconnect`)).status).to.equal(409)
    connected(OWN, { ...OWN, provider: 'office365' })
    expect((await fred.post(`${PAGE}/google/disconnect`)).status).to.equal(303)
    expect(content.identities?.[userId]).to.have.length(1)
    // Nobody can sign in at a provider that is disabled.
    connected(OWN, { ...OWN, provider: 'github' })
    expect((await fred.get(PAGE)).text).to.contain('This is your only way to sign in')
    expect((await fred.post(`${PAGE}/google/disconnect`)).status).to.equal(409)
    expect(content.identities?.[userId]).to.have.length(2)
  })

  it('leave a way to sign in where two are disconnected at the same moment', async () => {
    connected(OWN, { ...OWN, provider: 'office365' })
    content.withoutPassword = [userId]
    await open('/two-factor/set-up')
    await fred.get(PAGE)
    let waiting = 0
    let together = () => {}
    const both = new Promise<void>((resolve) => {
      together = resolve
    })
    beforeDisconnect = async () => {
      if (++waiting === 2) together()
      await both
    }
    const answers = await Promise.all(['google', 'office365'].map((alias) => fred.post(`${PAGE}/${alias}/disconnect`)))
    expect(answers.map(({ status }) => status)).to.include(409)
    expect(content.identities?.[userId]).not.to.deep.equal([])
  })

  it('stay connected where Keycloak does not tell what way in is left', async () => {
    connected(OWN, { ...OWN, provider: 'office365' })
    content.withoutPassword = [userId]
    await open('/two-factor/set-up')
    await fred.get(PAGE)
    beforeDisconnect = async () => {
      failure = new TwoFactorError('ERR_2FA_DIRECTORY', 'Keycloak cannot be reached.')
    }
    expect((await fred.post(`${PAGE}/google/disconnect`)).status).to.equal(502)
    expect(content.identities?.[userId]).to.have.deep.members([OWN, { ...OWN, provider: 'office365' }])
    expect(kinds()).to.deep.equal([])
  })

  it('are forgotten, and mailed, once the database is back that failed right after Keycloak disconnected them', async () => {
    await enrol()
    await connect(OWN)
    await open(`${PAGE}/google/disconnect`)
    const { forgetIdentity } = portal.store
    portal.store.forgetIdentity = async () => {
      portal.store.forgetIdentity = forgetIdentity
      throw new TwoFactorError('ERR_2FA_STORE', 'The database cannot be reached.')
    }
    expect((await fred.post(`${PAGE}/google/disconnect`)).status).to.equal(503)
    expect([content.identities?.[userId], await known()]).to.deep.equal([[], ['connected']])
    const mails = portal.store.outbox.size
    expect((await fred.post(`${PAGE}/google/disconnect`)).status).to.equal(303)
    expect(await known()).to.deep.equal([])
    expect(kinds()).to.deep.equal(['account-connected', 'account-disconnected'])
    expect(portal.store.outbox.size).to.equal(mails + 1)
    expect((await fred.post(`${PAGE}/google/disconnect`)).status).to.equal(404)
  })

  it('are neither connected nor disconnected with an old password entry, or where there is no such provider', async () => {
    connected(OWN)
    fred.token = String((await fred.get(PAGE, { accept: 'application/json' })).json.csrfToken)
    for (const what of ['connect', 'disconnect']) {
      expect((await fred.get(`${PAGE}/google/${what}`)).to).to.equal('/login')
      const page = await fred.post(`${PAGE}/google/${what}`)
      expect(page.text, what).to.contain('Please enter your password again')
    }
    expect(content.identities?.[userId]).to.have.length(1)
    await open('/two-factor/set-up')
    for (const alias of ['github', 'office365', 'nobody', '..%2fgoogle', '__proto__']) {
      expect((await fred.get(`${PAGE}/${alias}/connect`)).status, alias).to.equal(404)
      expect((await fred.post(`${PAGE}/${alias}/connect`)).status, alias).to.equal(404)
      expect((await fred.post(`${PAGE}/${alias}/disconnect`)).status, alias).to.equal(404)
    }
  })
})
