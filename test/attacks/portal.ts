import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { authenticatorCode } from '../../dev/authenticator-code.js'
import { portalPorts, testPortalConfig } from '../../dev/test-portal.js'
import type { PortalConfig } from '../../examples/portal/config.js'
import { createPortal, type Portal } from '../../examples/portal/server.js'
import { newPerson, type Person } from './people.js'
import { type Answer, type Visitor, visitor } from './visitor.js'

const STEP_MS = 30_000

/** The running example, with what tests do to it over and over. */
export interface TestPortal extends Portal {
  visit(): Visitor
  /** A person who has set up an authenticator app, with the browser that did. */
  enrolled(person?: Person): Promise<Enrolled>
  close(): Promise<void>
}

/** A person with an authenticator app. */
export interface Enrolled {
  readonly person: Person
  readonly browser: Visitor
  /** In base32, read off the page. */
  readonly secret: string
  /** The code that confirmed the set-up. */
  readonly firstCode: string
  /** The app's code now, on the portal's clock; never one that was given out before: the clock is moved on. */
  code(): Promise<string>
  /** A new browser that has done the first step alone. */
  atCodePage(): Promise<Visitor>
}

/** Where the portal finds its parts, where that is not the usual place. */
export interface PortalParts {
  readonly databaseUrl?: string
  /** Keycloak's base URL for the admin API alone. */
  readonly directoryUrl?: string
  readonly smtpPort?: number
  /** An SMS gateway; default: none. */
  readonly smsUrl?: string
  /** 32 bytes in base64; what seals, where it is not the tests' usual key. */
  readonly secretKeys?: PortalConfig['secretKeys']
  /** The second application instead of the portal. */
  readonly second?: boolean
  /** Where its start page says that the other application is. */
  readonly otherUrl?: string
}

/** Starts the example on a store of its own; `place` chooses the port. */
export async function startPortal(place: number, options: PortalParts = {}): Promise<TestPortal> {
  const dataDir = mkdtempSync(join(tmpdir(), 'two-factor-portal-'))
  const { databaseUrl, directoryUrl, smtpPort, smsUrl, secretKeys, second = false, otherUrl } = options
  const port = portalPorts[place] ?? 0
  const config = testPortalConfig({ port, dataDir, second, ...(databaseUrl && { databaseUrl }) })
  if (directoryUrl !== undefined) config.keycloak.adminUrl = directoryUrl
  if (otherUrl !== undefined) config.otherUrl = otherUrl
  if (smtpPort !== undefined) config.smtp.port = smtpPort
  if (smsUrl !== undefined) config.smsUrl = smsUrl
  if (secretKeys !== undefined) config.secretKeys = secretKeys
  const portal = await createPortal(config)
  await portal.start()
  const test: TestPortal = Object.assign(portal, {
    visit: () => visitor(portal.url),
    enrolled: (person?: Person) => enrol(test, person),
    async close() {
      await portal.stop()
      rmSync(dataDir, { recursive: true })
    },
  })
  return test
}

/** Asks for a page that needs a fresh password, enters it where it is asked for, and ends where that leads. */
export async function reenter(browser: Visitor, person: Person, path: string): Promise<Answer> {
  const page = await browser.get(path)
  return page.url.startsWith(browser.origin) ? page : browser.signIn(person)
}

/** Leads a signed-in browser to the page with the QR code and returns the secret shown there. */
export async function openSetUp(browser: Visitor, person: Person): Promise<string> {
  await reenter(browser, person, '/two-factor/set-up')
  await browser.get('/two-factor/set-up')
  const page = await browser.post('/two-factor/set-up', { method: 'totp' })
  const secret = /otpauth:[^"]*?secret=([A-Z2-7]+)/.exec(page.body)?.[1]
  if (secret === undefined)
    throw new Error(`No secret on the page ${page.url} (${page.status}): ${page.body.slice(0, 2000)}`)
  return secret
}

async function enrol(portal: TestPortal, given?: Person): Promise<Enrolled> {
  const person = given ?? (await newPerson())
  const browser = portal.visit()
  await browser.signIn(person)
  const secret = await openSetUp(browser, person)
  await browser.get('/two-factor/set-up/totp?step=confirm')
  let lastStep = 0
  const code = async () => {
    if (Math.floor(portal.clock.now() / STEP_MS) <= lastStep) portal.clock.advance(STEP_MS)
    lastStep = Math.floor(portal.clock.now() / STEP_MS)
    return authenticatorCode(secret, portal.clock.now())
  }
  const firstCode = await code()
  const done = await browser.post('/two-factor/set-up/totp', { code: firstCode })
  if (!done.url.endsWith('/two-factor/backup-codes'))
    throw new Error(`Set-up ended at ${done.url}: ${done.body.slice(0, 2000)}`)
  return {
    person,
    browser,
    secret,
    firstCode,
    code,
    async atCodePage() {
      const other = portal.visit()
      const page = await other.signIn(person)
      if (!page.url.endsWith('/two-factor/challenge')) throw new Error(`Sign-in ended at ${page.url}`)
      return other
    },
  }
}
