import { expect } from 'chai'
import { NOON, sampleLogin } from '../domain/sample-login.js'
import { browser, setUp } from './browser.js'
import { type TwoClocks, twoClocks } from './clock.js'
import { type Portal, type PortalOptions, startPortal } from './portal.js'
import { singleSignOnDirectory } from './single-sign-on-directory.js'

describe('the invitation to set up a second factor', () => {
  let portal: Portal
  let clock: TwoClocks

  async function open(options: PortalOptions['options'] = {}): Promise<void> {
    clock = twoClocks(() => portal.store)
    portal = await startPortal({
      clock,
      options,
      routes: (app, twoFactor) => {
        app.get('/start', async (req, res) => {
          const state = await twoFactor.state(req)
          res.json({ html: await twoFactor.invitation(req), flag: state.signedIn && state.invitation })
        })
      },
    })
    clock.pass(0)
  }
  afterEach(() => portal?.close())

  const enter = () => sampleLogin({ authenticatedAt: clock.at(0), issuedAt: clock.at(0), signedInAt: clock.now() })

  it('is there until it is dismissed, for good and in every session, and leads back', async () => {
    await open()
    const fred = browser(portal.url)
    expect((await fred.get('/start')).json).to.deep.equal({ html: null, flag: false })
    await fred.signIn(enter())
    const { json } = await fred.get('/start?a=1')
    expect(json.flag).to.equal(true)
    const html = String(json.html)
    expect(html)
      .to.contain('Protect your account')
      .and.contain('href="/two-factor/set-up"')
      .and.contain('value="/start?a=1"')
    const settings = await fred.get('/two-factor')
    expect(settings.text).to.contain('Protect your account').and.contain('action="/two-factor/invitation/dismiss"')
    fred.token = /name="_csrf" value="([^"]+)"/.exec(html)?.[1] ?? ''
    const dismissed = await fred.post('/two-factor/invitation/dismiss', { to: '/start?a=1' })
    expect([dismissed.status, dismissed.to]).to.deep.equal([303, '/start?a=1'])
    expect((await fred.get('/start')).json).to.deep.equal({ html: null, flag: false })
    const after = await fred.get('/two-factor')
    expect(after.text).not.to.contain('Protect your account')
    expect(after.text).to.contain('Switch on')
    const elsewhere = browser(portal.url)
    await elsewhere.signIn({ ...enter(), sessionId: 'session-2' })
    expect((await elsewhere.get('/start')).json.flag).to.equal(false)
    await fred.post('/two-factor/invitation/dismiss')
    expect(portal.store.audit.map(({ kind }) => kind)).to.deep.equal(['invitation-dismissed'])
  })

  it('leads nowhere else, and is dismissed by our form alone', async () => {
    await open()
    const fred = browser(portal.url)
    await fred.signIn(enter())
    await fred.get('/two-factor')
    for (const to of ['//evil.example', 'https://evil.example/', '/\\evil.example', 'javascript:alert(1)']) {
      expect((await fred.post('/two-factor/invitation/dismiss', { to })).to, to).to.equal('/')
    }
    expect((await fred.post('/two-factor/invitation/dismiss', { _csrf: 'x' })).status).to.equal(403)
  })

  it('is for nobody who has a second factor, may have none, must have one, or is protected elsewhere', async () => {
    for (const withoutTenant of ['off', 'required'] as const) {
      await open({ policies: { withoutTenant } })
      const fred = browser(portal.url)
      await fred.signIn(enter())
      expect((await fred.get('/start')).json, withoutTenant).to.deep.equal({ html: null, flag: false })
      await portal.close()
    }
    const viaOffice = sampleLogin({ userId: 'gina', identityProvider: 'office365', identityUserName: 'gina' })
    await open({ directory: singleSignOnDirectory([viaOffice]), policies: { newTenant: 'optional' } })
    const gina = browser(portal.url)
    await gina.signIn(viaOffice)
    expect((await gina.get('/start')).json).to.deep.equal({ html: null, flag: false })
    expect((await gina.get('/two-factor')).text).to.contain(
      'You signed in through Office 365, which protects your account',
    )
    const fred = browser(portal.url)
    await fred.signIn(enter())
    let at = NOON
    const again = () => {
      at += 1_000
      return sampleLogin({ authenticatedAt: at, issuedAt: at, signedInAt: clock.now() })
    }
    await setUp(fred, { enter: again, now: () => clock.at(0) })
    expect((await fred.get('/start')).json).to.deep.equal({ html: null, flag: false })
  })
})
