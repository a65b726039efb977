import { readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'chai'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { openBrowser } from '../../dev/browser.js'
import { mailReader } from '../../dev/mailbox.js'
import { requirePart } from '../../dev/parts.js'
import { fixedId, mailAddress, people } from '../../dev/people.js'
import type { Person } from '../attacks/people.js'
import { type Enrolled, startPortal, type TestPortal } from '../attacks/portal.js'
import { expectAccessible } from './accessibility.js'
import { fillKeycloakLogin } from './keycloak-pages.js'
import { picture } from './pictures.js'
import { stepByStep } from './step-by-step.js'

const parts = [requirePart('keycloak'), requirePart('browser'), requirePart('mailbox')]

/** One of the example's people, who are in every realm of the tests. */
function known(name: string): Person {
  const found = people.find((person) => person.name === name)
  if (found === undefined) throw new Error(`There is no ${name} in dev/people.ts`)
  return { id: fixedId('person', name), name, email: mailAddress(found) }
}

if (parts.every((part) => part !== undefined)) {
  describe('the help desk, in a browser', function () {
    this.timeout(90_000)
    stepByStep()
    let portal: TestPortal
    let browser: Browser
    let desk: BrowserContext
    let page: Page
    let opal: Enrolled
    let bea: Enrolled
    let bypassCode: string
    const at = (path: string) => new RegExp(`^${portal.url}${path}`)

    before(async () => {
      portal = await startPortal(4)
      opal = await portal.enrolled(known('opal'))
      bea = await portal.enrolled(known('bea'))
      browser = await openBrowser()
      desk = await browser.newContext()
      page = await desk.newPage()
    })
    after(async () => {
      await browser?.close()
      await portal?.close()
    })

    async function signIn(on: Page, who: Enrolled): Promise<void> {
      await on.goto(`${portal.url}/login`)
      await fillKeycloakLogin(on, who.person.name)
      await on.waitForURL(at('/two-factor/challenge'))
    }
    async function enter(on: Page, code: string): Promise<void> {
      await on.fill('#code', code)
      await on.click('button:has-text("Verify")')
    }
    async function mailTo({ email }: Person, subject: RegExp): Promise<string> {
      const reader = mailReader(process.env.TEST_MAILBOX_URL ?? '')
      for (let tries = 0; tries < 150; tries++) {
        const mail = (await reader.mails(email)).find((each) => subject.test(each.subject))
        if (mail !== undefined) return JSON.stringify(mail)
        await sleep(100)
      }
      throw new Error(`No mail to ${email} is called ${subject}`)
    }
    /** To somebody's page, the way the help desk finds it. */
    async function find(name: string, displayName: string): Promise<void> {
      await page.goto(`${portal.url}/two-factor/admin`)
      await page.fill('#q', name)
      await page.click('button:has-text("Search")')
      await page.click(`.people a:has-text("${displayName}")`)
      await page.waitForURL(at('/two-factor/admin/people/'))
    }

    it('finds somebody, and reads in one sentence what is wrong', async () => {
      await signIn(page, opal)
      await enter(page, await opal.code())
      await page.waitForURL(at('/$'))
      await find('bea', 'Bea Baker')
      expect(await page.innerText('main'))
        .to.contain('Everything is in order.')
        .and.contain('bea@acme.example')
      await picture(page, 'help-desk-person')
      await expectAccessible(page)
    })

    it('issues a bypass code for a reason, and sees it this once', async () => {
      await page.fill('#reason', 'Lost her phone, called back')
      await page.click('button:has-text("Issue a code")')
      await page.waitForSelector('.issued code')
      bypassCode = (await page.innerText('.issued code')).replaceAll(/\s/g, '')
      expect(bypassCode).to.match(/^\d{8}$/)
      await picture(page, 'help-desk-bypass-code')
      await find('bea', 'Bea Baker')
      expect((await page.innerText('main')).replaceAll(/\s/g, '')).not.to.contain(bypassCode)
      expect(await page.innerText('main')).to.contain('A bypass code is waiting to be used')
      expect(await mailTo(bea.person, /bypass code has been issued/)).not.to.contain(bypassCode)
    })

    it('lets the person in by it, once', async () => {
      const context = await browser.newContext()
      const hers = await context.newPage()
      await signIn(hers, bea)
      await hers.goto(`${portal.url}/two-factor/challenge/backup`)
      await enter(hers, bypassCode)
      await hers.waitForURL(at('/$'))
      await context.close()
      const again = await browser.newContext()
      const second = await again.newPage()
      await signIn(second, bea)
      await second.goto(`${portal.url}/two-factor/challenge/backup`)
      await enter(second, bypassCode)
      await second.waitForSelector('[role=alert]')
      await again.close()
    })

    it('resets after a question, and the person is told', async () => {
      await find('bea', 'Bea Baker')
      await page.click('a:has-text("Reset")')
      await page.waitForSelector('text=Reset two-factor authentication of Bea Baker?')
      await picture(page, 'help-desk-reset')
      await expectAccessible(page)
      await page.click('button:has-text("Reset")')
      await page.waitForSelector('text=Two-factor authentication is not set up.')
      await mailTo(bea.person, /reset/i)
    })

    it('finds all of it in the audit log, as page and as file', async () => {
      await page.goto(`${portal.url}/two-factor/admin/audit?person=${bea.person.id}`)
      const log = await page.innerText('main')
      for (const said of [
        'An administrator issued a code',
        'Reason: Lost her phone, called back',
        'An administrator reset two-factor authentication',
        'by Opal Osborne',
        'Signed in with a code from an administrator',
      ]) {
        expect(log).to.contain(said)
      }
      await picture(page, 'help-desk-audit')
      await expectAccessible(page)
      await page.selectOption('#kind', 'reset')
      await page.click('button:has-text("Show")')
      await page.waitForURL(/kind=reset/)
      expect(await page.locator('.log li').count()).to.equal(1)
      const [download] = await Promise.all([page.waitForEvent('download'), page.click('text=Download as CSV')])
      expect(download.suggestedFilename()).to.equal('audit.csv')
    })

    it('sees why she was asked, and what would be asked now', async () => {
      await find('bea', 'Bea Baker')
      await page.click('summary:has-text("Why the last logins")')
      expect(await page.innerText('main')).to.contain('Asked for a code: set up')
      await page.click('summary:has-text("Try it")')
      await page.click('button:has-text("Try it")')
      await page.waitForURL(at('/two-factor/admin/people/.*/try'))
      expect(await page.innerText('main'))
        .to.contain('Would get in without a code.')
        .and.contain('not set up')
      await picture(page, 'help-desk-try')
      await expectAccessible(page)
    })

    it('shows who has it, as a picture', async () => {
      await page.goto(`${portal.url}/two-factor/admin/coverage`)
      await page.waitForSelector('svg.coverage[role=img]')
      expect(await page.innerText('main')).to.match(/\d+ of \d+ people \(\d+%\)/)
      await picture(page, 'help-desk-coverage')
      await expectAccessible(page)
    })

    it('downloads who has it as a file, of everybody and of one organization', async () => {
      const file = async () => {
        const [download] = await Promise.all([page.waitForEvent('download'), page.click('a[href$="coverage.csv"]')])
        return { name: download.suggestedFilename(), text: await readFile(await download.path(), 'utf8') }
      }
      const everybody = await file()
      expect(everybody.name).to.equal('coverage.csv')
      expect(everybody.text).to.contain(opal.person.id).and.to.contain(bea.person.id)
      await page.click('.list a:has-text("Acme")')
      await page.waitForURL(at(`/two-factor/admin/tenants/${fixedId('tenant', 'acme')}/coverage`))
      await picture(page, 'help-desk-coverage-tenant')
      await expectAccessible(page)
      const acme = await file()
      expect(acme.name).to.match(/^coverage-.*\.csv$/)
      expect(acme.text).to.contain(bea.person.id).and.not.to.contain(opal.person.id)
    })

    it('is closed to tess of Acme where it is about Birch, or a person of Cedar', async () => {
      const tess = await portal.enrolled(known('tess'))
      const context = await browser.newContext()
      const hers = await context.newPage()
      await signIn(hers, tess)
      await enter(hers, await tess.code())
      await hers.waitForURL(at('/$'))
      for (const path of [
        ...['people', 'audit', 'coverage', 'policy'].map((what) => `tenants/${fixedId('tenant', 'birch')}/${what}`),
        `people/${fixedId('person', 'cora')}`,
        `people/${fixedId('person', 'cora')}/try`,
      ]) {
        const answer = await hers.goto(`${portal.url}/two-factor/admin/${path}`)
        expect(answer?.status(), path).to.equal(404)
      }
      expect(await hers.innerText('main')).to.contain('Page not found')
      const acme = await hers.goto(`${portal.url}/two-factor/admin/tenants/${fixedId('tenant', 'acme')}/audit`)
      expect(acme?.status()).to.equal(200)
      expect(await hers.innerText('main'))
        .to.contain('Audit log of Acme')
        .and.contain('Bea Baker')
      await picture(hers, 'help-desk-tenant-audit')
      await context.close()
    })
  })
}
