import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'chai'
import { mailReader } from '../../dev/mailbox.js'
import { requirePart } from '../../dev/parts.js'
import { newDatabase } from './databases.js'
import { outcomeIn, outcomeOf, postCode, tally } from './outcomes.js'
import { administrator, newPerson, type Person } from './people.js'
import { reenter, startPortal, type TestPortal } from './portal.js'
import type { Visitor } from './visitor.js'

const mailbox = requirePart('mailbox')
const parts = [requirePart('keycloak'), requirePart('mariadb')]

if (mailbox !== undefined && parts.every((part) => part !== undefined)) {
  describe('attacks on mailed codes', function () {
    this.timeout(120_000)
    let portal: TestPortal
    before(async () => {
      portal = await startPortal(1, { databaseUrl: await newDatabase('attacks_mailed_codes') })
    })
    after(() => portal.close())

    /** The codes that were mailed to a person so far, the oldest first; waits until there are `count`. */
    async function codesFor({ email }: Person, count: number): Promise<string[]> {
      for (let tries = 0; ; tries++) {
        const mails = (await mailReader(mailbox ?? '').mails(email)).filter(
          ({ subject }) => subject === 'Your authentication code',
        )
        const codes = mails.map(({ text }) => /^\d{6}$/m.exec(text)?.[0] ?? '')
        if (codes.length >= count) return codes
        if (tries === 100) throw new Error(`${codes.length} codes were mailed to ${email}, not ${count}.`)
        await sleep(50)
      }
    }
    const lastCode = async (person: Person, count: number) => (await codesFor(person, count)).at(-1) ?? ''

    /** Somebody who has set up codes by e-mail, with the browser that did; one code was mailed. */
    async function enrolled(): Promise<{ person: Person; browser: Visitor }> {
      const person = await newPerson()
      const browser = portal.visit()
      await browser.signIn(person)
      await reenter(browser, person, '/two-factor/set-up')
      const page = await browser.post('/two-factor/set-up', { method: 'email' })
      expect(page.url).to.match(/\/set-up\/email$/)
      const done = await browser.post('/two-factor/set-up/email', { code: await lastCode(person, 1) })
      expect(done.url).to.match(/\/backup-codes$/)
      return { person, browser }
    }
    async function atCodePage(person: Person): Promise<Visitor> {
      const browser = portal.visit()
      const page = await browser.signIn(person)
      expect(page.url).to.match(/\/challenge$/)
      expect(page.body).to.include('@example.example').and.not.to.include(person.email)
      return browser
    }

    it('mails one by itself, once for a page however often it is loaded, and lets in once', async () => {
      const { person } = await enrolled()
      const page = await atCodePage(person)
      await page.get('/two-factor/challenge')
      const code = await lastCode(person, 2)
      expect(await outcomeOf(page, code)).to.equal('accepted')
      await sleep(300)
      expect(await codesFor(person, 2)).to.have.lengthOf(2)
    })

    it('refuses the code of another login, another person, another purpose, and a replaced one', async () => {
      const { person } = await enrolled()
      const other = await enrolled()
      const [confirmed = ''] = await codesFor(person, 1)
      const [theirs = ''] = await codesFor(other.person, 1)
      const first = await atCodePage(person)
      const ofFirst = await lastCode(person, 2)
      const second = await atCodePage(person)
      const ofSecond = await lastCode(person, 3)
      for (const code of [confirmed, theirs, ofFirst]) {
        if (code !== ofSecond) expect(await outcomeOf(second, code)).to.equal('wrong')
      }
      portal.clock.advance(60_000)
      await second.get('/two-factor/challenge')
      await second.post('/two-factor/challenge/resend', { resend: '1' })
      const fresh = await lastCode(person, 4)
      if (fresh !== ofSecond) expect(await outcomeOf(second, ofSecond)).to.equal('wrong')
      expect(await outcomeOf(second, fresh)).to.equal('accepted')
      expect(await outcomeOf(first, ofFirst)).to.equal('accepted')
    })

    it('refuses a code after ten minutes, uncounted, and mails a new one', async () => {
      const { person } = await enrolled()
      const page = await atCodePage(person)
      const code = await lastCode(person, 2)
      portal.clock.advance(10 * 60_000)
      expect(await outcomeOf(page, code)).to.equal('expired')
      const shown = await page.post('/two-factor/challenge', { code })
      expect(shown.body).to.include('no longer valid')
      expect(await outcomeOf(page, await lastCode(person, 3))).to.equal('accepted')
    })

    it('accepts exactly one of 50 parallel posts of one right code', async () => {
      const { person } = await enrolled()
      const page = await atCodePage(person)
      const code = await lastCode(person, 2)
      const answers = await Promise.all(Array.from({ length: 50 }, () => postCode(page.copy(), code)))
      expect(tally(answers.map(outcomeIn)).accepted).to.equal(1)
    })

    it('sends another one only after a minute, and at most five an hour, over many sessions', async () => {
      const { person } = await enrolled()
      const page = await atCodePage(person)
      await codesFor(person, 2)
      for (let again = 0; again < 10; again++) await page.post('/two-factor/challenge/resend', { resend: '1' })
      for (let minute = 0; minute < 10; minute++) {
        portal.clock.advance(60_000)
        await page.post('/two-factor/challenge/resend', { resend: '1' })
      }
      const other = portal.visit()
      const shown = await other.signIn(person)
      expect(shown.body).to.include('Too many codes were sent')
      await sleep(500)
      expect(await codesFor(person, 5)).to.have.lengthOf(5)
    })

    it('gives no tries back for another code', async () => {
      const { person } = await enrolled()
      const page = await atCodePage(person)
      for (let guess = 0; guess < 4; guess++) await outcomeOf(page, `00000${guess}`)
      portal.clock.advance(60_000)
      await page.post('/two-factor/challenge/resend', { resend: '1' })
      const code = await lastCode(person, 3)
      expect(await outcomeOf(page, code === '000004' ? '000005' : '000004')).to.equal('wrong')
      expect(await outcomeOf(page, code)).to.equal('locked')
    })

    it('goes to the address of the set-up, whatever Keycloak says later, and to none that is not verified', async () => {
      const { person } = await enrolled()
      const keycloak = await administrator()
      await keycloak.users.update({ id: person.id }, { email: `moved-${person.email}`, emailVerified: true })
      await atCodePage(person)
      expect(await codesFor(person, 2)).to.have.lengthOf(2)

      const unverified = await newPerson()
      await keycloak.users.update({ id: unverified.id }, { email: unverified.email, emailVerified: false })
      const browser = portal.visit()
      await browser.signIn(unverified)
      const page = await reenter(browser, unverified, '/two-factor/set-up')
      expect(page.body).not.to.include('value="email"')
      expect((await browser.post('/two-factor/set-up', { method: 'email' })).status).to.equal(409)
    })
  })
}
