import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'chai'
import type { Browser, Page } from 'playwright-core'
import { openBrowser } from '../../dev/browser.js'
import { mailReader } from '../../dev/mailbox.js'
import { requirePart } from '../../dev/parts.js'
import { fixedId } from '../../dev/people.js'
import type { TenantPolicy } from '../../src/index.js'
import { administrator, type Person } from '../attacks/people.js'
import { type Enrolled, startPortal, type TestPortal } from '../attacks/portal.js'
import { newAccount, newColleague, type Provider } from '../attacks/providers.js'
import { expectAccessible } from './accessibility.js'
import { fillKeycloakLogin } from './keycloak-pages.js'
import { picture } from './pictures.js'
import { stepByStep } from './step-by-step.js'

const parts = [requirePart('keycloak'), requirePart('browser'), requirePart('mailbox')]

if (parts.every((part) => part !== undefined)) {
  describe('single sign-on and connected accounts, in a browser', function () {
    this.timeout(120_000)
    stepByStep()
    let portal: TestPortal
    let sam: Enrolled
    let office365: Person
    let google: Person
    let browser: Browser
    let page: Page
    const acme = fixedId('tenant', 'acme')
    const at = (path: string) => new RegExp(`^${portal.url}${path}$`)
    const main = () => page.innerText('main')

    before(async () => {
      portal = await startPortal(3)
      await policy({})
      const { person, account } = await newColleague()
      office365 = account
      google = await newAccount()
      sam = await portal.enrolled(person)
      browser = await openBrowser()
    })
    beforeEach(async () => {
      page = await browser.newPage()
    })
    afterEach(() => page.close())
    after(async () => {
      await browser?.close()
      await portal.close()
    })

    async function policy(sso: Partial<TenantPolicy['sso']>): Promise<void> {
      const { policies } = portal.operations
      const { policy: before, version } = await policies.show(acme)
      const after = { bypass: 'organization', providers: {}, ...sso } as const
      await policies.change(acme, { ...before, requirement: 'required', sso: after }, { version })
    }
    /** Signs in through a provider, whose button Keycloak shows at once or after the user name. */
    async function signInBy(provider: Provider, account: Person): Promise<void> {
      await page.goto(`${portal.url}/login`)
      await page.waitForSelector('#kc-form-login')
      if ((await page.locator(`#social-${provider}`).count()) === 0) {
        await page.fill('#username', sam.person.name)
        await page.click('#kc-login')
      }
      await page.click(`#social-${provider}`)
      await fillKeycloakLogin(page, account.name)
    }
    async function signInByPassword(): Promise<void> {
      await page.goto(`${portal.url}/login`)
      await fillKeycloakLogin(page, sam.person.name)
      await giveCode()
    }
    async function giveCode(): Promise<void> {
      await page.waitForURL(at('/two-factor/challenge'))
      await page.fill('#code', await sam.code())
      await page.click('button:has-text("Verify")')
    }

    it('lets sam in by Office 365 without a code, and says what protects the account', async () => {
      await signInBy('office365', office365)
      await page.waitForURL(at('/'))
      await page.goto(`${portal.url}/two-factor/`)
      expect(await main())
        .to.contain('You signed in through Office 365, which protects your account')
        .and.contain(`Office 365: ${office365.name}`)
      await picture(page, 'settings-single-sign-on')
      await expectAccessible(page)
      await page.click('section:has-text("Connected accounts") >> text=Manage')
      await page.waitForURL(at('/two-factor/linked-accounts'))
      expect(await main()).to.contain('no code is asked for when you sign in with it')
      await picture(page, 'linked-accounts')
      await expectAccessible(page)
    })

    it('asks sam all the same where the policy wants it, and administrators see why', async () => {
      await policy({ providers: { office365: 'enforce' } })
      await signInBy('office365', office365)
      await giveCode()
      await page.waitForURL(at('/'))
      const opal = await portal.enrolled({ id: fixedId('person', 'opal'), name: 'opal', email: 'opal@example.example' })
      await sleep(1_000)
      const seen = await opal.browser.get(`/two-factor/admin/people/${sam.person.id}`)
      expect(seen.body).to.contain('for which the policy asks all the same')
      await policy({})
    })

    it('connects Google from the settings, after a fresh password', async () => {
      await policy({ bypass: 'all' })
      await signInByPassword()
      await page.waitForURL(at('/'))
      await page.goto(`${portal.url}/two-factor/linked-accounts`)
      await page.click('text=Connect Google')
      await fillKeycloakLogin(page, sam.person.name)
      await page.waitForURL(at('/two-factor/linked-accounts/google/connect'))
      await picture(page, 'linked-accounts-connect')
      await expectAccessible(page)
      await page.click('text=Go on to Google')
      await page.click('#kc-continue')
      await fillKeycloakLogin(page, google.name)
      await page.waitForURL(at('/two-factor/linked-accounts'))
      expect(await main())
        .to.contain('The account has been connected.')
        .and.contain(google.name)
      await picture(page, 'linked-accounts-connected')
      const { waitForMail } = mailReader(process.env.TEST_MAILBOX_URL ?? '')
      await waitForMail({ to: sam.person.email, subject: 'An account has been connected' })
    })

    it('lets sam in by Google from the login page', async () => {
      await signInBy('google', google)
      await page.waitForURL(at('/'))
    })

    it('disconnects Google after a fresh password', async () => {
      await signInByPassword()
      await page.waitForURL(at('/'))
      await page.goto(`${portal.url}/two-factor/linked-accounts`)
      await page.click('[aria-label="Disconnect the account at Google"]')
      await fillKeycloakLogin(page, sam.person.name)
      await page.waitForURL(at('/two-factor/linked-accounts/google/disconnect'))
      await picture(page, 'linked-accounts-disconnect')
      await page.click('main button:has-text("Disconnect")')
      await page.waitForURL(at('/two-factor/linked-accounts'))
      expect(await main()).to.contain('The account has been disconnected.')
    })

    it('asks for a code with an account that was connected on the login page, until it is confirmed', async () => {
      // The account at Google has sam's address, so that Keycloak offers to connect it.
      await page.goto(`${portal.url}/login`)
      await page.click('#social-google')
      await fillKeycloakLogin(page, office365.name)
      await page.click('#linkAccount')
      await fillKeycloakLogin(page, sam.person.name)
      await giveCode()
      await page.waitForURL(at('/'))
      await page.goto(`${portal.url}/two-factor/linked-accounts`)
      expect(await main()).to.contain('Not confirmed: it does not stand in for a code.')
      await picture(page, 'linked-accounts-unconfirmed')
    })

    it('never lets the last way in be disconnected', async () => {
      const keycloak = await administrator()
      const { id } = sam.person
      await keycloak.users.delFromFederatedIdentity({ id, federatedIdentityId: 'google' })
      const { id: credentialId = '' } = (await keycloak.users.getCredentials({ id }))[0] ?? {}
      await keycloak.users.deleteCredential({ id, credentialId })
      await signInBy('office365', office365)
      await page.waitForURL(at('/'))
      await page.goto(`${portal.url}/two-factor/linked-accounts`)
      expect(await main())
        .to.contain('This is your only way to sign in')
        .and.not.contain('Disconnect')
    })
  })
}
