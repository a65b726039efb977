import { expect } from 'chai'
import type { Browser, Page } from 'playwright-core'
import { openBrowser } from '../../dev/browser.js'
import { mailReader } from '../../dev/mailbox.js'
import { requirePart } from '../../dev/parts.js'
import { people } from '../../dev/people.js'
import { type SmsGateway, startSmsGateway } from '../../dev/sms-gateway.js'
import { startPortal, type TestPortal } from '../attacks/portal.js'
import { expectAccessible } from './accessibility.js'
import { fillKeycloakLogin } from './keycloak-pages.js'
import { picture } from './pictures.js'
import { stepByStep } from './step-by-step.js'

const mailbox = requirePart('mailbox')
const parts = [requirePart('keycloak'), requirePart('browser')]

if (mailbox !== undefined && parts.every((part) => part !== undefined)) {
  describe('sue, with codes by SMS, in a browser', function () {
    this.timeout(60_000)
    stepByStep()
    let gateway: SmsGateway
    let portal: TestPortal
    let browser: Browser
    let page: Page
    const number = people.find(({ name }) => name === 'sue')?.phoneNumber ?? ''
    const mailed = { to: 'sue@dune.example', subject: 'Your authentication code' }
    const at = (path: string) => new RegExp(`^${portal.url}${path}$`)

    before(async () => {
      gateway = await startSmsGateway({ port: 0 })
      portal = await startPortal(5, { smsUrl: gateway.url })
      browser = await openBrowser()
      page = await browser.newPage()
      await mailReader(mailbox).clear()
    })
    after(async () => {
      await browser.close()
      await portal.close()
      await gateway.stop()
    })

    async function signOutAndIn(): Promise<void> {
      await page.goto(portal.url)
      await page.click('text=Sign out')
      await fillKeycloakLogin(page, 'sue')
    }
    const codeIn = ({ text }: { text: string }) => /\b\d{6}\b/.exec(text)?.[0] ?? ''

    it('is led to set-up, since Dune requires it; finds the number that Keycloak knows, and is sent a code there', async () => {
      await page.goto(`${portal.url}/login`)
      await fillKeycloakLogin(page, 'sue')
      await fillKeycloakLogin(page, 'sue')
      await page.waitForURL(at('/two-factor/set-up'))
      await page.click('form:has(input[value="sms"]) button')
      await page.waitForURL(at('/two-factor/set-up/sms\\?step=number'))
      expect(await page.inputValue('#number')).to.equal(number)
      await picture(page, 'sms-number')
      await expectAccessible(page)
      await page.click('button:has-text("Send code")')
      await page.waitForSelector('#code')
      await picture(page, 'sms-set-up')
      await expectAccessible(page)
      const sms = await gateway.waitForSms(number)
      expect(sms.text.split('\n').at(-1), 'what binds the code to this host').to.equal(`@localhost #${codeIn(sms)}`)
      await page.fill('#code', codeIn(sms))
      await page.keyboard.press('Enter')
      await page.waitForURL(at('/two-factor/backup-codes'))
      await page.goto(`${portal.url}/two-factor`)
      const settings = await page.innerText('main')
      expect(settings).to.contain('••••78').and.not.contain(number)
      await picture(page, 'sms-settings')
    })

    it('sees it in the outbox', async () => {
      const outbox = await browser.newPage()
      await outbox.goto(gateway.url)
      expect(await outbox.innerText('body')).to.contain(number)
      await picture(outbox, 'sms-outbox')
      await expectAccessible(outbox)
      await outbox.close()
    })

    it('is sent a code at the next login by itself', async () => {
      await signOutAndIn()
      await page.waitForURL(at('/two-factor/challenge'))
      await picture(page, 'sms-code-page')
      await expectAccessible(page)
      await page.fill('#code', codeIn(await gateway.waitForSms(number, 2)))
      await page.keyboard.press('Enter')
      await page.waitForURL(at('/'))
    })

    it('has one mailed instead, and the SMS counts no more', async () => {
      await signOutAndIn()
      await page.waitForURL(at('/two-factor/challenge'))
      const bySms = codeIn(await gateway.waitForSms(number, 3))
      await page.click('text=I cannot get a code')
      await picture(page, 'sms-no-code')
      await page.click('button:has-text("e-mail instead")')
      await page.waitForURL(at('/two-factor/challenge'))
      const byMail = codeIn(await mailReader(mailbox).waitForMail(mailed))
      expect(await page.innerText('main')).to.contain('@dune.example')
      await picture(page, 'sms-by-email')
      await expectAccessible(page)
      await page.fill('#code', bySms)
      await page.keyboard.press('Enter')
      await page.waitForSelector('[role=alert]')
      await page.fill('#code', byMail)
      await page.keyboard.press('Enter')
      await page.waitForURL(at('/'))
      await signOutAndIn()
      await gateway.waitForSms(number, 4)
    })

    it('is told where no SMS go out, is not offered them any more, and gets in with a backup code', async () => {
      const codes = await backupCodes()
      await gateway.stop()
      portal.clock.advance(60_000)
      await page.goto(`${portal.url}/two-factor/challenge`)
      await page.locator('form[action$="/challenge/resend"] button').click()
      // The page is there before the gateway has been tried: whoever waits in vain looks again.
      const told = page.locator('[role=alert]')
      const until = Date.now() + 20_000
      while (!(await told.isVisible()) && Date.now() < until) await page.goto(`${portal.url}/two-factor/challenge`)
      await told.waitFor({ timeout: 5_000 })
      await picture(page, 'sms-undeliverable')
      await expectAccessible(page)
      await page.goto(`${portal.url}/two-factor/challenge/backup`)
      await page.fill('#code', codes[0] ?? '')
      await page.click('main form button')
      await page.waitForURL(at('/'))
    })

    /** Those that sue sees after the code by SMS that she was just sent. */
    async function backupCodes(): Promise<string[]> {
      await page.fill('#code', codeIn(await gateway.waitForSms(number, 4)))
      await page.keyboard.press('Enter')
      await page.waitForURL(at('/'))
      await page.goto(`${portal.url}/two-factor/backup-codes`)
      await fillKeycloakLogin(page, 'sue')
      await page.waitForURL(at('/two-factor/backup-codes'))
      const codes = (await page.innerText('main')).match(/[a-z2-7]{4}(-[a-z2-7]{4}){3}/g) ?? []
      // Five codes an hour are sent, and these were all.
      portal.clock.advance(60 * 60_000)
      await signOutAndIn()
      await page.waitForURL(at('/two-factor/challenge'))
      await gateway.waitForSms(number, 5)
      return codes
    }
  })
}
