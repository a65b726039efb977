import { expect } from 'chai'
import type { Browser, Page } from 'playwright-core'
import { authenticatorCode } from '../../dev/authenticator-code.js'
import { openBrowser } from '../../dev/browser.js'
import { requirePart } from '../../dev/parts.js'
import { newPerson, type Person } from '../attacks/people.js'
import { startPortal, type TestPortal } from '../attacks/portal.js'
import { fillKeycloakLogin } from './keycloak-pages.js'

const parts = [requirePart('keycloak'), requirePart('browser'), requirePart('mailbox')]

/** The client of docs/application.md, as it runs in a page: JSON, and the token of the last view with every change. */
const CLIENT = `
  let csrfToken = ''
  window.ask = async (path, fields) => {
    const headers = { accept: 'application/json', 'content-type': 'application/json', 'x-csrf-token': csrfToken }
    const answer = await fetch(path, fields ? { method: 'POST', headers, body: JSON.stringify(fields) } : { headers })
    const text = await answer.text()
    const body = /json/.test(answer.headers.get('content-type')) ? JSON.parse(text) : { text }
    if (typeof body.csrfToken === 'string') csrfToken = body.csrfToken
    return { status: answer.status, ...body }
  }`

if (parts.every((part) => part !== undefined)) {
  describe('a single-page application that draws everything itself, in a browser', function () {
    this.timeout(60_000)
    let portal: TestPortal
    let browser: Browser
    let page: Page
    let person: Person
    let secret: string
    const home = () => `${portal.url}/`

    before(async () => {
      portal = await startPortal(3)
      browser = await openBrowser()
      person = await newPerson()
      page = await browser.newPage()
      await page.addInitScript(CLIENT)
      await page.goto(`${portal.url}/login`)
      await fillKeycloakLogin(page, person.name)
      await page.waitForURL(home())
    })
    after(async () => {
      await browser.close()
      await portal.close()
    })

    type Told = Record<string, unknown> & { status: unknown }
    const ask = (path: string, fields?: object): Promise<Told> =>
      page.evaluate(`ask(${JSON.stringify(path)}, ${JSON.stringify(fields)})`)
    async function code(): Promise<string> {
      portal.clock.advance(30_000)
      return authenticatorCode(secret, portal.clock.now())
    }

    it('is told that the password is needed, opens Keycloak for it, and comes back to its own page', async () => {
      const told = await ask('/two-factor/set-up')
      expect(told).to.include({ status: 401, needs: 'password', location: `${portal.url}/login` })
      await page.evaluate(`location.assign(${JSON.stringify(told.location)})`)
      await fillKeycloakLogin(page, person.name)
      await page.waitForURL(home())
      expect((await ask('/two-factor/set-up')).methods).to.deep.equal(['totp', 'email'])
    })

    it('sets up, without leaving its page', async () => {
      expect(await ask('/two-factor/set-up', { method: 'totp' })).to.include({ status: 200 })
      secret = String((await ask('/two-factor/set-up/totp')).key).replaceAll(' ', '')
      await ask('/two-factor/set-up/totp?step=confirm')
      expect(await ask('/two-factor/set-up/totp', { code: '000000' })).to.include({ status: 422, outcome: 'wrong' })
      expect(await ask('/two-factor/set-up/totp', { code: await code() })).to.include({ status: 200 })
      expect((await ask('/two-factor/backup-codes')).codes).to.have.lengthOf(10)
      expect(page.url()).to.equal(home())
    })

    it('steps up: asks for a code where one of the last five minutes is wanted, and repeats its request', async () => {
      expect((await ask('/payroll')).status).to.equal(200)
      portal.clock.advance(5 * 60_000)
      const refused = await ask('/payroll')
      expect(refused).to.include({ status: 401, needs: 'code', location: `${portal.url}/two-factor/challenge` })
      expect(await ask('/two-factor/challenge')).to.include({ page: 'challenge', method: 'totp', digits: 6 })
      expect(await ask('/two-factor/challenge', { code: '000000' })).to.include({ status: 422, triesLeft: 4 })
      expect(await ask('/two-factor/challenge', { code: await code() })).to.include({ status: 200 })
      expect((await ask('/payroll')).status).to.equal(200)
      expect(page.url()).to.equal(home())
    })

    it('can change nothing from another site, nor without the token', async () => {
      expect(await ask('/two-factor/challenge/cancel', {}), 'its token died with the session before').to.include({
        status: 403,
      })
      const elsewhere = await browser.newPage()
      await elsewhere.goto('about:blank')
      const sent = await elsewhere.evaluate(
        `fetch(${JSON.stringify(`${portal.url}/two-factor/turn-off`)}, { method: 'POST', credentials: 'include' })
          .then(({ status }) => status, () => 'blocked')`,
      )
      expect(sent).to.be.oneOf([403, 'blocked'])
      await ask('/two-factor/')
      const { status } = (await ask('/two-factor/')) as { status: unknown }
      expect(status).to.deep.include({ active: true, method: 'totp' })
      await elsewhere.close()
    })
  })
}
