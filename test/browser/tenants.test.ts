import { expect } from 'chai'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { openBrowser } from '../../dev/browser.js'
import { mailReader } from '../../dev/mailbox.js'
import { requirePart } from '../../dev/parts.js'
import { fixedId } from '../../dev/people.js'
import { known } from '../attacks/people.js'
import { type Enrolled, startPortal, type TestPortal } from '../attacks/portal.js'
import { expectAccessible } from './accessibility.js'
import { fillKeycloakLogin } from './keycloak-pages.js'
import { picture } from './pictures.js'
import { stepByStep } from './step-by-step.js'

const mailbox = requirePart('mailbox')
const parts = [requirePart('keycloak'), requirePart('browser')]

if (mailbox !== undefined && parts.every((part) => part !== undefined)) {
  describe('the policies of tenants, in a browser', function () {
    this.timeout(120_000)
    stepByStep()
    let portal: TestPortal
    let browser: Browser
    let context: BrowserContext
    let page: Page
    let tess: Enrolled
    let opal: Enrolled
    let dora: Enrolled
    const at = (path: string) => new RegExp(`^${portal.url}${path}$`)
    const policyPath = (alias: string) => `/two-factor/admin/tenants/${fixedId('tenant', alias)}/policy`

    before(async () => {
      portal = await startPortal(3)
      tess = await portal.enrolled(known('tess'))
      opal = await portal.enrolled(known('opal'))
      dora = await portal.enrolled(known('dora'))
      browser = await openBrowser()
    })
    beforeEach(async () => {
      context = await browser.newContext()
      page = await context.newPage()
    })
    afterEach(() => context.close())
    after(async () => {
      await browser.close()
      await portal.close()
    })

    async function signIn(name: string): Promise<void> {
      await page.goto(`${portal.url}/login`)
      await fillKeycloakLogin(page, name)
    }
    async function answer(person: Enrolled): Promise<void> {
      await page.waitForURL(at('/two-factor/challenge'))
      await page.fill('#code', await person.code())
      await page.click('button:has-text("Verify")')
    }
    async function openPolicy(administrator: Enrolled, alias: string): Promise<void> {
      await signIn(administrator.person.name)
      await answer(administrator)
      await page.waitForURL(at('/'))
      await page.goto(portal.url + policyPath(alias))
    }
    const effects = async () => {
      await page.click('form[action$="/policy/effects"] button[type=submit]')
      await page.waitForURL(/\/policy\/effects$/)
      return page.innerText('main')
    }

    it('tess requires it at Acme, and sees before she saves how many people will be asked', async () => {
      await openPolicy(tess, 'acme')
      await page.check('input[name=requirement][value=required]')
      await page.fill('#graceDays', '7')
      await page.fill('#graceLogins', '2')
      await picture(page, 'tenant-policy')
      await expectAccessible(page)
      expect(await effects()).to.match(/\d people/)
      await picture(page, 'tenant-policy-effects')
      await expectAccessible(page)
      await page.click('main form button.primary')
      await page.waitForURL(at(policyPath('acme')))
      expect(await page.isChecked('input[name=requirement][value=required]')).to.equal(true)
    })

    it('ann is mailed that it is required now', async () => {
      const subject = 'Two-factor authentication will be asked of you'
      const mail = await mailReader(mailbox).waitForMail({ to: 'ann@acme.example', subject })
      expect(mail.text).to.contain('Acme')
    })

    it('ann puts it off, for the logins that the policy gives', async () => {
      await signIn('ann')
      await page.waitForURL(at('/two-factor/set-up'))
      const text = await page.innerText('main')
      expect(text).to.contain('Acme requires it').and.to.contain('2 logins')
      await picture(page, 'set-up-later')
      await expectAccessible(page)
      await page.click('button:has-text("Later")')
      await page.waitForURL(at('/'))
      await page.goto(`${portal.url}/orders`)
      await page.waitForURL(at('/orders'))
    })

    it('ann is led to set-up once her logins are used up, and Birch opens all the same', async () => {
      await signIn('ann')
      await page.waitForURL(at('/two-factor/set-up'))
      expect(await page.innerText('main')).to.contain('1 login')
      await page.click('button:has-text("Later")')
      await page.waitForURL(at('/'))
      await context.clearCookies()
      await signIn('ann')
      // Nothing is left but to set up: Keycloak asks for the password first.
      await page.waitForSelector('#kc-form-login')
      await page.goto(`${portal.url}/of/birch`)
      await page.waitForURL(at('/of/birch'))
      await page.goto(`${portal.url}/of/acme`)
      await page.waitForSelector('#kc-form-login')
      await fillKeycloakLogin(page, 'ann')
      await page.waitForURL(at('/two-factor/set-up'))
      expect(await page.locator('input[value=totp]').count()).to.equal(1)
    })

    it('carl, who administers Cedar, is led to set-up; cora is neither asked nor offered', async () => {
      await signIn('cora')
      await page.waitForURL(at('/'))
      await page.goto(`${portal.url}/orders`)
      await page.waitForURL(at('/orders'))
      await page.goto(`${portal.url}/two-factor`)
      expect(await page.innerText('main')).to.contain('not offered for your account')
      await picture(page, 'settings-not-offered')
      await context.clearCookies()
      await signIn('carl')
      await page.waitForSelector('#kc-form-login')
    })

    it('opal cannot require it at Elm, whose plan does not include it, and reads why', async () => {
      await openPolicy(opal, 'elm')
      expect(await page.isDisabled('input[name=requirement][value=required]')).to.equal(true)
      expect(await page.innerText('main')).to.match(/plan/)
      await picture(page, 'tenant-policy-plan')
    })

    it('opal turns it off at Dune by typing how many people lose their settings', async () => {
      await openPolicy(opal, 'dune')
      await page.check('input[name=requirement][value=off]')
      await effects()
      await page.fill('#confirmed', '7')
      await page.click('main form button.primary')
      await page.waitForSelector('main')
      expect(await page.innerText('main')).to.match(/number/)
      await page.goto(portal.url + policyPath('dune'))
      expect(await page.isChecked('input[name=requirement][value=required]')).to.equal(true)
      await page.check('input[name=requirement][value=off]')
      await effects()
      await page.fill('#confirmed', '1')
      await picture(page, 'tenant-policy-off')
      await page.click('main form button.primary')
      await page.waitForURL(at(policyPath('dune')))
      expect(await page.isChecked('input[name=requirement][value=off]')).to.equal(true)
    })

    it('dora is told, and not asked any more', async () => {
      await mailReader(mailbox).waitForMail({ to: dora.person.email, subject: /turned off|disabled/i })
      await signIn('dora')
      await page.waitForURL(at('/'))
      await page.goto(`${portal.url}/orders`)
      await page.waitForURL(at('/orders'))
    })
  })
}
