import { createHash, randomBytes } from 'node:crypto'
import { accountsRealmName } from '../../dev/accounts-realm.js'
import { fixedId } from '../../dev/people.js'
import { mobileAddresses, realmNames } from '../../dev/realm.js'
import { administrator, newPerson, type Person } from './people.js'
import type { Answer, Visitor } from './visitor.js'

/** Where people have an account besides the one in Keycloak. */
export type Provider = 'google' | 'office365'

/** Adds an account at the providers, which are one realm; its password is its address. */
export async function newAccount(address = `account-${randomBytes(6).toString('hex')}@gmail.example`): Promise<Person> {
  const keycloak = await administrator()
  const { id } = await keycloak.users.create({
    realm: accountsRealmName,
    username: address,
    email: address,
    emailVerified: true,
    enabled: true,
    firstName: 'Test',
    lastName: 'Account',
    credentials: [{ type: 'password', value: address, temporary: false }],
  })
  return { id, name: address, email: address }
}

/** Connects an account as an administrator of Keycloak does. */
export async function connect(person: Person, provider: Provider, account: Person): Promise<void> {
  const keycloak = await administrator()
  const federatedIdentity = { userId: account.id, userName: account.name }
  await keycloak.users.addToFederatedIdentity({ id: person.id, federatedIdentityId: provider, federatedIdentity })
}

/** Somebody of Acme whose account at Office 365 is called like their verified address. */
export async function newColleague(): Promise<{ person: Person; account: Person }> {
  const person = await newPerson()
  const keycloak = await administrator()
  await keycloak.organizations.addMember({ orgId: fixedId('tenant', 'acme'), userId: person.id })
  const account = await newAccount(person.email)
  await connect(person, 'office365', account)
  return { person, account }
}

/** Signs in through a provider, by its button on Keycloak's login page; `page` is that page, or what leads to it. */
export async function signInBy(
  browser: Visitor,
  { provider, account, person }: { provider: Provider; account: Person; person: Person },
  page: Answer | string = '/login',
): Promise<Answer> {
  let login = typeof page === 'string' ? await browser.get(page) : page
  // Providers of an organization are offered once Keycloak knows who it is.
  if (buttonOf(login, provider) === undefined) login = await submit(browser, login, { username: person.name })
  const button = buttonOf(login, provider)
  if (button === undefined) throw new Error(`Keycloak offers no ${provider} at ${login.url}`)
  return browser.signIn(account, new URL(button, login.url).href)
}

/** Connects an account in Keycloak itself, with nothing but the password: its own action, that any application may ask for. */
export async function connectByPassword(
  browser: Visitor,
  { provider, account, person }: { provider: Provider; account: Person; person: Person },
): Promise<Answer> {
  const login = await browser.get('/login', { follow: false })
  const address = new URL(login.headers.get('location') ?? '')
  address.searchParams.set('kc_action', `idp_link:${provider}`)
  const confirm = await browser.signIn(person, address.href)
  return browser.fillIn(await submit(browser, confirm, {}), account)
}

/** The address of Keycloak's login for another application, which does not tell the library who signs in. */
export function elsewhere(more: Record<string, string> = {}): string {
  const query = new URLSearchParams({
    ...{ client_id: realmNames.mobileClient, response_type: 'code', scope: 'openid' },
    ...{ redirect_uri: mobileAddresses.callback, code_challenge_method: 'S256' },
    code_challenge: createHash('sha256').update('verifier').digest('base64url'),
    ...more,
  })
  return `${process.env.TEST_KEYCLOAK_URL}/realms/${realmNames.realm}/protocol/openid-connect/auth?${query}`
}

function buttonOf({ body }: Answer, provider: Provider): string | undefined {
  const link = new RegExp(`<a[^>]*id="social-${provider}"[^>]*>`).exec(body)?.[0] ?? ''
  return /href="([^"]+)"/.exec(link)?.[1]?.replaceAll('&amp;', '&')
}

/** Sends the form of a page of Keycloak's. */
export function submit(browser: Visitor, page: Answer, fields: Record<string, string>): Promise<Answer> {
  const action = /<form[^>]*action="([^"]+)"/.exec(page.body)?.[1]?.replaceAll('&amp;', '&')
  if (action === undefined) throw new Error(`No form at ${page.url}`)
  const headers = { 'content-type': 'application/x-www-form-urlencoded', origin: new URL(action).origin }
  return browser.send(action, new URLSearchParams(fields).toString(), { headers })
}
