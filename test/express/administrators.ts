import { sha256Identities } from '../../src/crypto/identities.js'
import type { KeycloakLogin } from '../../src/domain/sign-in/login.js'
import type { TwoFactorOptions } from '../../src/options.js'
import { type TestDirectoryContent, testDirectory } from '../../src/testing/test-directory.js'
import { samplePerson, sampleTenant } from '../actions/policy-people.js'
import { NOON, sampleLogin } from '../domain/sample-login.js'
import { type Browser, browser, type Page, setUp } from './browser.js'
import { type TwoClocks, twoClocks } from './clock.js'
import { type Portal, startPortal } from './portal.js'

export const JSON_ONLY = { accept: 'application/json' }

/** Opal, an operator; tess, who administers Acme; ann of Acme and Birch; bea of Acme; cora of Cedar; fred of nowhere. */
export interface Administrators {
  readonly portal: Portal
  readonly clock: TwoClocks
  /** What Keycloak has to say; may be changed. */
  readonly content: TestDirectoryContent
  keyOf(userId: string): string
  /** A login of Keycloak's that is newer than every one before. */
  enter(userId: string, changes?: Partial<KeycloakLogin>): KeycloakLogin
  /** Somebody past the second step. */
  verified(userId: string): Promise<Browser>
  /** A page below `/admin`, as HTML. */
  look(who: Browser, path: string): Promise<Page>
  /** The same as JSON. */
  view(who: Browser, path: string): Promise<Record<string, unknown>>
  /** A change below `/admin`, with a token of the session. */
  act(who: Browser, path: string, fields?: Record<string, string>): Promise<Page>
}

/** Starts a portal with administrators; close `portal` after use. */
export async function startAdministrators(options: Partial<TwoFactorOptions> = {}): Promise<Administrators> {
  const browsers = new Map<string, Browser>()
  let entered = NOON
  const clock: TwoClocks = twoClocks(() => portal.store)
  const content: TestDirectoryContent = {
    people: ['opal', 'tess', 'ann', 'bea', 'cora', 'fred'].map((each) => samplePerson(each)),
    tenants: [
      sampleTenant('acme', ['tess', 'ann', 'bea']),
      sampleTenant('birch', ['ann']),
      sampleTenant('cedar', ['cora']),
    ],
    roles: { opal: { realmRoles: ['operator'] }, tess: { realmRoles: ['manager'] } },
  }
  const portal = await startPortal({
    clock,
    options: {
      directory: testDirectory(content),
      operators: { realmRoles: ['operator'] },
      tenantAdministrators: { realmRoles: ['manager'] },
      ...options,
    },
  })
  clock.pass(0)
  const enter = (userId: string, changes: Partial<KeycloakLogin> = {}) => {
    entered = Math.max(entered + 1000, clock.at(0))
    const times = { authenticatedAt: entered, issuedAt: entered, signedInAt: clock.now() }
    return sampleLogin({ userId, sessionId: `session of ${userId}`, ...times, ...changes })
  }
  const look = (who: Browser, path: string) => who.get(`/two-factor/admin${path}`)
  const view = async (who: Browser, path: string) => (await who.get(`/two-factor/admin${path}`, JSON_ONLY)).json
  return {
    portal,
    clock,
    content,
    keyOf: (userId) => sha256Identities().subject({ issuer: sampleLogin().issuer, userId }).key,
    enter,
    async verified(userId) {
      const known = browsers.get(userId)
      if (known !== undefined) return known
      const made = browser(portal.url)
      await made.signIn(enter(userId))
      await setUp(made, { enter: () => enter(userId), now: () => clock.at(0) })
      browsers.set(userId, made)
      return made
    },
    look,
    view,
    async act(who, path, fields = {}) {
      who.token = String((await view(who, '')).csrfToken)
      return who.post(`/two-factor/admin${path}`, fields)
    },
  }
}
