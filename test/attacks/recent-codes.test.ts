import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'chai'
import { requirePart } from '../../dev/parts.js'
import { giveRole, newCompany, newMember, savePolicy } from './companies.js'
import { isAsked, laterBrowser, trustedBrowser } from './devices.js'
import { outcomeOf } from './outcomes.js'
import { newPerson, type Person } from './people.js'
import { type Enrolled, startPortal, type TestPortal } from './portal.js'
import { newColleague, signInBy } from './providers.js'
import type { Visitor } from './visitor.js'

const parts = [requirePart('keycloak'), requirePart('mailbox')]
const MINUTE_MS = 60_000
const ASKED = /\/two-factor\/challenge$/
const SET_UP = /\/two-factor\/set-up$/
const BACKUP = '/two-factor/challenge/backup'
/** What changes a second factor, or shows what opens it. */
const FACTOR = ['/set-up', '/turn-off', '/backup-codes', '/backup-codes/download', '/backup-codes/regenerate']
const CHANGES = ['/set-up', '/set-up/totp', '/turn-off', '/backup-codes/saved', '/backup-codes/regenerate']

if (parts.every((part) => part !== undefined)) {
  describe('what wants a code of the last minutes', function () {
    this.timeout(180_000)
    let portal: TestPortal
    let opal: Enrolled
    before(async () => {
      portal = await startPortal(5)
      const operator = await newPerson()
      await giveRole(operator, 'operator')
      opal = await portal.enrolled(operator)
    })
    after(() => portal.close())

    /** Takes the token that forms need from the settings, as scripts do. */
    async function withToken(browser: Visitor): Promise<void> {
      const { body } = await browser.get('/two-factor/', { headers: { accept: 'application/json' } })
      browser.csrf = JSON.parse(body).csrfToken
    }
    const leadsTo = async (browser: Visitor, path: string) => {
      const { status, headers } = await browser.get(path, { follow: false })
      return headers.get('location') ?? String(status)
    }
    /** Pays, as a script of the application does. */
    const pay = async (browser: Visitor) => {
      const sending = { headers: { accept: 'application/json' }, follow: false }
      const { status, body } = await browser.post('/api/payments', {}, sending)
      return status === 201 ? 'paid' : `${status} ${JSON.parse(body).needs}`
    }
    /** Nothing of a person who was let through without a code is open, and nothing changes. */
    async function expectAsked(browser: Visitor, person: Enrolled): Promise<void> {
      expect(await leadsTo(browser, '/orders')).to.equal('200')
      expect(await leadsTo(browser, '/payroll')).to.match(ASKED)
      expect(await pay(browser)).to.equal('401 code')
      for (const path of FACTOR) expect(await leadsTo(browser, `/two-factor${path}`), path).to.match(ASKED)
      await withToken(browser)
      for (const path of CHANGES) {
        const fields = { method: 'totp', code: '123456' }
        expect((await browser.post(`/two-factor${path}`, fields)).url, path).to.match(ASKED)
      }
      expect(isAsked(await portal.visit().signIn(person.person)), 'it is as it was').to.equal(true)
    }

    it('is not open to a trusted browser, nor is the second factor, though everything else is', async () => {
      const person = await portal.enrolled()
      const browser = laterBrowser(await trustedBrowser(portal, person))
      expect(isAsked(await browser.signIn(person.person))).to.equal(false)
      await expectAsked(browser, person)
      await browser.get('/payroll')
      expect(await outcomeOf(browser, await person.code())).to.equal('accepted')
      expect(await leadsTo(browser, '/payroll')).to.equal('200')
    })

    it('is not open to single sign-on, nor is the second factor', async () => {
      const { person, account } = await newColleague()
      const enrolled = await portal.enrolled(person)
      await sleep(1_000)
      const browser = portal.visit()
      const landed = await signInBy(browser, { provider: 'office365', account, person })
      expect(landed.url).to.equal(`${portal.url}/`)
      await expectAsked(browser, enrolled)
    })

    it('leads single sign-on without a second factor to set-up, and lets it pay nothing', async () => {
      const { person, account } = await newColleague()
      const browser = portal.visit()
      await signInBy(browser, { provider: 'office365', account, person })
      expect(await leadsTo(browser, '/orders')).to.equal('200')
      expect(await leadsTo(browser, '/payroll')).to.match(SET_UP)
      expect(await pay(browser)).to.equal('401 set-up')
    })

    it('is not open to whoever puts set-up off', async () => {
      const company = await newCompany()
      const person = await newMember([company])
      const grace = { requirement: 'required', graceDays: 7, graceLogins: 3 }
      expect((await savePolicy(opal, company, grace)).status).to.equal(200)
      const browser = portal.visit()
      const offered = await browser.signIn(person)
      expect(offered.url).to.match(SET_UP)
      expect((await browser.post('/two-factor/later')).url).to.equal(`${portal.url}/`)
      expect(await leadsTo(browser, '/orders')).to.equal('200')
      expect(await leadsTo(browser, '/payroll')).to.match(SET_UP)
      expect(await pay(browser)).to.equal('401 set-up')
      await browser.post('/two-factor/later', {}, { follow: false })
      expect(await leadsTo(browser, '/payroll'), 'once more').to.match(SET_UP)
      await sleep(1_100)
      portal.clock.advance(6 * MINUTE_MS)
      // What was entered at the sign-in is too old to set up a second factor with.
      const begun = await browser.post('/two-factor/set-up', { method: 'totp' })
      expect(begun.body).not.to.include('otpauth:')
      expect((await browser.get('/two-factor/set-up/totp')).body).not.to.include('otpauth:')
    })

    it('counts the help desk’s code for five minutes, and asks for another one after them', async () => {
      const person = await portal.enrolled()
      const code = await bypassCode(person.person)
      const browser = await person.atCodePage()
      expect(await outcomeOf(browser, code, BACKUP)).to.equal('accepted')
      expect(await leadsTo(browser, '/payroll')).to.equal('200')
      portal.clock.advance(5 * MINUTE_MS + 1_000)
      await expectAsked(browser, person)
      expect(await outcomeOf(browser, code, BACKUP), 'the same again').to.equal('replayed')
      expect(await leadsTo(browser, '/payroll')).to.match(ASKED)
    })

    /** A code that the help desk issues for the person, by a sign-in of its own. */
    async function bypassCode({ id }: Person): Promise<string> {
      const browser = await opal.atCodePage()
      await outcomeOf(browser, await opal.code())
      await withToken(browser)
      const path = `/two-factor/admin/people/${id}/bypass-code`
      const { status, body } = await browser.post(path, { reason: 'The phone is lost', minutes: '60' })
      const shown = /<code>(\d{4}) (\d{4})<\/code>/.exec(body)
      if (shown === null) throw new Error(`No code was issued (${status}): ${body.slice(0, 500)}`)
      return `${shown[1]}${shown[2]}`
    }
  })
}
