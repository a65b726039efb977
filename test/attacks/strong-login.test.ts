import { expect } from 'chai'
import { authenticatorCode } from '../../dev/authenticator-code.js'
import { requirePart } from '../../dev/parts.js'
import { fixedId } from '../../dev/people.js'
import { realmNames } from '../../dev/realm.js'
import type { TenantPolicy } from '../../src/index.js'
import { administrator, newPerson, type Person } from './people.js'
import { startPortal, type TestPortal } from './portal.js'
import { submit } from './providers.js'
import type { Answer, Visitor } from './visitor.js'

const parts = [requirePart('keycloak')]

/** What Keycloak keeps of an authenticator app: the bytes of the key as text. Apps show them in base32. */
const KEY = 'twenty bytes exactly'
const SHOWN = 'OR3WK3TUPEQGE6LUMVZSAZLYMFRXI3DZ'

if (parts.every((part) => part !== undefined)) {
  describe('Keycloak’s own second step', function () {
    this.timeout(120_000)
    let portal: TestPortal
    let person: Person
    let undo: () => Promise<void>
    const acme = fixedId('tenant', 'acme')

    before(async () => {
      portal = await startPortal(2)
      person = await newPerson()
      undo = await stepUpByLevels()
      const keycloak = await administrator()
      await keycloak.organizations.addMember({ orgId: acme, userId: person.id })
      await keycloak.users.update(
        { id: person.id },
        {
          credentials: [
            {
              type: 'otp',
              secretData: JSON.stringify({ value: KEY }),
              credentialData: JSON.stringify({ subType: 'totp', digits: 6, period: 30, algorithm: 'HmacSHA1' }),
            },
          ],
        },
      )
    })
    after(async () => {
      await undo?.()
      await portal?.close()
    })

    async function accept(acceptKeycloak: TenantPolicy['acceptKeycloak']): Promise<void> {
      const { policies } = portal.operations
      const { policy, version } = await policies.show(acme)
      await policies.change(acme, { ...policy, requirement: 'required', acceptKeycloak }, { version })
    }
    /** Signs in by way of the level that `acr_values` asks Keycloak for. */
    async function signIn(browser: Visitor, acr: string): Promise<Answer> {
      const login = await browser.get('/login', { follow: false })
      const address = new URL(login.headers.get('location') ?? '')
      address.searchParams.set('acr_values', acr)
      const page = await browser.signIn(person, address.href)
      if (!/name="otp"/.test(page.body)) return page
      return submit(browser, page, { otp: await authenticatorCode(SHOWN, Date.now()) })
    }

    const leadsTo = async (browser: Visitor, path: string) =>
      (await browser.get(path, { follow: false })).headers.get('location')

    it('is refused as a policy with values that a password alone reaches', async () => {
      for (const acr of ['silver', '1', '0', 'bronze']) {
        const error = await accept({ acr: ['gold', acr], amr: [] }).catch((thrown: unknown) => thrown)
        expect(error, acr).to.have.property('code', 'ERR_2FA_POLICY_INVALID')
        expect(error, acr).to.have.property('message').that.contains(`"${acr}"`)
      }
    })

    it('counts at the level that the policy names, and no password alone does', async () => {
      await accept({ acr: ['gold'], amr: [] })
      const strong = portal.visit()
      expect((await signIn(strong, 'gold')).url).to.equal(`${portal.url}/`)
      expect((await strong.get('/orders')).url).to.equal(`${portal.url}/orders`)
      expect(await leadsTo(strong, '/payroll')).to.match(/\/two-factor\/set-up/)
      const weak = portal.visit()
      await signIn(weak, 'silver')
      expect(await leadsTo(weak, '/orders')).to.match(/\/two-factor\/set-up/)
    })

    it('counts no more where the realm takes the level away', async () => {
      await levels({ silver: 1, gold: 1 })
      const other = await startPortal(3)
      try {
        const { policies } = other.operations
        const { policy, version } = await policies.show(acme)
        const weakened = { ...policy, requirement: 'required', acceptKeycloak: { acr: ['gold'], amr: [] } } as const
        const error = await policies.change(acme, weakened, { version }).catch((thrown: unknown) => thrown)
        expect(error).to.have.property('message').that.contains('stands for level 1')
      } finally {
        await other.close()
        await levels({ silver: 1, gold: 2 })
      }
    })
  })
}

async function levels(map: Record<string, number>): Promise<void> {
  const keycloak = await administrator()
  const realm = await keycloak.realms.findOne({ realm: realmNames.realm })
  const attributes = { ...realm?.attributes, 'acr.loa.map': JSON.stringify(map) }
  await keycloak.realms.update({ realm: realmNames.realm }, { ...realm, attributes })
}

/** Has the portal's client sign people in by levels: a password for the first, an authenticator app for the second. */
async function stepUpByLevels(): Promise<() => Promise<void>> {
  const keycloak = await administrator()
  const management = keycloak.authenticationManagement
  const flow = `by levels ${Date.now()}`
  await management.createFlow({ alias: flow, providerId: 'basic-flow', topLevel: true, builtIn: false })
  for (const [level, authenticator] of [
    ['1', 'auth-username-password-form'],
    ['2', 'auth-otp-form'],
  ] as const) {
    const part = `${flow}, level ${level}`
    await management.addFlowToFlow({
      ...{ flow, alias: part, type: 'basic-flow', provider: 'registration-page-form', description: '' },
    })
    await management.addExecutionToFlow({ flow: part, provider: 'conditional-level-of-authentication' })
    await management.addExecutionToFlow({ flow: part, provider: authenticator })
  }
  for (const execution of await management.getExecutions({ flow })) {
    const isPart = execution.authenticationFlow === true
    await management.updateExecution({ flow }, { ...execution, requirement: isPart ? 'CONDITIONAL' : 'REQUIRED' })
    if (execution.providerId !== 'conditional-level-of-authentication') continue
    const all = await management.getExecutions({ flow })
    const at = all.findIndex(({ id }) => id === execution.id)
    const level = all[at - 1]?.displayName?.endsWith('level 2') ? '2' : '1'
    const config = { 'loa-condition-level': level, 'loa-max-age': '36000' }
    await management.createConfig({ id: execution.id ?? '', alias: `${flow} ${level}`, config })
  }
  const [client] = await keycloak.clients.find({ clientId: realmNames.portalClient })
  const id = client?.id ?? ''
  const flowId = (await management.getFlows()).find(({ alias }) => alias === flow)?.id ?? ''
  await keycloak.clients.update({ id }, { ...client, authenticationFlowBindingOverrides: { browser: flowId } })
  await levels({ silver: 1, gold: 2 })
  return async () => {
    const again = await administrator()
    await again.clients.update({ id }, { ...client, authenticationFlowBindingOverrides: { browser: '' } })
    await levels({})
    await again.authenticationManagement.deleteFlow({ flowId })
  }
}
