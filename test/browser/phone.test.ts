import { expect } from 'chai'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { authenticatorCode } from '../../dev/authenticator-code.js'
import { openBrowser } from '../../dev/browser.js'
import { mailReader } from '../../dev/mailbox.js'
import { requirePart } from '../../dev/parts.js'
import { startPortal, type TestPortal } from '../attacks/portal.js'
import { fillKeycloakLogin } from './keycloak-pages.js'
import { picture } from './pictures.js'
import { stepByStep } from './step-by-step.js'

const mailbox = requirePart('mailbox')
const parts = [requirePart('keycloak'), requirePart('browser')]

if (mailbox !== undefined && parts.every((part) => part !== undefined)) {
  describe('hanako, in Japanese, on a phone of 360 pixels, without scripts and with the keyboard alone', function () {
    this.timeout(60_000)
    stepByStep()
    let portal: TestPortal
    let browser: Browser
    let context: BrowserContext
    let page: Page
    let secret: string
    const at = (path: string) => new RegExp(`^${portal.url}${path}$`)

    before(async () => {
      portal = await startPortal(2)
      browser = await openBrowser()
      context = await browser.newContext({
        viewport: { width: 360, height: 740 },
        isMobile: true,
        hasTouch: true,
        locale: 'ja-JP',
        javaScriptEnabled: false,
      })
      page = await context.newPage()
    })
    after(async () => {
      await browser.close()
      await portal.close()
    })

    /** Presses Tab until the wanted thing has the focus, as somebody without a mouse does. */
    async function tabTo(selector: string): Promise<void> {
      for (let presses = 0; presses < 30; presses++) {
        if (await page.locator(`${selector}:focus`).count()) return
        await page.keyboard.press('Tab')
      }
      throw new Error(`Tab does not reach ${selector} on ${page.url()}`)
    }
    async function look(name: string): Promise<void> {
      await picture(page, `phone-${name}`)
      const { content, screen } = await page.evaluate(() => ({
        content: document.documentElement.scrollWidth,
        screen: document.documentElement.clientWidth,
      }))
      expect(content, `${name} scrolls sideways`).to.be.at.most(screen)
      expect(await page.getAttribute('html', 'lang')).to.equal('ja')
    }

    it('sets up an authenticator app', async () => {
      await page.goto(`${portal.url}/login`)
      await fillKeycloakLogin(page, 'hanako')
      await page.waitForURL(at('/'))
      await page.goto(`${portal.url}/two-factor`)
      await look('settings-off')
      await tabTo('a[href$="/set-up"]')
      await page.keyboard.press('Enter')
      await fillKeycloakLogin(page, 'hanako')
      await page.waitForURL(at('/two-factor/set-up'))
      await look('set-up-apps')
      await tabTo('main form button')
      await page.keyboard.press('Enter')
      await page.waitForURL(at('/two-factor/set-up/totp'))
      await look('set-up-qr-code')
      secret = new URL((await page.getAttribute('a[href^="otpauth:"]', 'href')) ?? '').searchParams.get('secret') ?? ''
      expect(await page.isVisible('a[href^="otpauth:"]'), 'the button that opens the app on this phone').to.equal(true)
      await tabTo('a[href$="step=confirm"]')
      await page.keyboard.press('Enter')
      await page.waitForURL(at('/two-factor/set-up/totp\\?step=confirm'))
      await look('set-up-confirm')
      await page.keyboard.type(await authenticatorCode(secret, portal.clock.now()))
      await page.keyboard.press('Enter')
      await page.waitForURL(at('/two-factor/backup-codes'))
      await look('backup-codes')
    })

    it('is told by mail, in Japanese', async () => {
      const mail = await mailReader(mailbox).waitForMail({ to: 'hanako@example.example', subject: /二要素認証/ })
      expect(mail.text).to.match(/花子/)
      expect(mail.html).to.include('lang="ja"')
    })

    it('finds the codes kept once the file is downloaded, and the settings active', async () => {
      await page.goto(`${portal.url}/two-factor`)
      await look('settings-active')
    })

    it('signs in with a code', async () => {
      await page.goto(portal.url)
      await page.click('form[action="/logout"] button')
      await fillKeycloakLogin(page, 'hanako')
      await page.waitForURL(at('/two-factor/challenge'))
      await look('code-page')
      await page.keyboard.type('000000')
      await page.keyboard.press('Enter')
      await page.waitForSelector('[role=alert]')
      await look('code-page-wrong')
      portal.clock.advance(30_000)
      // Full-width digits with a space, as a Japanese keyboard makes them.
      const code = await authenticatorCode(secret, portal.clock.now())
      const wide = [...code].map((digit) => String.fromCodePoint((digit.codePointAt(0) ?? 0) + 0xfee0)).join('')
      await page.fill('#code', `${wide.slice(0, 3)}　${wide.slice(3)}`)
      await page.keyboard.press('Enter')
      await page.waitForURL(at('/'))
    })
  })
}
