import { expect } from 'chai'
import type { Mail } from '../../src/index.js'
import { testDirectory } from '../../src/testing/test-directory.js'
import { NOON, sampleLogin } from '../domain/sample-login.js'
import { browser, setUp } from './browser.js'
import { type TwoClocks, twoClocks } from './clock.js'
import { FRED, type Portal, startPortal } from './portal.js'

describe('a language by option "texts"', () => {
  const mails: Mail[] = []
  let portal: Portal
  let clock: TwoClocks

  before(async () => {
    clock = twoClocks(() => portal.store)
    portal = await startPortal({
      clock,
      options: {
        directory: { ...testDirectory(), person: async (userId) => ({ ...FRED, userId, locale: 'de' }) },
        mailer: { send: async (mail) => void mails.push(mail) },
        texts: {
          de: {
            enrolment: { settings: { title: 'Zwei-Faktor-Anmeldung' } },
            messages: { notice: { enabled: { subject: 'Zwei-Faktor-Anmeldung eingeschaltet' } } },
          },
        },
      },
    })
    clock.pass(0)
  })
  after(() => portal.close())

  for (const [what, locale, accept, title] of [
    ['the login’s language', 'de', 'ja', 'Zwei-Faktor-Anmeldung'],
    ['the browser’s, where the login names none', null, 'fr, de-AT;q=0.9, en;q=0.1', 'Zwei-Faktor-Anmeldung'],
    ['the browser’s, where there are no texts for the login’s', 'fr', 'de', 'Zwei-Faktor-Anmeldung'],
    ['another one', 'en', 'de', 'Two-factor authentication'],
  ] as const) {
    it(`is spoken by ${what}`, async () => {
      const fred = browser(portal.url)
      await fred.signIn(sampleLogin({ locale, userId: `user-${what.length}` }))
      const page = await fred.get('/two-factor/', { 'accept-language': accept })
      expect(page.text).to.contain(`<h1>${title}</h1>`)
      const { json } = await fred.get('/two-factor/', { 'accept-language': accept, accept: 'application/json' })
      expect(json.locale).to.equal(title.startsWith('Zwei') ? 'de' : 'en')
    })
  }

  it('is spoken in mails', async () => {
    let at = NOON
    const enter = () => {
      at += 1000
      return sampleLogin({ locale: 'de', authenticatedAt: at, issuedAt: at, signedInAt: clock.now() })
    }
    const fred = browser(portal.url)
    await fred.signIn(enter())
    await setUp(fred, { enter, now: () => clock.at(0) })
    const running = portal.twoFactor.start()
    for (let waits = 0; waits < 100 && mails.length === 0; waits++)
      await new Promise((resolve) => setTimeout(resolve, 50))
    await running.stop()
    expect(mails.map(({ subject }) => subject)).to.deep.equal(['Zwei-Faktor-Anmeldung eingeschaltet'])
  })
})
