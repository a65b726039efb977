import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'chai'
import type { Browser, Page } from 'playwright-core'
import { authenticatorCode } from '../../dev/authenticator-code.js'
import { openBrowser } from '../../dev/browser.js'
import { mailReader } from '../../dev/mailbox.js'
import { requirePart } from '../../dev/parts.js'
import { newPerson, type Person } from '../attacks/people.js'
import { startPortal, type TestPortal } from '../attacks/portal.js'
import { expectAccessible } from './accessibility.js'
import { fillKeycloakLogin } from './keycloak-pages.js'
import { picture } from './pictures.js'
import { stepByStep } from './step-by-step.js'

const mailbox = requirePart('mailbox')
const parts = [requirePart('keycloak'), requirePart('browser')]

if (mailbox !== undefined && parts.every((part) => part !== undefined)) {
  for (const [language, locale, subject] of [
    ['English', 'en', 'Your authentication code'],
    ['Japanese', 'ja', '確認コードのお知らせ'],
  ] as const) {
    describe(`somebody with codes by e-mail, in ${language}`, function () {
      this.timeout(60_000)
      stepByStep()
      let portal: TestPortal
      let browser: Browser
      let page: Page
      let person: Person
      const at = (path: string) => new RegExp(`^${portal.url}${path}$`)

      before(async () => {
        portal = await startPortal(3)
        browser = await openBrowser()
        person = await newPerson({ locale })
        page = await (await browser.newContext({ locale, viewport: { width: 390, height: 800 } })).newPage()
      })
      after(async () => {
        await browser.close()
        await portal.close()
      })

      /** The newest code in the mailbox, once there are `count`. */
      async function mailedCode(count: number): Promise<string> {
        for (;;) {
          const mails = await mailReader(mailbox ?? '').mails(person.email)
          const mine = mails.filter((mail) => mail.subject === subject)
          if (mine.length >= count) return /^\d{6}$/m.exec(mine.at(-1)?.text ?? '')?.[0] ?? ''
          await sleep(50)
        }
      }

      it('chooses e-mail instead of an app, and confirms with the mailed code', async () => {
        await page.goto(`${portal.url}/login`)
        await fillKeycloakLogin(page, person.name)
        await page.waitForURL(at('/'))
        await page.goto(`${portal.url}/two-factor/set-up`)
        await fillKeycloakLogin(page, person.name)
        await page.waitForURL(at('/two-factor/set-up'))
        await picture(page, `email-${locale}-choice`)
        await expectAccessible(page)
        await page.click('form:has(input[value="email"]) button')
        await page.waitForURL(at('/two-factor/set-up/email'))
        await picture(page, `email-${locale}-set-up`)
        await expectAccessible(page)
        await page.fill('#code', await mailedCode(1))
        await page.keyboard.press('Enter')
        await page.waitForURL(at('/two-factor/backup-codes'))
        await page.goto(`${portal.url}/two-factor`)
        expect(await page.innerText('main')).to.include('@example.example')
        await picture(page, `email-${locale}-settings`)
      })

      it('is mailed a code by itself at the next login, and sees when another one can be asked for', async () => {
        await page.goto(portal.url)
        await page.click('form[action="/logout"] button')
        await fillKeycloakLogin(page, person.name)
        await page.waitForURL(at('/two-factor/challenge'))
        await mailedCode(2)
        const resend = page.locator('form[action$="/challenge/resend"] button')
        expect(await resend.isDisabled()).to.equal(true)
        await picture(page, `email-${locale}-code-page`)
        await expectAccessible(page)
        portal.clock.advance(60_000)
        await page.reload()
        expect(await resend.isDisabled()).to.equal(false)
        await resend.click()
        await page.waitForURL(at('/two-factor/challenge'))
        await page.fill('#code', await mailedCode(3))
        await page.keyboard.press('Enter')
        await page.waitForURL(at('/'))
      })

      it('changes to an app, which replaces the mails once it is confirmed, and turns it off', async () => {
        await page.goto(`${portal.url}/two-factor`)
        await page.click('a[href$="/set-up"]')
        await fillKeycloakLogin(page, person.name)
        await page.waitForURL(at('/two-factor/set-up'))
        await picture(page, `email-${locale}-change`)
        await expectAccessible(page)
        await page.click('form:has(input[value="totp"]) button')
        await page.waitForURL(at('/two-factor/set-up/totp'))
        const key = (await page.getAttribute('a[href^="otpauth:"]', 'href')) ?? ''
        const secret = new URL(key).searchParams.get('secret') ?? ''
        await page.click('a[href$="step=confirm"]')
        portal.clock.advance(30_000)
        await page.fill('#code', await authenticatorCode(secret, portal.clock.now()))
        await page.keyboard.press('Enter')
        await page.waitForURL(at('/two-factor/backup-codes'))
        await page.goto(`${portal.url}/two-factor`)
        expect(await page.innerText('main')).not.to.include('@example.example')
        await page.goto(portal.url)
        await page.click('form[action="/logout"] button')
        await fillKeycloakLogin(page, person.name)
        await page.waitForURL(at('/two-factor/challenge'))
        expect(await page.locator('form[action$="/challenge/resend"]').count(), 'no mail is sent').to.equal(0)
        portal.clock.advance(30_000)
        await page.fill('#code', await authenticatorCode(secret, portal.clock.now()))
        await page.keyboard.press('Enter')
        await page.waitForURL(at('/'))
        await page.goto(`${portal.url}/two-factor/turn-off`)
        await fillKeycloakLogin(page, person.name)
        await page.waitForURL(at('/two-factor/turn-off'))
        await page.click('main form .dangerous')
        await page.waitForURL(at('/two-factor/?'))
        expect(await page.locator('a[href$="/set-up"]').count()).to.equal(1)
      })
    })
  }
}
