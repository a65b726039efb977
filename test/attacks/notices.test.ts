import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'chai'
import { mailReader } from '../../dev/mailbox.js'
import { requirePart } from '../../dev/parts.js'
import { fixedId, mailAddress } from '../../dev/people.js'
import { CHROME, isAsked, trustedBrowser } from './devices.js'
import { outcomeOf } from './outcomes.js'
import { administrator, newPerson } from './people.js'
import { type Enrolled, openSetUp, reenter, startPortal, type TestPortal } from './portal.js'

const mailbox = requirePart('mailbox')
const BACKUP = '/two-factor/challenge/backup'
const CODE_MAIL = 'Your authentication code'

if (requirePart('keycloak') !== undefined && mailbox !== undefined) {
  describe('people are told by mail, each by what really happens', function () {
    this.timeout(120_000)
    const mails = mailReader(mailbox)
    let portal: TestPortal
    let opal: Enrolled
    let person: Enrolled
    before(async () => {
      portal = await startPortal(4)
      const email = mailAddress({ name: 'opal', tenants: [] })
      opal = await portal.enrolled({ id: fixedId('person', 'opal'), name: 'opal', email })
    })
    after(() => portal.close())
    beforeEach(async () => {
      person = await portal.enrolled()
    })

    const told = (subject: string) => mails.waitForMail({ to: person.person.email, subject })
    const backupCodes = async () =>
      (await person.browser.get('/two-factor/backup-codes')).body.match(/[a-z2-7]{4}(-[a-z2-7]{4}){3}/g) ?? []
    async function helpDesk(what: string, fields: Record<string, string> = {}) {
      const browser = await opal.atCodePage()
      expect(await outcomeOf(browser, await opal.code())).to.equal('accepted')
      const settings = await browser.get('/two-factor/', { headers: { accept: 'application/json' } })
      browser.csrf = JSON.parse(settings.body).csrfToken
      return browser.post(`/two-factor/admin/people/${person.person.id}/${what}`, fields, { follow: false })
    }

    it('of having turned it on, and off', async () => {
      await told('Two-factor authentication has been enabled')
      await person.browser.get('/two-factor/turn-off')
      await person.browser.post('/two-factor/turn-off')
      await told('Two-factor authentication has been turned off')
    })

    it('of another method', async () => {
      await openSetUp(person.browser, person.person)
      await person.browser.post('/two-factor/set-up', { method: 'email' })
      const code = /^\d{6}$/m.exec((await told(CODE_MAIL)).text)?.[0] ?? ''
      await person.browser.post('/two-factor/set-up/email', { code })
      await told('Your two-factor authentication has been changed')
    })

    it('of a used backup code, and once three are left', async () => {
      const codes = await backupCodes()
      for (const code of codes.slice(0, 6)) {
        expect(await outcomeOf(await person.atCodePage(), code, BACKUP)).to.equal('accepted')
      }
      await told('A backup code was used to sign in')
      const few = async () =>
        (await mails.mails(person.person.email)).filter(({ subject }) => subject === 'You have few backup codes left')
      expect(await few()).to.deep.equal([])
      await outcomeOf(await person.atCodePage(), codes[6] ?? '', BACKUP)
      expect((await told('You have few backup codes left')).text).to.contain('3')
    })

    it('of new backup codes', async () => {
      portal.clock.advance(60_000)
      await person.browser.get('/two-factor/backup-codes/regenerate')
      await person.browser.post('/two-factor/backup-codes/regenerate')
      await told('New backup codes have been generated')
    })

    it('of five wrong codes, once, with where they came from', async () => {
      const page = await person.atCodePage()
      page.agent = CHROME
      for (let guess = 0; guess < 8; guess++) await outcomeOf(page, `00000${guess}`)
      const { text } = await told('Wrong authentication codes were entered')
      expect(text).to.contain('Chrome on Linux').and.contain('127.0.0.1').and.contain('If this was not you')
      const all = await mails.mails(person.person.email)
      expect(all.filter(({ subject }) => subject.startsWith('Wrong'))).to.have.lengthOf(1)
    })

    it('of a browser that is trusted', async () => {
      await trustedBrowser(portal, person)
      expect((await told('A browser is now trusted')).text).to.contain('Firefox on Linux')
    })

    it('of each help by an administrator, without where that one sits', async () => {
      const issued = await helpDesk('bypass-code', { reason: 'The phone is lost', minutes: '10' })
      const code = /<code>(\d{4}) (\d{4})<\/code>/.exec(issued.body)?.slice(1).join('') ?? ''
      expect(await outcomeOf(await person.atCodePage(), code, BACKUP)).to.equal('accepted')
      const page = await person.atCodePage()
      for (let guess = 0; guess < 5; guess++) await outcomeOf(page, `00000${guess}`)
      for (const what of ['unlock', 'revoke-sessions', 'reset']) {
        expect((await helpDesk(what, { reason: 'The phone is lost' })).status, what).to.equal(303)
      }
      for (const subject of [
        'A bypass code has been issued for your account',
        'Your authentication codes have been unlocked',
        'You will be asked for a code again',
        'Your two-factor authentication has been reset',
      ]) {
        expect((await told(subject)).text).not.to.contain('127.0.0.1')
      }
      await told('A bypass code was used to sign in')
    })

    it('of a password that was reset in Keycloak, where codes come by mail, and is asked all the same', async () => {
      const somebody = await newPerson()
      const browser = portal.visit()
      await browser.signIn(somebody)
      await reenter(browser, somebody, '/two-factor/set-up')
      await browser.post('/two-factor/set-up', { method: 'email' })
      /** The text of the newest code, once so many were mailed. */
      const codeMail = async (count: number) => {
        for (let tries = 0; tries < 100; tries++) {
          const codes = (await mails.mails(somebody.email)).filter(({ subject }) => subject === CODE_MAIL)
          if (codes.length === count) return codes.at(-1)?.text ?? ''
          await sleep(50)
        }
        throw new Error(`${count} codes were not mailed to ${somebody.email}`)
      }
      const set = /^\d{6}$/m.exec(await codeMail(1))?.[0] ?? ''
      expect((await browser.post('/two-factor/set-up/email', { code: set })).url).to.match(/backup-codes$/)
      const credential = { type: 'password', value: somebody.name, temporary: false }
      await (await administrator()).users.resetPassword({ id: somebody.id, credential })
      expect(isAsked(await portal.visit().signIn(somebody))).to.equal(true)
      expect(await codeMail(2)).to.contain('The password of your account was set on')
      portal.clock.advance(25 * 60 * 60_000)
      expect(isAsked(await portal.visit().signIn(somebody))).to.equal(true)
      expect(await codeMail(3), 'a day later').not.to.contain('The password of your account')
    })
  })
}
