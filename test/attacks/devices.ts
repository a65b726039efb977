import type { Enrolled, TestPortal } from './portal.js'
import { type Answer, type Visitor, visitor } from './visitor.js'

export const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'
export const NEWER_FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:151.0) Gecko/20100101 Firefox/151.0'
export const FIREFOX_ON_WINDOWS = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0'
export const CHROME =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36'

const isDeviceCookie = (name: string) => name.includes(' two-factor-device-')

/** The device cookies that a browser holds, by their places in its jar. */
export const deviceCookies = ({ cookies }: Visitor): [place: string, value: string][] =>
  [...cookies].filter(([name]) => isDeviceCookie(name))

/** The one device cookie that a browser holds. */
export function deviceCookie(browser: Visitor): string {
  const [[, value] = ['', ''], ...more] = deviceCookies(browser)
  if (value === '' || more.length > 0) throw new Error(`The browser holds ${more.length || 'no'} device cookies`)
  return value
}

/** A browser in which the person has given a code and ticked "Don't ask again". */
export async function trustedBrowser(portal: TestPortal, person: Enrolled, agent = FIREFOX): Promise<Visitor> {
  const browser = portal.visit()
  browser.agent = agent
  const page = await browser.signIn(person.person)
  if (!page.body.includes('name="trust"')) throw new Error(`No trust is offered at ${page.url}: ${page.body}`)
  await browser.post('/two-factor/challenge', { code: await person.code(), trust: '1' }, { follow: false })
  deviceCookie(browser)
  return browser
}

/** The same browser a day later, say: its Keycloak session and the application's are over, the device cookies are not. */
export function laterBrowser(browser: Visitor, changes: { agent?: string; value?: string } = {}): Visitor {
  const { agent = browser.agent, value } = changes
  const kept = deviceCookies(browser).map(([place, own]) => [place, value ?? own] as const)
  const later = visitor(browser.origin, kept)
  later.agent = agent
  return later
}

/** Whether a sign-in ended at the code page. */
export const isAsked = ({ url }: Answer): boolean => url.endsWith('/two-factor/challenge')
