import { expect } from 'chai'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { openBrowser } from '../../dev/browser.js'
import { requirePart } from '../../dev/parts.js'
import { CHROME, FIREFOX } from '../attacks/devices.js'
import { type Enrolled, startPortal, type TestPortal } from '../attacks/portal.js'
import { expectAccessible } from './accessibility.js'
import { fillKeycloakLogin } from './keycloak-pages.js'
import { picture } from './pictures.js'
import { stepByStep } from './step-by-step.js'

const parts = [requirePart('keycloak'), requirePart('browser'), requirePart('mailbox')]

if (parts.every((part) => part !== undefined)) {
  describe('somebody who does not want to be asked for 90 days, in a browser', function () {
    this.timeout(60_000)
    stepByStep()
    let portal: TestPortal
    let person: Enrolled
    let browser: Browser
    let chrome: BrowserContext
    let page: Page
    const at = (path: string) => new RegExp(`^${portal.url}${path}$`)

    before(async () => {
      portal = await startPortal(4)
      person = await portal.enrolled()
      browser = await openBrowser()
      chrome = await browser.newContext({ userAgent: CHROME })
      page = await chrome.newPage()
    })
    after(async () => {
      await browser.close()
      await portal.close()
    })

    async function signIn(on: Page): Promise<void> {
      await on.goto(`${portal.url}/login`)
      await fillKeycloakLogin(on, person.person.name)
    }
    async function signOutAndIn(): Promise<void> {
      await page.goto(portal.url)
      await page.click('text=Sign out')
      await fillKeycloakLogin(page, person.person.name)
    }
    async function answer(on: Page): Promise<void> {
      await on.fill('#code', await person.code())
      await on.click('button:has-text("Verify")')
    }

    it('ticks the box beside the code', async () => {
      await signIn(page)
      await page.waitForURL(at('/two-factor/challenge'))
      expect(await page.innerText('main')).to.contain('Don’t ask again in this browser for 90 days')
      await picture(page, 'trust-choice')
      await expectAccessible(page)
      await page.click('label[for=trust]')
      expect(await page.isChecked('#trust')).to.equal(true)
      await answer(page)
      await page.waitForURL(at('/'))
      expect(
        await chrome.cookies(portal.url).then((all) => all.filter(({ name }) => name.includes('device'))),
      ).to.have.length(1)
    })

    it('is not asked at the next login, but where a recent code is wanted', async () => {
      await signOutAndIn()
      await page.waitForURL(at('/'))
      await page.goto(`${portal.url}/orders`)
      await page.waitForURL(at('/orders'))
      await page.goto(`${portal.url}/payroll`)
      await page.waitForURL(at('/two-factor/challenge'))
    })

    it('is asked in another browser, and sees the first one in the list there', async () => {
      const firefox = await browser.newContext({ userAgent: FIREFOX })
      const other = await firefox.newPage()
      await signIn(other)
      await other.waitForURL(at('/two-factor/challenge'))
      await other.click('label[for=trust]')
      await answer(other)
      await other.waitForURL(at('/'))
      await other.goto(`${portal.url}/two-factor/devices`)
      const list = await other.innerText('main')
      expect(list).to.contain('Chrome on Linux').and.contain('Firefox on Linux').and.contain('This browser')
      await picture(other, 'devices')
      await expectAccessible(other)
      await firefox.close()
    })

    it('names it, and is told', async () => {
      await signOutAndIn()
      await page.goto(`${portal.url}/two-factor/devices`)
      const mine = page.locator('.devices > li', { hasText: 'This browser' })
      await mine.locator('summary').click()
      await mine.locator('input[name=name]').fill('The laptop in the kitchen')
      await mine.locator('button:has-text("Save")').click()
      await page.waitForSelector('text=The name has been saved')
      expect(await page.innerText('main')).to.contain('The laptop in the kitchen')
      await picture(page, 'devices-named')
      await expectAccessible(page)
    })

    it('is asked 91 days later, on the portal’s own clock', async () => {
      await page.goto(portal.url)
      await page.click('button:has-text("+91 days")')
      await page.waitForSelector('time')
      await signOutAndIn()
      await page.waitForURL(at('/two-factor/challenge'))
      await page.click('label[for=trust]')
      await answer(page)
      await page.waitForURL(at('/'))
      await signOutAndIn()
      await page.waitForURL(at('/'))
    })

    it('revokes it, and is asked', async () => {
      await page.goto(`${portal.url}/two-factor/devices`)
      await page.click('button:has-text("Revoke all")')
      // This very session had no code of its own.
      await page.waitForURL(at('/two-factor/(devices|challenge)'))
      await signOutAndIn()
      await page.waitForURL(at('/two-factor/challenge'))
      await answer(page)
      await page.goto(`${portal.url}/two-factor/devices`)
      await page.waitForSelector('text=No browser is trusted')
      await picture(page, 'devices-none')
      await expectAccessible(page)
    })
  })
}
