import { expect } from 'chai'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { authenticatorCode } from '../../dev/authenticator-code.js'
import { openBrowser } from '../../dev/browser.js'
import { mailReader } from '../../dev/mailbox.js'
import { requirePart } from '../../dev/parts.js'
import { newPerson, type Person } from '../attacks/people.js'
import { startPortal, type TestPortal } from '../attacks/portal.js'
import { picture } from './pictures.js'
import { stepByStep } from './step-by-step.js'

const mailbox = requirePart('mailbox')
const parts = [requirePart('keycloak'), requirePart('browser')]

if (mailbox !== undefined && parts.every((part) => part !== undefined)) {
  for (const [how, javaScriptEnabled] of [
    ['without scripts', false],
    ['with scripts', true],
  ] as const) {
    describe(`somebody who reads Japanese, on a phone of 360 pixels, by keys alone and ${how}`, function () {
      this.timeout(60_000)
      stepByStep()
      let portal: TestPortal
      let browser: Browser
      let context: BrowserContext
      let page: Page
      let secret: string
      let person: Person
      const at = (path: string) => new RegExp(`^${portal.url}${path}$`)

      before(async () => {
        portal = await startPortal(2)
        person = await newPerson({ firstName: '花子', lastName: '山田', locale: 'ja' })
        browser = await openBrowser()
        context = await browser.newContext({
          viewport: { width: 360, height: 740 },
          isMobile: true,
          hasTouch: true,
          locale: 'ja-JP',
          javaScriptEnabled,
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
      /** Enters name and password on Keycloak's own pages, the name first where it is asked for alone. */
      async function enterPassword(): Promise<void> {
        await page.waitForSelector('#kc-form-login')
        const username = page.locator('#username:not([type=hidden])')
        if ((await username.count()) > 0 && (await username.isEditable())) {
          await tabTo('#username')
          await page.keyboard.type(person.name)
          if ((await page.locator('#password').count()) === 0) await page.keyboard.press('Enter')
        }
        await page.waitForSelector('#password')
        await tabTo('#password')
        await page.keyboard.type(person.name)
        await page.keyboard.press('Enter')
      }
      async function look(name: string): Promise<void> {
        await picture(page, `phone-${name}${javaScriptEnabled ? '-scripts' : ''}`)
        const { content, screen } = await page.evaluate(() => ({
          content: document.documentElement.scrollWidth,
          screen: document.documentElement.clientWidth,
        }))
        expect(content, `${name} scrolls sideways`).to.be.at.most(screen)
        expect(await page.getAttribute('html', 'lang')).to.equal('ja')
      }

      it('sets up an authenticator app', async () => {
        await page.goto(`${portal.url}/login`)
        await enterPassword()
        await page.waitForURL(at('/'))
        await page.goto(`${portal.url}/two-factor`)
        await look('settings-off')
        await tabTo('a[href$="/set-up"]')
        await page.keyboard.press('Enter')
        await enterPassword()
        await page.waitForURL(at('/two-factor/set-up'))
        await look('set-up-apps')
        await tabTo('main form button')
        await page.keyboard.press('Enter')
        await page.waitForURL(at('/two-factor/set-up/totp'))
        await look('set-up-qr-code')
        secret =
          new URL((await page.getAttribute('a[href^="otpauth:"]', 'href')) ?? '').searchParams.get('secret') ?? ''
        expect(await page.isVisible('a[href^="otpauth:"]'), 'the button that opens the app on this phone').to.equal(
          true,
        )
        await tabTo('a[href$="step=confirm"]')
        await page.keyboard.press('Enter')
        await page.waitForURL(at('/two-factor/set-up/totp\\?step=confirm'))
        await look('set-up-confirm')
        await tabTo('#code')
        await page.keyboard.type(await authenticatorCode(secret, portal.clock.now()))
        await page.keyboard.press('Enter')
        await page.waitForURL(at('/two-factor/backup-codes'))
        await look('backup-codes')
      })

      it('is told by mail, in Japanese', async () => {
        const mail = await mailReader(mailbox).waitForMail({ to: person.email, subject: /二要素認証/ })
        expect(mail.text).to.contain('山田 花子')
        expect(mail.html).to.include('lang="ja"')
      })

      it('finds the codes kept once the file is downloaded, and the settings active', async () => {
        await page.goto(`${portal.url}/two-factor`)
        await look('settings-active')
      })

      it('signs in with a code', async () => {
        await page.goto(portal.url)
        await tabTo('form[action="/logout"] button')
        await page.keyboard.press('Enter')
        await enterPassword()
        await page.waitForURL(at('/two-factor/challenge'))
        await look('code-page')
        await tabTo('#code')
        await page.keyboard.type('000000')
        await page.keyboard.press('Enter')
        await page.waitForSelector('[role=alert]')
        await look('code-page-wrong')
        portal.clock.advance(30_000)
        // Full-width digits with a space, as a Japanese keyboard makes them.
        const code = await authenticatorCode(secret, portal.clock.now())
        const wide = [...code].map((digit) => String.fromCodePoint((digit.codePointAt(0) ?? 0) + 0xfee0)).join('')
        await tabTo('#code')
        await page.keyboard.insertText(`${wide.slice(0, 3)}　${wide.slice(3)}`)
        await page.keyboard.press('Enter')
        await page.waitForURL(at('/'))
      })
    })
  }
}
