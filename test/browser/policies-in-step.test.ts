import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import type { Browser, Page } from 'playwright-core'
import { openBrowser } from '../../dev/browser.js'
import { requirePart } from '../../dev/parts.js'
import { realmNames } from '../../dev/realm.js'
import { testRealm } from '../../dev/test-portal.js'
import { newDatabase } from '../attacks/databases.js'
import { administrator, newPerson, type Person } from '../attacks/people.js'
import { startPortal, type TestPortal } from '../attacks/portal.js'
import { commandLine } from '../cli/command-line.js'
import { fillKeycloakLogin } from './keycloak-pages.js'
import { stepByStep } from './step-by-step.js'

const keycloakUrl = requirePart('keycloak')
const parts = [requirePart('mailbox'), requirePart('browser'), requirePart('mariadb')]
const root = join(import.meta.dirname, '..', '..')

if (keycloakUrl !== undefined && parts.every((part) => part !== undefined)) {
  describe('a policy that is edited in Keycloak’s console', function () {
    this.timeout(120_000)
    stepByStep()
    let portal: TestPortal
    let browser: Browser
    let console: Page
    let page: Page
    let person: Person
    let organization: string
    let folder: string

    before(async () => {
      person = await newPerson()
      const { organizations } = await administrator()
      const created = await organizations.create({
        ...{ name: `Company of ${person.name}`, alias: person.name, domains: [{ name: `${person.name}.example` }] },
        attributes: { plan: ['business'] },
      })
      organization = created.id
      await organizations.addMember({ orgId: organization, userId: person.id })
      const databaseUrl = await newDatabase('browser_policies')
      portal = await startPortal(2, { databaseUrl })
      browser = await openBrowser()
      console = await (await browser.newContext({ locale: 'en-GB' })).newPage()
      page = await (await browser.newContext({ locale: 'en-GB' })).newPage()
      folder = mkdtempSync(join(tmpdir(), 'two-factor-policy-'))
      writeFileSync(join(folder, 'package.json'), '{"type":"module"}')
      const from = (path: string) => JSON.stringify(join(root, 'src', path, 'index.ts'))
      const account = { clientId: realmNames.runtimeClient, clientSecret: testRealm.runtimeSecret }
      const directory = { url: keycloakUrl, realm: realmNames.realm, ...account }
      writeFileSync(
        join(folder, 'two-factor.config.js'),
        `import { DataSource } from ${JSON.stringify(join(root, 'node_modules/typeorm/index.mjs'))}
         import { keycloakDirectory } from ${from('keycloak')}
         import { twoFactorEntities, typeormStore } from ${from('typeorm')}
         export default {
           name: 'Portal', url: 'https://portal.example/two-factor', policies: { owner: 'keycloak' },
           secretKeys: [{ id: '1', key: ${JSON.stringify(Buffer.alloc(32, 'two-factor').toString('base64'))} }],
           directory: keycloakDirectory(${JSON.stringify(directory)}),
           get store() {
             return typeormStore(new DataSource({ type: 'mariadb', url: ${JSON.stringify(databaseUrl)}, entities: [...twoFactorEntities] }))
           },
         }`,
      )
    })
    after(async () => {
      await browser?.close()
      await portal?.close()
      rmSync(folder, { recursive: true, force: true })
    })

    const policy = (...argv: string[]) => commandLine(folder, ['policy', ...argv, '--only', person.name])

    /** The attributes of the organization, as a person sees them in the console. */
    async function openAttributes(): Promise<void> {
      await console.goto(
        `${keycloakUrl}/admin/master/console/#/${realmNames.realm}/organizations/${organization}/settings`,
      )
      await console.reload()
      const ready = console.getByTestId('attributeTab')
      await console.waitForSelector('#username, [data-testid=attributeTab]')
      if ((await console.locator('#username').count()) > 0) {
        await console.fill('#username', 'admin')
        await console.fill('#password', 'admin')
        await console.click('#kc-login')
      }
      await ready.click()
      await console.getByTestId('attributes-key').first().waitFor()
    }
    async function save(): Promise<void> {
      await console.getByTestId('attributes-save').click()
      await console.waitForSelector('text=successfully')
    }
    async function signIn(): Promise<void> {
      await page.context().clearCookies()
      await page.goto(`${portal.url}/login`)
      await fillKeycloakLogin(page, person.name)
    }
    /** Set-up wants a password that was entered for it. */
    async function expectSetUp(): Promise<void> {
      await page.waitForURL((url) => url.searchParams.get('prompt') === 'login')
      await fillKeycloakLogin(page, person.name)
      await page.waitForURL(`${portal.url}/two-factor/set-up**`)
    }

    it('does not ask anybody yet', async () => {
      await signIn()
      await page.waitForURL(`${portal.url}/`)
      expect((await policy('plan')).exitCode).to.equal(0)
    })

    it('is written into the attributes of the organization there', async () => {
      await openAttributes()
      await console.getByTestId('attributes-add-row').click()
      await console.getByTestId('attributes-key').last().fill('two-factor.requirement')
      await console.getByTestId('attributes-value').last().fill('required')
      await save()
    })

    it('is planned: who is asked, and who is mailed', async () => {
      const { exitCode, out } = await policy('plan')
      expect(exitCode).to.equal(3)
      expect(out)
        .to.match(/two-factor\.requirement +ours off +Keycloak required +Keycloak's is newer: is taken from Keycloak/)
        .and.contain('Of 1 members 1 are asked from now on, nobody in an open session; 1 have to set it up; 1 mails.')
    })

    it('is applied, and leads the person to the set-up at the next sign-in', async () => {
      expect((await policy('apply', '--yes')).exitCode).to.equal(0)
      expect((await policy('plan')).exitCode).to.equal(0)
      await signIn()
      await expectSetUp()
    })

    it('is told to be missing once it was deleted there, and still asks', async () => {
      await openAttributes()
      const keys = console.getByTestId('attributes-key')
      const names = await Promise.all((await keys.all()).map((key) => key.inputValue()))
      await console.getByTestId('attributes-remove').nth(names.indexOf('two-factor.requirement')).click()
      await save()
      const { exitCode, out } = await policy('plan')
      expect(exitCode).to.equal(3)
      expect(out).to.match(/two-factor\.requirement +ours required +Keycloak – +missing in Keycloak: waits for you/)
      expect((await policy('apply', '--yes')).exitCode).to.equal(3)
      await signIn()
      await expectSetUp()
    })
  })
}
