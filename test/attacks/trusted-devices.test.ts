import { expect } from 'chai'
import { mailReader } from '../../dev/mailbox.js'
import { requirePart } from '../../dev/parts.js'
import { fixedId, mailAddress } from '../../dev/people.js'
import { newMember } from './companies.js'
import {
  CHROME,
  deviceCookie,
  deviceCookies,
  FIREFOX,
  FIREFOX_ON_WINDOWS,
  isAsked,
  laterBrowser,
  NEWER_FIREFOX,
  trustedBrowser,
} from './devices.js'
import { outcomeOf } from './outcomes.js'
import { administrator, type Person } from './people.js'
import { type Enrolled, openSetUp, startPortal, type TestPortal } from './portal.js'
import type { Visitor } from './visitor.js'

const mailbox = requirePart('mailbox')
const DAY_MS = 24 * 60 * 60_000
const ASKED = '/two-factor/challenge'

if (requirePart('keycloak') !== undefined && mailbox !== undefined) {
  describe('attacks on trusted devices', function () {
    this.timeout(120_000)
    let portal: TestPortal
    let opal: Enrolled
    let person: Enrolled
    before(async () => {
      portal = await startPortal(3)
      const email = mailAddress({ name: 'opal', tenants: [] })
      opal = await portal.enrolled({ id: fixedId('person', 'opal'), name: 'opal', email })
    })
    after(() => portal.close())
    beforeEach(async () => {
      person = await portal.enrolled()
    })

    /** Whether the person is asked at the next login in that browser. */
    const asks = async (browser: Visitor, who: Person = person.person) => isAsked(await browser.signIn(who))
    async function events(browser: Visitor): Promise<string[]> {
      const { body } = await browser.get('/two-factor/', { headers: { accept: 'application/json' } })
      return JSON.parse(body).events.map(({ kind }: { kind: string }) => kind)
    }
    /** What the help desk does to the person, in a sign-in of its own with a code of now. */
    async function helpDesk(what: string, fields: Record<string, string>) {
      const browser = await opal.atCodePage()
      expect(await outcomeOf(browser, await opal.code())).to.equal('accepted')
      const settings = await browser.get('/two-factor/', { headers: { accept: 'application/json' } })
      browser.csrf = JSON.parse(settings.body).csrfToken
      return browser.post(`/two-factor/admin/people/${person.person.id}/${what}`, fields, { follow: false })
    }

    it('does not ask in a trusted browser, also in a newer version of it, and exchanges the cookie', async () => {
      const browser = await trustedBrowser(portal, person)
      portal.clock.advance(DAY_MS)
      const next = laterBrowser(browser, { agent: NEWER_FIREFOX })
      expect(await asks(next)).to.equal(false)
      expect(deviceCookie(next)).not.to.equal(deviceCookie(browser))
      expect((await next.get('/orders')).status).to.equal(200)
      expect((await next.get('/payroll')).url, 'where a recent code is wanted').to.match(/\/challenge$/)
    })

    it('asks with a cookie that is flipped, made up or sealed by another key, and keeps the person’s own', async () => {
      const browser = await trustedBrowser(portal, person)
      const [id = '', counter = '', secret = '', seal = ''] = deviceCookie(browser).split('.')
      const flipped = (text: string) => (text.startsWith('0') ? '1' : '0') + text.slice(1)
      const key = Buffer.alloc(32, 'another key').toString('base64')
      const elsewhere = await startPortal(4, { secretKeys: [{ id: '1', key }] })
      const foreign = await trustedBrowser(elsewhere, await elsewhere.enrolled(person.person)).then(deviceCookie)
      await elsewhere.close()
      for (const forged of [
        [flipped(id), counter, secret, seal],
        [id, '1', secret, seal],
        [id, '0', flipped(secret), seal],
        [id, '0', secret, flipped(seal)],
        [id, '0', secret],
        [id, '0', secret, ''],
        [id, '0', secret, seal, seal],
        ['a'.repeat(4_000)],
        ['%00'],
        [foreign],
      ]) {
        const text = forged.join('.')
        expect(await asks(laterBrowser(browser, { value: text })), text.slice(0, 200)).to.equal(true)
      }
      expect(await asks(laterBrowser(browser)), 'its own').to.equal(false)
      expect(await events(person.browser)).not.to.include('trusted-device-stolen')
    })

    it('asks with another person’s cookie, and trusts both of two who share a browser', async () => {
      const other = await portal.enrolled()
      const browser = await trustedBrowser(portal, person)
      const theirs = await trustedBrowser(portal, other)
      expect(await asks(laterBrowser(browser, { value: deviceCookie(theirs) }))).to.equal(true)
      const shared = laterBrowser(browser)
      for (const [place, value] of deviceCookies(theirs)) shared.cookies.set(place, value)
      expect(deviceCookies(shared)).to.have.lengthOf(2)
      expect(await asks(laterBrowser(shared))).to.equal(false)
      expect(await asks(laterBrowser(shared), other.person)).to.equal(false)
    })

    it('asks with the cookie of somebody of another tenant, and keeps the person’s own', async () => {
      const [ours, theirs] = await Promise.all(
        ['acme', 'birch'].map(async (alias) => {
          const of = await portal.enrolled(await newMember([{ id: fixedId('tenant', alias), alias }]))
          return { of, browser: await trustedBrowser(portal, of) }
        }),
      )
      if (ours === undefined || theirs === undefined) throw new Error('There are two')
      const forged = laterBrowser(ours.browser, { value: deviceCookie(theirs.browser) })
      expect(await asks(forged, ours.of.person)).to.equal(true)
      expect(await asks(laterBrowser(theirs.browser), ours.of.person), 'under its own name').to.equal(true)
      expect(await asks(laterBrowser(ours.browser), ours.of.person)).to.equal(false)
      expect(await asks(laterBrowser(theirs.browser), theirs.of.person)).to.equal(false)
      for (const { of } of [ours, theirs]) expect(await events(of.browser)).not.to.include('trusted-device-stolen')
    })

    it('gives no cookie before the code, nor for a tick at another place or a wrong code', async () => {
      const page = await person.atCodePage()
      page.agent = FIREFOX
      const trust = { trust: '1' }
      for (const path of ['/challenge/resend', '/devices', '/continue', '/later']) {
        await page.post(`/two-factor${path}`, trust, { follow: false })
      }
      await page.get(ASKED)
      await page.post(ASKED, { ...trust, code: '000000' })
      await page.post(ASKED, trust)
      expect(deviceCookies(page)).to.deep.equal([])
      await page.post(ASKED, { code: await person.code() }, { follow: false })
      await page.get(`${ASKED}?trust=1`)
      await page.post(ASKED, trust, { follow: false })
      expect(deviceCookies(page), 'a tick that comes after the code').to.deep.equal([])
    })

    it('gives no cookie for a backup code, nor for a bypass code', async () => {
      const shown = await person.browser.get('/two-factor/backup-codes')
      const [backup = ''] = /[a-z2-7]{4}(-[a-z2-7]{4}){3}/.exec(shown.body) ?? []
      const issued = await helpDesk('bypass-code', { reason: 'The phone is lost', minutes: '10' })
      const bypass = /<code>(\d{4}) (\d{4})<\/code>/.exec(issued.body)?.slice(1).join('') ?? ''
      for (const code of [backup, bypass]) {
        const page = portal.visit()
        page.agent = FIREFOX
        await page.signIn(person.person)
        const form = await page.get(`${ASKED}/backup`)
        expect(form.body).not.to.include('name="trust"')
        const done = await page.post(`${ASKED}/backup`, { code, trust: '1' })
        expect(done.url, code).to.equal(`${portal.url}/`)
        // Nor afterwards, with the form of the code page.
        await page.post(ASKED, { code, trust: '1' }, { follow: false })
        expect(deviceCookies(page), code).to.deep.equal([])
      }
    })

    it('asks after another password in Keycloak, at once', async () => {
      const browser = await trustedBrowser(portal, person)
      const keycloak = await administrator()
      const credential = { type: 'password', value: person.person.name, temporary: false }
      await keycloak.users.resetPassword({ id: person.person.id, credential })
      const next = laterBrowser(browser)
      expect(await asks(next)).to.equal(true)
      expect(deviceCookies(next), 'the browser forgets it').to.deep.equal([])
      expect(await events(person.browser)).to.include('trusted-device-ended')
    })

    it('asks after a reset, though the same person sets it up anew', async () => {
      const browser = await trustedBrowser(portal, person)
      expect((await helpDesk('reset', { reason: 'The phone is lost' })).status).to.equal(303)
      expect(await asks(laterBrowser(browser)), 'there is nothing to ask for').to.equal(false)
      person = await portal.enrolled(person.person)
      expect(await asks(laterBrowser(browser))).to.equal(true)
    })

    it('asks after it was turned off and on again', async () => {
      const browser = await trustedBrowser(portal, person)
      await person.browser.get('/two-factor/turn-off')
      await person.browser.post('/two-factor/turn-off')
      person = await portal.enrolled(person.person)
      expect(await asks(laterBrowser(browser))).to.equal(true)
    })

    it('asks after the method was changed', async () => {
      const browser = await trustedBrowser(portal, person)
      await openSetUp(person.browser, person.person)
      await person.browser.post('/two-factor/set-up', { method: 'email' })
      const mail = await mailReader(mailbox).waitForMail({
        to: person.person.email,
        subject: 'Your authentication code',
      })
      const code = /^\d{6}$/m.exec(mail.text)?.[0] ?? ''
      const done = await person.browser.post('/two-factor/set-up/email', { code })
      expect(done.url).not.to.match(/set-up/)
      expect(await asks(laterBrowser(browser))).to.equal(true)
    })

    it('asks after an administrator had every session asked again', async () => {
      const browser = await trustedBrowser(portal, person)
      expect((await helpDesk('revoke-sessions', { reason: 'The laptop is lost' })).status).to.equal(303)
      expect(await asks(laterBrowser(browser))).to.equal(true)
    })

    it('asks when the 90 days are over, however often the browser came back', async () => {
      let browser = await trustedBrowser(portal, person)
      for (const days of [30, 30, 29]) {
        portal.clock.advance(days * DAY_MS)
        browser = laterBrowser(browser)
        expect(await asks(browser)).to.equal(false)
      }
      portal.clock.advance(DAY_MS)
      const next = laterBrowser(browser)
      expect(await asks(next)).to.equal(true)
      expect(deviceCookies(next)).to.deep.equal([])
    })

    it('ends the series where an old cookie is replayed, tells the person, and notes it', async () => {
      const owner = await trustedBrowser(portal, person)
      const other = await trustedBrowser(portal, person, CHROME)
      const stolen = deviceCookie(owner)
      const next = laterBrowser(owner)
      expect(await asks(next)).to.equal(false)
      portal.clock.advance(31_000)
      const thief = laterBrowser(owner, { value: stolen })
      expect(await asks(thief)).to.equal(true)
      expect(await asks(laterBrowser(next)), 'the newest cookie of the series').to.equal(true)
      expect((await next.get('/orders')).url, 'the session that came from it').to.match(/\/challenge$/)
      expect(await asks(laterBrowser(other)), 'another series').to.equal(false)
      expect(await events(person.browser)).to.include('trusted-device-stolen')
      const mail = await mailReader(mailbox).waitForMail({
        to: person.person.email,
        subject: 'A trusted browser may have been copied',
      })
      expect(mail.text).to.include('used from two places')
    })

    it('ends it at once where the old cookie comes from another system, also within the 30 s', async () => {
      const owner = await trustedBrowser(portal, person)
      const next = laterBrowser(owner)
      expect(await asks(next)).to.equal(false)
      expect(await asks(laterBrowser(owner, { agent: FIREFOX_ON_WINDOWS }))).to.equal(true)
      expect(await asks(laterBrowser(next))).to.equal(true)
    })

    it('punishes neither of two tabs that come at once', async () => {
      const browser = await trustedBrowser(portal, person)
      const tabs = Array.from({ length: 4 }, () => laterBrowser(browser))
      expect(await Promise.all(tabs.map((tab) => asks(tab)))).to.deep.equal([false, false, false, false])
      // The browser ends up with one of the answers' cookies; the exchanged one is the last that was set.
      const exchanged = tabs.filter((tab) => deviceCookie(tab) !== deviceCookie(browser))
      expect(exchanged).to.have.lengthOf(1)
      expect(await events(person.browser)).not.to.include('trusted-device-stolen')
      portal.clock.advance(DAY_MS)
      expect(await asks(laterBrowser(exchanged[0] ?? browser))).to.equal(false)
    })

    it('asks in another browser and on another system, and keeps the device', async () => {
      const browser = await trustedBrowser(portal, person)
      for (const agent of [CHROME, FIREFOX_ON_WINDOWS, 'curl/8', '']) {
        expect(await asks(laterBrowser(browser, { agent })), agent).to.equal(true)
      }
      expect(await asks(laterBrowser(browser))).to.equal(false)
    })

    it('asks at once where the person revoked it, there and in the sessions that came from it', async () => {
      const browser = await trustedBrowser(portal, person)
      const session = laterBrowser(browser)
      expect(await asks(session)).to.equal(false)
      const list = await person.browser.get('/two-factor/devices')
      const [, id = ''] = /devices\/([0-9a-f-]{36})\/revoke/.exec(list.body) ?? []
      const stranger = await portal.enrolled()
      await stranger.browser.get('/two-factor/devices')
      expect((await stranger.browser.post(`/two-factor/devices/${id}/revoke`)).status).to.equal(404)
      expect(await asks(laterBrowser(session)), 'after somebody else tried').to.equal(false)
      await person.browser.get('/two-factor/devices')
      expect((await person.browser.post(`/two-factor/devices/${id}/revoke`)).url).to.match(/\/devices$/)
      expect(await asks(laterBrowser(session))).to.equal(true)
      expect(await outcomeOf(await person.atCodePage(), await person.code())).to.equal('accepted')
    })
  })
}
