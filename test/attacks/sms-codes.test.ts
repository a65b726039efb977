import { expect } from 'chai'
import { mailReader } from '../../dev/mailbox.js'
import { requirePart } from '../../dev/parts.js'
import { type SmsGateway, startSmsGateway } from '../../dev/sms-gateway.js'
import { outcomeIn, outcomeOf, postCode, tally } from './outcomes.js'
import { newPerson, type Person } from './people.js'
import { reenter, startPortal, type TestPortal } from './portal.js'
import type { Visitor } from './visitor.js'

const mailbox = requirePart('mailbox')
const CHALLENGE = '/two-factor/challenge'
let numbers = 0

if (requirePart('keycloak') !== undefined && mailbox !== undefined) {
  describe('attacks on codes by SMS', function () {
    this.timeout(120_000)
    let gateway: SmsGateway
    let portal: TestPortal
    before(async () => {
      gateway = await startSmsGateway({ port: 0 })
      portal = await startPortal(3, { smsUrl: gateway.url })
    })
    after(async () => {
      await portal.close()
      await gateway.stop()
    })

    const newNumber = () => `+8190${String(10_000_000 + numbers++)}`
    const codeIn = ({ text }: { text: string }) => /\b\d{6}\b/.exec(text)?.[0] ?? ''
    const codeTo = async (number: string, count: number) => codeIn(await gateway.waitForSms(number, count))

    /** Somebody who has set up codes by SMS; one was sent. */
    async function enrolled(number = newNumber()): Promise<{ person: Person; browser: Visitor; number: string }> {
      const person = await newPerson()
      const browser = portal.visit()
      await browser.signIn(person)
      await reenter(browser, person, '/two-factor/set-up')
      await browser.post('/two-factor/set-up', { method: 'sms' })
      const before = gateway.messages().filter(({ to }) => to === number).length
      const sent = await browser.post('/two-factor/set-up/sms', { number })
      expect(sent.url).to.match(/\/set-up\/sms$/)
      expect(sent.body, 'masked').not.to.include(number.slice(3))
      const done = await browser.post('/two-factor/set-up/sms', { code: await codeTo(number, before + 1) })
      expect(done.url).to.match(/\/backup-codes$/)
      return { person, browser, number }
    }
    async function atCodePage(person: Person): Promise<Visitor> {
      const browser = portal.visit()
      expect((await browser.signIn(person)).url).to.match(/\/challenge$/)
      return browser
    }

    it('accepts exactly one of 50 parallel posts of one right code', async () => {
      const { person, number } = await enrolled()
      const page = await atCodePage(person)
      const code = await codeTo(number, 2)
      const answers = await Promise.all(Array.from({ length: 50 }, () => postCode(page.copy(), code)))
      expect(tally(answers.map(outcomeIn)).accepted).to.equal(1)
    })

    it('refuses it a second time, in another login, and after ten minutes', async () => {
      const { person, number } = await enrolled()
      const page = await atCodePage(person)
      const first = await codeTo(number, 2)
      const other = await atCodePage(person)
      const second = await codeTo(number, 3)
      if (first !== second) expect(await outcomeOf(other, first)).to.equal('wrong')
      expect(await outcomeOf(page, first)).to.equal('accepted')
      portal.clock.advance(10 * 60_000)
      expect(await outcomeOf(other, second)).to.equal('expired')
    })

    it('has one count with the code that is mailed instead, after which the SMS is dead', async () => {
      const { person, number } = await enrolled()
      const page = await atCodePage(person)
      const bySms = await codeTo(number, 2)
      for (let guess = 0; guess < 3; guess++) await outcomeOf(page, `00000${guess}`)
      await page.get(CHALLENGE)
      await page.post('/two-factor/challenge/by-email')
      const mail = await mailReader(mailbox).waitForMail({ to: person.email, subject: 'Your authentication code' })
      expect(await outcomeOf(page, bySms)).to.equal('wrong')
      expect(await outcomeOf(page, bySms)).to.equal('wrong')
      expect(await outcomeOf(page, codeIn(mail))).to.equal('locked')
    })

    it('sends at most five an hour to one number, whoever asks', async () => {
      const number = newNumber()
      const one = await enrolled(number)
      const two = await enrolled(number)
      await atCodePage(one.person)
      await codeTo(number, 3)
      await atCodePage(two.person)
      await codeTo(number, 4)
      await atCodePage(one.person)
      await codeTo(number, 5)
      const capped = portal.visit()
      expect((await capped.signIn(two.person)).body).to.include('Too many codes were sent')
      expect(gateway.messages().filter(({ to }) => to === number)).to.have.lengthOf(5)
    })

    it('takes numbers of mobile phones alone, and sends nothing to anything else', async () => {
      const person = await newPerson()
      const browser = portal.visit()
      await browser.signIn(person)
      await reenter(browser, person, '/two-factor/set-up')
      await browser.post('/two-factor/set-up', { method: 'sms' })
      const before = gateway.messages().length
      for (const number of ['', '112', '0', '+81', '090 1234 5678', '+81901234567890123', '+19005551234', '<b>']) {
        expect((await browser.post('/two-factor/set-up/sms', { number })).status, number).to.be.oneOf([400, 422])
      }
      expect(gateway.messages()).to.have.lengthOf(before)
      const typed = await browser.post('/two-factor/set-up/sms', { number: '＋８１ (90) 9999-0001' })
      expect(typed.url).to.match(/\/set-up\/sms$/)
      await gateway.waitForSms('+819099990001')
    })
  })
}
