import { readFile } from 'node:fs/promises'
import { expect } from 'chai'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { authenticatorCode } from '../../dev/authenticator-code.js'
import { openBrowser } from '../../dev/browser.js'
import { mailReader } from '../../dev/mailbox.js'
import { requirePart } from '../../dev/parts.js'
import { readQrCode } from '../../dev/qr-code.js'
import { newDatabase } from '../attacks/databases.js'
import { startPortal, type TestPortal } from '../attacks/portal.js'
import { expectAccessible } from './accessibility.js'
import { fillKeycloakLogin } from './keycloak-pages.js'
import { picture } from './pictures.js'
import { stepByStep } from './step-by-step.js'

const mailbox = requirePart('mailbox')
const parts = [requirePart('keycloak'), requirePart('browser'), requirePart('mariadb')]

if (mailbox !== undefined && parts.every((part) => part !== undefined)) {
  for (const [database, open] of [
    ['SQLite', async () => ({})],
    ['MariaDB', async () => ({ databaseUrl: await newDatabase('browser_story') })],
  ] as const) {
    describe(`fred, in a browser, with ${database}`, function () {
      this.timeout(60_000)
      stepByStep()
      let portal: TestPortal
      let browser: Browser
      let context: BrowserContext
      let page: Page
      let secret: string
      let lastCode: string
      let codes: string[]
      const at = (path: string) => new RegExp(`^${portal.url}${path}$`)

      before(async () => {
        portal = await startPortal(1, await open())
        browser = await openBrowser()
        context = await browser.newContext({
          locale: 'en-GB',
          acceptDownloads: true,
          permissions: ['clipboard-read', 'clipboard-write'],
        })
        page = await context.newPage()
        await mailReader(mailbox).clear()
      })
      after(async () => {
        await browser.close()
        await portal.close()
      })

      /** The code that the phone shows next; the portal's clock is moved so that it is a new one. */
      async function nextCode(): Promise<string> {
        portal.clock.advance(30_000)
        lastCode = await authenticatorCode(secret, portal.clock.now())
        return lastCode
      }
      async function answer(code: string): Promise<void> {
        await page.fill('#code', code)
        await page.click('button:has-text("Verify")')
      }
      async function signOutAndIn(name = 'fred'): Promise<void> {
        await page.goto(portal.url)
        await page.click('text=Sign out')
        await fillKeycloakLogin(page, name)
      }

      it("signs in on Keycloak's own page and is not asked", async () => {
        await page.goto(`${portal.url}/login`)
        await fillKeycloakLogin(page, 'fred')
        await page.waitForURL(at('/'))
        await page.goto(`${portal.url}/orders`)
        await page.waitForURL(at('/orders'))
      })

      it('finds it off in the settings', async () => {
        await page.goto(`${portal.url}/two-factor`)
        await page.waitForSelector('text=Protect your account')
        await picture(page, 'settings-off')
        await expectAccessible(page)
      })

      it('switches on after a fresh password, and sees which apps suit', async () => {
        await page.click('text=Set it up')
        await fillKeycloakLogin(page, 'fred')
        await page.waitForURL(at('/two-factor/set-up'))
        await page.waitForSelector('text=Google Authenticator')
        await picture(page, 'set-up-apps')
        await expectAccessible(page)
      })

      it('sees a QR code on the screen and the same key as text', async () => {
        await page.click('main form button')
        await page.waitForURL(at('/two-factor/set-up/totp'))
        const address = new URL(await readQrCode(await picture(page, 'set-up-qr-code')))
        secret = address.searchParams.get('secret') ?? ''
        expect(secret).to.match(/^[A-Z2-7]{32}$/)
        expect(address.searchParams.get('issuer')).to.equal('Example Portal')
        expect(decodeURIComponent(address.pathname)).to.include('Example Portal:fred@example.example')
        expect((await page.innerText('main')).replace(/\s/g, '')).to.include(secret)
        await expectAccessible(page)
      })

      it('keeps the same key over a reload', async () => {
        await page.reload()
        expect(await readQrCode(await page.screenshot({ fullPage: true }))).to.include(secret)
      })

      it('confirms with six digits and gets ten backup codes, whose file downloads by itself', async () => {
        await page.click('a:has-text("Next")')
        await page.waitForURL(at('/two-factor/set-up/totp\\?step=confirm'))
        await expectAccessible(page)
        const file = page.waitForEvent('download')
        await page.fill('#code', await nextCode())
        await page.click('main form button')
        await page.waitForURL(at('/two-factor/backup-codes'))
        const text = await readFile(await (await file).path(), 'utf8')
        codes = text.match(/[a-z2-7]{4}(-[a-z2-7]{4}){3}/g) ?? []
        expect(codes).to.have.lengthOf(10)
        expect(text).to.include('Example Portal').and.include('Fred Farmer')
        for (const code of codes) expect(await page.innerText('main')).to.include(code)
        await picture(page, 'backup-codes')
        await expectAccessible(page)
      })

      it('gets the mail that it has been enabled', async () => {
        const mail = await mailReader(mailbox).waitForMail({
          to: 'fred@example.example',
          subject: 'Two-factor authentication has been enabled',
        })
        expect(mail.text).to.include('Example Portal').and.include('Fred')
        expect(mail.html).to.include('<html')
      })

      it('finds it active in the settings, and is not asked in the session that set it up', async () => {
        await page.goto(`${portal.url}/two-factor`)
        await page.waitForSelector('text=Active')
        await page.click('summary')
        expect(await page.innerText('.activity')).to.match(/Two-factor authentication turned on[\s\S]*Set-up started/)
        await picture(page, 'settings-active')
        await expectAccessible(page)
        await page.goto(`${portal.url}/orders`)
        await page.waitForURL(at('/orders'))
      })

      it('signs out and in, and is asked', async () => {
        await signOutAndIn()
        await page.waitForURL(at('/two-factor/challenge'))
        await page.waitForSelector('h1:has-text("Input authentication code")')
        await expectAccessible(page)
      })

      it('is told how many tries are left after a wrong code', async () => {
        await page.goto(`${portal.url}/reports/january`)
        await page.waitForURL(at('/two-factor/challenge'))
        await answer('000000')
        expect(await page.innerText('[role=alert]')).to.match(/4 tries left/)
        await picture(page, 'code-page-wrong')
        await expectAccessible(page)
      })

      it('gets to the page first asked for with the right one', async () => {
        await answer(await nextCode())
        await page.waitForURL(at('/reports/january'))
      })

      it('is refused the same code again', async () => {
        await signOutAndIn()
        await page.waitForURL(at('/two-factor/challenge'))
        await answer(lastCode)
        expect(await page.innerText('[role=alert]')).to.match(/already/)
      })

      it('has to wait after five wrong codes', async () => {
        for (let guess = 0; guess < 4; guess++) await answer(`00000${guess}`)
        expect(await page.innerText('[role=alert]')).to.match(/wait|again/i)
        await picture(page, 'code-page-locked')
        await expectAccessible(page)
        expect(await page.isDisabled('button:has-text("Verify")'), 'the button while waiting').to.equal(true)
        const mail = mailReader(mailbox).waitForMail({ to: 'fred@example.example', subject: /wrong/i })
        expect((await mail).text).to.match(/five|5/i)
      })

      it('gets in with a backup code, once', async () => {
        const [code = ''] = codes
        await page.click('text=I cannot get a code')
        await page.click('a[href$="/challenge/backup"]')
        await page.waitForURL(at('/two-factor/challenge/backup'))
        await expectAccessible(page)
        await page.fill('#code', code.toUpperCase())
        await page.click('main form button')
        await page.waitForURL(at('/'))
        await mailReader(mailbox).waitForMail({ to: 'fred@example.example', subject: /backup code/i })
        await signOutAndIn()
        await page.goto(`${portal.url}/two-factor/challenge/backup`)
        await page.fill('#code', code)
        await page.click('main form button')
        await page.waitForSelector('[role=alert]')
      })

      it('cancels, which ends the Keycloak session, and somebody else can sign in', async () => {
        await page.goto(`${portal.url}/two-factor/challenge`)
        await page.click('button:has-text("Cancel")')
        await page.waitForSelector('#kc-form-login')
        await fillKeycloakLogin(page, 'bea')
        await page.waitForURL(at('/'))
        expect(await page.innerText('body')).to.include('Bea Baker')
      })

      it('sees which codes are used, keeps them by a click, and makes new ones', async () => {
        await signOutAndIn()
        await answer(await nextCode())
        await page.goto(`${portal.url}/two-factor/backup-codes`)
        await fillKeycloakLogin(page, 'fred')
        await page.waitForURL(at('/two-factor/backup-codes'))
        expect(await page.innerText('main')).to.match(/Used/)
        await page.click('text=Generate new codes')
        await page.click('main form button:has-text("Generate new codes")')
        await page.waitForURL(at('/two-factor/backup-codes'))
        const text = await page.innerText('main')
        for (const code of codes) expect(text).not.to.include(code)
        const saved = page.waitForResponse((response) => response.request().method() === 'POST')
        await page.click('button:has-text("Copy")')
        await saved
        const copied = await page.evaluate(() => navigator.clipboard.readText())
        expect(copied.match(/[a-z2-7]{4}-?[a-z2-7]{4}-?[a-z2-7]{4}-?[a-z2-7]{4}/g)).to.have.lengthOf(10)
        await page.goto(`${portal.url}/two-factor`)
        expect(await page.innerText('main')).not.to.match(/not saved your backup codes/)
      })

      it('turns it off, and is not asked at the next login', async () => {
        await page.click('text=Turn off')
        await picture(page, 'turn-off')
        await page.click('main form button:has-text("Turn off")')
        await page.waitForSelector('text=Set it up')
        await signOutAndIn()
        await page.waitForURL(at('/'))
      })
    })
  }
}
