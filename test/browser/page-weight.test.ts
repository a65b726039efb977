import { expect } from 'chai'
import type { Browser, Request } from 'playwright-core'
import { openBrowser } from '../../dev/browser.js'
import { requirePart } from '../../dev/parts.js'
import { startPortal, type TestPortal } from '../attacks/portal.js'
import { fillKeycloakLogin } from './keycloak-pages.js'

const parts = [requirePart('keycloak'), requirePart('browser'), requirePart('mailbox')]

if (parts.every((part) => part !== undefined)) {
  describe('the code page, over a slow line', function () {
    this.timeout(60_000)
    let portal: TestPortal
    let browser: Browser
    before(async () => {
      portal = await startPortal(0)
      browser = await openBrowser()
    })
    after(async () => {
      await browser.close()
      await portal.close()
    })

    for (const locale of ['en', 'ja']) {
      it(`is less than 30 KB with everything that it loads, headers included, in ${locale}`, async () => {
        const { person } = await portal.enrolled()
        const page = await (await browser.newContext({ locale })).newPage()
        await page.goto(`${portal.url}/login`)
        const loaded: Request[] = []
        page.on('requestfinished', (request) => {
          if (request.url().startsWith(`${portal.url}/two-factor/`)) loaded.push(request)
        })
        await fillKeycloakLogin(page, person.name)
        await page.waitForURL(`${portal.url}/two-factor/challenge`)
        await page.waitForLoadState('networkidle')
        const names = loaded.map((request) => new URL(request.url()).pathname.replace('/two-factor/', ''))
        expect(names).to.include.members(['challenge', 'assets/style.css', 'assets/comfort.js'])
        let bytes = 0
        for (const request of loaded) {
          const { responseBodySize, responseHeadersSize } = await request.sizes()
          bytes += responseBodySize + responseHeadersSize
        }
        expect(bytes).to.be.within(5_000, 30 * 1024)
      })
    }
  })
}
