import { setTimeout as sleep } from 'node:timers/promises'
import type { Browser, Page } from 'playwright-core'
import { openBrowser } from '../../dev/browser.js'
import { requirePart } from '../../dev/parts.js'
import { newDatabase } from '../attacks/databases.js'
import { type Enrolled, startPortal, type TestPortal } from '../attacks/portal.js'
import { fillKeycloakLogin } from './keycloak-pages.js'
import { picture } from './pictures.js'
import { stepByStep } from './step-by-step.js'

const parts = [requirePart('keycloak'), requirePart('browser'), requirePart('mariadb')]

if (parts.every((part) => part !== undefined)) {
  describe('somebody with two applications, in a browser', function () {
    this.timeout(60_000)
    stepByStep()
    let portal: TestPortal
    let second: TestPortal
    let person: Enrolled
    let browser: Browser
    let page: Page

    before(async () => {
      const databaseUrl = await newDatabase('browser_second')
      second = await startPortal(5, { databaseUrl, second: true })
      portal = await startPortal(0, { databaseUrl, otherUrl: second.url })
      person = await portal.enrolled()
      browser = await openBrowser()
      page = await browser.newPage()
    })
    after(async () => {
      await browser.close()
      await Promise.all([portal.close(), second.close()])
    })

    it('gives a code in the first and is not asked in the second', async () => {
      await page.goto(`${portal.url}/login`)
      await fillKeycloakLogin(page, person.person.name)
      await page.waitForURL(`${portal.url}/two-factor/challenge`)
      await page.fill('#code', await person.code())
      second.clock.advance(portal.clock.now() - second.clock.now())
      await page.click('button:has-text("Verify")')
      await page.waitForURL(`${portal.url}/`)
      await page.click('text=the other application')
      await page.waitForURL(`${second.url}/`)
      await page.click('header >> text=Sign in')
      await page.waitForSelector('text=Sign out')
      await page.click('text=Payroll')
      await page.waitForURL(`${second.url}/payroll`)
      await picture(page, 'second-application')
      // Browsers do not tell ports apart: the second sign-in has not ended the first.
      await page.goto(`${portal.url}/payroll`)
      await page.waitForURL(`${portal.url}/payroll`)
    })

    it('signs out of the first, and is asked in the second', async () => {
      await page.click('text=Sign out')
      await page.waitForSelector('#kc-form-login')
      await sleep(5_500)
      await page.goto(`${second.url}/orders`)
      await page.waitForURL(`${second.url}/two-factor/challenge`)
    })
  })
}
