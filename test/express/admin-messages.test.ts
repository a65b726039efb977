import { expect } from 'chai'
import type { KeycloakLogin } from '../../src/domain/sign-in/login.js'
import { TwoFactorError } from '../../src/errors.js'
import { testDirectory } from '../../src/testing/test-directory.js'
import { NOON, sampleLogin } from '../domain/sample-login.js'
import { type Browser, browser, setUp } from './browser.js'
import { type TwoClocks, twoClocks } from './clock.js'
import { type Portal, startPortal } from './portal.js'

const PAGE = '/two-factor/admin/messages'
const JSON_ONLY = { accept: 'application/json' }

describe('the page of mails and SMS', () => {
  let portal: Portal
  let clock: TwoClocks
  let mailed: string[]
  let works: boolean

  beforeEach(async () => {
    mailed = []
    works = true
    clock = twoClocks(() => portal.store)
    const directory = testDirectory({
      people: ['opal', 'tess'].map((userId) => ({
        ...{ userId, username: userId, displayName: userId, email: `${userId}@acme.example`, emailVerified: true },
        ...{ locale: null, enabled: true },
      })),
      tenants: [{ id: 'acme', alias: 'acme', name: 'Acme', enabled: true, attributes: {}, members: ['tess'] }],
      roles: { opal: { realmRoles: ['operator'] }, tess: { realmRoles: ['tenant-administrator'] } },
    })
    portal = await startPortal({
      clock,
      options: {
        directory,
        operators: { realmRoles: ['operator'] },
        tenantAdministrators: { realmRoles: ['tenant-administrator'] },
        mailer: {
          async send({ to }) {
            if (!works) throw new TwoFactorError('ERR_2FA_MAIL', 'The mail server <does> not answer.')
            mailed.push(to)
          },
        },
      },
    })
    clock.pass(0)
  })
  afterEach(() => portal.close())

  async function verified(userId: string): Promise<Browser> {
    let entered = NOON
    const enter = (): KeycloakLogin => {
      entered = Math.max(entered + 1000, clock.at(0))
      const times = { authenticatedAt: entered, issuedAt: entered, signedInAt: clock.now() }
      return sampleLogin({ userId, sessionId: `session of ${userId}`, ...times })
    }
    const made = browser(portal.url)
    await made.signIn(enter())
    await setUp(made, { enter, now: () => clock.at(0) })
    return made
  }
  const channels = async (who: Browser) => (await who.get(PAGE, JSON_ONLY)).json.channels

  it('tells an operator what works and tries it', async () => {
    const opal = await verified('opal')
    expect(await channels(opal)).to.deep.equal([
      { channel: 'email', state: 'working', since: null, reason: null },
      { channel: 'sms', state: 'not-configured', since: null, reason: null },
    ])
    await opal.get(PAGE)
    const sent = await opal.post(`${PAGE}/test`, { channel: 'email', to: 'somebody@acme.example' })
    expect(sent.text).to.contain('The test message has been sent')
    expect(mailed).to.include('somebody@acme.example')
    const noted = portal.store.audit.filter(({ kind }) => kind === 'test-message-sent')
    expect(noted.map(({ details }) => details)).to.deep.equal([{ channel: 'email' }])
  })

  it('says why a message did not go out, and on the start page that it does not', async () => {
    const opal = await verified('opal')
    await portal.store.putChannelTrouble({
      ...{ channel: 'email', since: clock.at(0), lastAt: clock.at(0) },
      reason: 'The mail server does not answer. Check "host".',
    })
    works = false
    expect((await opal.get('/two-factor/admin')).text)
      .to.contain('No mail has gone out since')
      .and.contain(PAGE)
    expect((await opal.get(PAGE)).text).to.contain('Check &quot;host&quot;')
    const tried = await opal.post(`${PAGE}/test`, { channel: 'email', to: 'somebody@acme.example' })
    expect(tried.text).to.contain('could not be sent').and.contain('The mail server &lt;does> not answer.')
    const sms = await opal.post(`${PAGE}/test`, { channel: 'sms', to: '+819012345678' }, JSON_ONLY)
    expect(sms.json.tried).to.deep.include({ channel: 'sms' })
    works = true
    await opal.post(`${PAGE}/test`, { channel: 'email', to: 'somebody@acme.example' })
    expect(await channels(opal)).to.deep.include({ channel: 'email', state: 'working', since: null, reason: null })
    expect((await opal.get('/two-factor/admin')).text).not.to.contain('No mail has gone out')
  })

  it('tells a tenant administrator that nothing goes out, not why, and lets them send nothing', async () => {
    const tess = await verified('tess')
    await portal.store.putChannelTrouble({
      ...{ channel: 'email', since: clock.at(0), lastAt: clock.at(0) },
      reason: 'The mail server does not answer. Check "host".',
    })
    const start = await tess.get('/two-factor/admin')
    expect(start.text).to.contain('No mail has gone out since').and.not.contain('host').and.not.contain(PAGE)
    expect((await tess.get(PAGE)).status).to.equal(403)
    tess.token = String((await tess.get('/two-factor/admin', JSON_ONLY)).json.csrfToken)
    const before = mailed.length
    expect((await tess.post(`${PAGE}/test`, { channel: 'email', to: 'x@acme.example' })).status).to.equal(403)
    expect(mailed).to.have.length(before)
  })

  it('takes no other channel, no address that is none, and no form that is not ours', async () => {
    const opal = await verified('opal')
    await opal.get(PAGE)
    const fields = { channel: 'email', to: 'somebody@acme.example' }
    for (const changes of [
      { channel: 'pigeon' },
      { to: '' },
      { to: 'x' },
      { to: 'a@b, c@d' },
      { channel: 'sms', to: '112' },
      { to: ['a@b.example', 'c@d.example'] },
    ]) {
      expect((await opal.post(`${PAGE}/test`, { ...fields, ...changes }, JSON_ONLY)).status).to.equal(400)
    }
    expect((await opal.post(`${PAGE}/test`, { ...fields, _csrf: 'x' })).status).to.equal(403)
    clock.pass(6 * 60_000)
    await opal.get(PAGE)
    expect((await opal.post(`${PAGE}/test`, fields)).to, 'without a recent code').to.equal('/two-factor/challenge')
    expect(mailed).not.to.include('somebody@acme.example')
  })
})
