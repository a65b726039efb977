import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect } from 'chai'
import type { Browser, Page } from 'playwright-core'
import { openBrowser } from '../../dev/browser.js'
import { requirePart } from '../../dev/parts.js'
import { comfortScript, pagesIn, stylesheet } from '../../src/pages/index.js'
import { languages } from '../../src/texts/index.js'
import type { View } from '../../src/views/view.js'
import { everyView, frame } from '../pages/views.js'
import { expectAccessible } from './accessibility.js'
import { picture } from './pictures.js'

/** A text that somebody calls their company; one word of it is wider than a phone. */
const LONG = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft & Söhne GmbH'

const NARROW = { width: 360, height: 740 }
const WIDE = { width: 1280, height: 900 }
/** What is left of a small laptop's window at 400 % zoom, the width of WCAG 2.2, 1.4.10 (Reflow). */
const ZOOMED = { width: 320, height: 256 }

/** Each state of each page once; of the ways in which a code is refused, one stands for all. */
const statesIn = (locale: string, changes = {}): View[] =>
  everyView({ ...frame(locale), ...changes }).filter((view) => {
    const problem = 'problem' in view ? view.problem : null
    if (problem === null || typeof problem === 'string') return true
    return problem.kind === 'wrong' && problem.triesLeft > 0
  })

if (requirePart('browser') !== undefined) {
  describe('every page, in each of its states', function () {
    this.timeout(300_000)
    const pages = pagesIn(languages())
    let shown: string
    let server: Server
    let browser: Browser
    let page: Page
    let origin: string

    before(async () => {
      const files: Record<string, [string, () => string]> = {
        '/page': ['text/html', () => shown],
        '/two-factor/assets/style.css': ['text/css', () => stylesheet],
        '/two-factor/assets/comfort.js': ['text/javascript', () => comfortScript],
      }
      server = createServer(({ url = '' }, res) => {
        const [type, content] = files[url] ?? []
        // What a page goes on to by itself leads nowhere, and so the page stays.
        if (type === undefined || content === undefined) res.writeHead(204).end()
        else res.writeHead(200, { 'content-type': `${type}; charset=utf-8` }).end(content())
      }).listen(0, '127.0.0.1')
      await new Promise((resolve) => server.once('listening', resolve))
      origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
      browser = await openBrowser()
      page = await browser.newPage({ viewport: NARROW, hasTouch: true, isMobile: true })
    })
    after(async () => {
      await browser.close()
      server.close()
    })

    async function show(view: View): Promise<void> {
      shown = await pages[view.page](view as never)
      await page.goto(`${origin}/page`)
    }
    async function expectNoSideways(what: string): Promise<void> {
      const { content, screen } = await page.evaluate(() => ({
        content: document.documentElement.scrollWidth,
        screen: document.documentElement.clientWidth,
      }))
      expect(content, `${what} scrolls sideways`).to.be.at.most(screen)
    }
    const openAll = () =>
      page.evaluate(() => {
        for (const details of document.querySelectorAll('details')) details.open = true
      })

    for (const locale of ['en', 'ja']) {
      it(`has nothing that axe-core finds, in ${locale}, light and dark, and fits on a phone and a desk`, async () => {
        for (const [index, view] of statesIn(locale).entries()) {
          const name = `page-${view.page}-${index}-${locale}`
          await show(view)
          for (const colorScheme of ['light', 'dark'] as const) {
            await page.emulateMedia({ colorScheme })
            await picture(page, `${name}-${colorScheme}`)
            await openAll()
            await expectAccessible(page)
          }
          await expectNoSideways(name)
          await page.setViewportSize(WIDE)
          await expectNoSideways(`${name}, wide`)
          await picture(page, `${name}-wide`)
          await page.setViewportSize(NARROW)
        }
      })
    }

    it('fits with names of any length, also zoomed, and from right to left', async () => {
      const spoken = pagesIn(languages({ ar: {} }))
      for (const locale of ['en', 'ar']) {
        for (const view of statesIn(locale, { application: LONG, person: LONG })) {
          shown = await spoken[view.page](view as never)
          await page.setViewportSize(ZOOMED)
          await page.goto(`${origin}/page`)
          await openAll()
          await expectNoSideways(`${view.page}, in ${locale}, zoomed`)
        }
      }
      await picture(page, 'page-long-names')
    })

    it('can be worked by a finger: nothing to press is smaller than 24 pixels', async () => {
      await page.setViewportSize(NARROW)
      for (const view of statesIn('en')) {
        await show(view)
        await openAll()
        const small = await page.evaluate(() =>
          [...document.querySelectorAll('a, button, input:not([type=hidden]), summary')]
            .filter((element) => (element as HTMLElement).offsetParent !== null)
            // A checkbox or a radio button is pressed by its label too.
            .map((element) => ({
              element,
              target: element.matches('[type=checkbox], [type=radio]')
                ? (element.closest('label') ?? element)
                : element,
            }))
            .map(({ element, target }) => ({
              html: element.outerHTML.slice(0, 120),
              box: target.getBoundingClientRect(),
            }))
            .filter(({ box }) => box.height < 24 || box.width < 24)
            .map(({ html, box }) => `${html} ${box.width}x${box.height}`),
        )
        expect(small, view.page).to.deep.equal([])
      }
    })
  })
}
