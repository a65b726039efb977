import { expect } from 'chai'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { openBrowser } from '../../dev/browser.js'
import { requirePart } from '../../dev/parts.js'
import { contract } from '../../examples/portal/pages/certificate-page.js'
import { verifyStatement } from '../../src/index.js'
import { newPerson } from '../attacks/people.js'
import { type Enrolled, startPortal, type TestPortal } from '../attacks/portal.js'
import { expectAccessible } from './accessibility.js'
import { fillKeycloakLogin } from './keycloak-pages.js'
import { picture } from './pictures.js'

const parts = [requirePart('keycloak'), requirePart('browser'), requirePart('mailbox')]

if (parts.every((part) => part !== undefined)) {
  describe('the certificate of a contract, in a browser', function () {
    this.timeout(60_000)
    let portal: TestPortal
    let browser: Browser
    let context: BrowserContext
    let page: Page
    let enrolled: Enrolled

    before(async () => {
      portal = await startPortal(5)
      enrolled = await portal.enrolled()
      browser = await openBrowser()
    })
    beforeEach(async () => {
      context = await browser.newContext()
      page = await context.newPage()
    })
    afterEach(() => context.close())
    after(async () => {
      await browser?.close()
      await portal?.close()
    })

    async function signIn(name: string): Promise<void> {
      await page.goto(`${portal.url}/login`)
      await fillKeycloakLogin(page, name)
    }
    /** What whoever got the contract checks, with nothing but the portal's address and the document. */
    async function verified() {
      await page.click('summary:has-text("Signed statement")')
      const jws = await page.innerText('#jws')
      const of = { url: `${portal.url}/two-factor`, audience: portal.url, documentHash: contract.hash }
      return verifyStatement(jws, of)
    }

    it('states two-factor authentication after a code, and its signature is verified from outside', async () => {
      await signIn(enrolled.person.name)
      await page.waitForURL(`${portal.url}/two-factor/challenge`)
      await page.fill('#code', await enrolled.code())
      await page.click('button:has-text("Verify")')
      await page.waitForURL(`${portal.url}/`)
      await page.click('nav a:has-text("Certificate")')
      await page.waitForURL(`${portal.url}/certificate`)
      expect(await page.innerText('#method')).to.match(/^Two-factor authentication/)
      const statement = await verified()
      expect(statement).to.deep.include({
        ...{ sub: enrolled.person.id, method: 'totp', amr: ['pwd', 'otp', 'mfa'], document: contract.hash },
      })
      expect(await page.innerText('main'))
        .to.contain(statement.jti)
        .and.to.contain(contract.text)
      await picture(page, 'certificate')
      await expectAccessible(page)
      await page.click('main a[href$="/jwks"]')
      expect(JSON.parse(await page.innerText('body')).keys).to.have.length(1)
    })

    it('states a password alone where nothing else was asked', async () => {
      const person = await newPerson()
      await signIn(person.name)
      await page.waitForURL(`${portal.url}/`)
      await page.goto(`${portal.url}/certificate`)
      expect(await page.innerText('#method')).to.equal('Password alone')
      expect(await verified()).to.deep.include({ sub: person.id, method: 'password', amr: ['pwd'] })
      await picture(page, 'certificate-password')
    })
  })
}
