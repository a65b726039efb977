import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'chai'
import type { Browser, Page } from 'playwright-core'
import { openBrowser } from '../../dev/browser.js'
import { type Mailbox, startMailbox } from '../../dev/mailbox.js'
import { requirePart } from '../../dev/parts.js'
import { fixedId, mailAddress } from '../../dev/people.js'
import { firstTestPort } from '../../dev/test-portal.js'
import { newPerson, type Person } from '../attacks/people.js'
import { type Enrolled, reenter, startPortal, type TestPortal } from '../attacks/portal.js'
import { expectAccessible } from './accessibility.js'
import { fillKeycloakLogin } from './keycloak-pages.js'
import { picture } from './pictures.js'

const parts = [requirePart('keycloak'), requirePart('browser')]

if (parts.every((part) => part !== undefined)) {
  describe('with the mail server stopped for an hour', function () {
    this.timeout(60_000)
    let dataDir: string
    let mailbox: Mailbox
    let portal: TestPortal
    let opal: Enrolled
    let byApp: Enrolled
    let byMail: Person
    let backupCodes: string[]
    let browser: Browser
    let page: Page
    const at = (path: string) => new RegExp(`^${portal.url}${path}$`)
    /** Each with an empty box. */
    const start = (name: string) =>
      startMailbox({ smtpPort: firstTestPort + 26, webPort: firstTestPort + 109, dataDir: join(dataDir, name) })

    before(async () => {
      dataDir = mkdtempSync(join(tmpdir(), 'two-factor-mail-stopped-'))
      mailbox = await start('before')
      portal = await startPortal(2, { smtpPort: mailbox.smtp.port })
      browser = await openBrowser()
      page = await browser.newPage()
      const email = mailAddress({ name: 'opal', tenants: [] })
      opal = await portal.enrolled({ id: fixedId('person', 'opal'), name: 'opal', email })
      byApp = await portal.enrolled()
      ;({ person: byMail, backupCodes } = await enrolledByMail())
      await mailbox.waitForMail({ to: byMail.email, subject: /has been enabled/ })
    })
    after(async () => {
      await browser.close()
      await portal.close()
      await mailbox.stop()
      rmSync(dataDir, { recursive: true })
    })

    async function enrolledByMail() {
      const person = await newPerson()
      const visitor = portal.visit()
      await visitor.signIn(person)
      await reenter(visitor, person, '/two-factor/set-up')
      await visitor.post('/two-factor/set-up', { method: 'email' })
      const { text } = await mailbox.waitForMail({ to: person.email, subject: 'Your authentication code' })
      const done = await visitor.post('/two-factor/set-up/email', { code: /^\d{6}$/m.exec(text)?.[0] ?? '' })
      return { person, backupCodes: done.body.match(/[a-z2-7]{4}(-[a-z2-7]{4}){3}/g) ?? [] }
    }
    async function signIn({ name }: Person): Promise<void> {
      await page.context().clearCookies()
      await page.goto(`${portal.url}/login`)
      await fillKeycloakLogin(page, name)
    }

    it('tells somebody with codes by e-mail that none can be sent, and takes a backup code', async () => {
      await mailbox.stop()
      await signIn(byMail)
      await page.waitForURL(at('/two-factor/challenge'))
      // The page was shown before the server was tried; the next look says so.
      for (let tries = 0; tries < 50 && (await page.locator('[role=alert]').count()) === 0; tries++) {
        await sleep(100)
        await page.goto(`${portal.url}/two-factor/challenge`)
      }
      expect(await page.innerText('[role=alert]')).to.contain('cannot be sent at the moment')
      await picture(page, 'mail-stopped-code-page')
      await expectAccessible(page)
      await page.click('a[href$="/challenge/backup"]')
      await page.fill('#code', backupCodes[0] ?? '')
      await page.keyboard.press('Enter')
      await page.waitForURL(at('/'))
      await page.goto(`${portal.url}/orders`)
      await page.waitForURL(at('/orders'))
    })

    it('lets people with an app sign in as ever', async () => {
      await signIn(byApp.person)
      await page.waitForURL(at('/two-factor/challenge'))
      await page.fill('#code', await byApp.code())
      await page.keyboard.press('Enter')
      await page.waitForURL(at('/'))
    })

    it('offers nobody codes by e-mail', async () => {
      const somebody = await newPerson()
      await signIn(somebody)
      await page.waitForURL(at('/'))
      await page.goto(`${portal.url}/two-factor/set-up`)
      await fillKeycloakLogin(page, somebody.name)
      await page.waitForURL(at('/two-factor/set-up'))
      expect(await page.locator('input[value=totp]').count()).to.equal(1)
      expect(await page.locator('input[value=email]').count()).to.equal(0)
    })

    it('tells the operator on every visit, and why, and that a test message fails', async () => {
      await signIn(opal.person)
      await page.waitForURL(at('/two-factor/challenge'))
      await page.fill('#code', await opal.code())
      await page.keyboard.press('Enter')
      await page.waitForURL(at('/'))
      await page.goto(`${portal.url}/two-factor/admin`)
      expect(await page.innerText('.notice')).to.contain('No mail has gone out since')
      await picture(page, 'mail-stopped-admin')
      await expectAccessible(page)
      await page.click('.notice a')
      await page.waitForURL(at('/two-factor/admin/messages'))
      await page.fill('#to-email', 'opal@example.example')
      await page.click('button:has-text("Send test message")')
      await page.waitForSelector('text=could not be sent')
      await picture(page, 'mail-stopped-messages')
      await expectAccessible(page)
    })

    it('sends everything that waited once the server is back, once each, and says that all is well', async () => {
      await byApp.browser.get('/two-factor/turn-off')
      await byApp.browser.post('/two-factor/turn-off')
      // Time passes while it is tried again and again.
      for (let minutes = 0; minutes < 60; minutes += 10) {
        portal.clock.advance(10 * 60_000)
        await sleep(600)
      }
      mailbox = await start('afterwards')
      portal.clock.advance(30 * 60_000)
      await mailbox.waitForMail({ to: byApp.person.email, subject: /has been turned off/ })
      await mailbox.waitForMail({ to: byMail.email, subject: 'A backup code was used to sign in' })
      for (const [to, subject] of [
        [byApp.person.email, 'Two-factor authentication has been turned off'],
        [byMail.email, 'A backup code was used to sign in'],
      ] as const) {
        const mails = (await mailbox.mails(to)).filter((mail) => mail.subject === subject)
        expect(mails, subject).to.have.lengthOf(1)
      }
      // The code that nobody waits for any more is not sent an hour late.
      const subjects = (await mailbox.mails(byMail.email)).map(({ subject }) => subject)
      expect(subjects).not.to.include('Your authentication code')
      await page.goto(`${portal.url}/two-factor/admin`)
      if (page.url().endsWith('/challenge')) {
        await page.fill('#code', await opal.code())
        await page.keyboard.press('Enter')
        await page.waitForURL(at('/two-factor/admin'))
      }
      expect(await page.locator('.notice').count()).to.equal(0)
    })
  })
}
