import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'chai'
import { mailReader } from '../../dev/mailbox.js'
import { requirePart } from '../../dev/parts.js'
import { fixedId } from '../../dev/people.js'
import type { TenantPolicy } from '../../src/index.js'
import { administrator, type Person } from './people.js'
import { type Enrolled, startPortal, type TestPortal } from './portal.js'
import { connect, connectByPassword, elsewhere, newAccount, newColleague, signInBy } from './providers.js'
import type { Answer, Visitor } from './visitor.js'

const parts = [requirePart('keycloak'), requirePart('mailbox')]
const UNKNOWN = /account that is new here/

if (parts.every((part) => part !== undefined)) {
  describe('attacks on single sign-on', function () {
    this.timeout(180_000)
    let portal: TestPortal
    let sam: Enrolled
    let office365: Person
    const acme = fixedId('tenant', 'acme')
    before(async () => {
      portal = await startPortal(4)
      await policy({})
      const { person, account } = await newColleague()
      office365 = account
      sam = await portal.enrolled(person)
      // Whoever signed in before the set-up is not asked.
      await sleep(1_000)
    })
    after(() => portal.close())
    afterEach(() => policy({}))

    /** Gives Acme a policy that leaves the second factor to each person. */
    async function policy(sso: Partial<TenantPolicy['sso']>): Promise<void> {
      const { policies } = portal.operations
      const { policy: before, version } = await policies.show(acme)
      const after = { bypass: 'organization', providers: {}, ...sso } as const
      await policies.change(acme, { ...before, requirement: 'optional', sso: after }, { version })
    }
    const byOffice365 = (browser: Visitor, page?: Answer | string) =>
      signInBy(browser, { provider: 'office365', account: office365, person: sam.person }, page)
    const isAsked = ({ url }: Answer) => url.endsWith('/two-factor/challenge')
    const mailsOf = async ({ email }: Person) =>
      (await mailReader(process.env.TEST_MAILBOX_URL ?? '').mails(email)).filter(({ subject }) => UNKNOWN.test(subject))

    it('is not asked for a code by the provider of its own organization, but for what wants one of the last minutes', async () => {
      const browser = portal.visit()
      const landed = await byOffice365(browser)
      expect(landed.url).to.equal(`${portal.url}/`)
      expect((await browser.get('/payroll')).url).to.match(/\/two-factor\/challenge/)
      expect(await mailsOf(sam.person)).to.deep.equal([])
    })

    it('is asked after the password, as ever', async () => {
      expect(isAsked(await portal.visit().signIn(sam.person))).to.equal(true)
    })

    it('is asked where the policy asks all the same', async () => {
      await policy({ providers: { office365: 'enforce' } })
      expect(isAsked(await byOffice365(portal.visit()))).to.equal(true)
      await policy({ bypass: 'none' })
      expect(isAsked(await byOffice365(portal.visit()))).to.equal(true)
    })

    it('is asked after a password entry in a session that began at the provider', async () => {
      const browser = portal.visit()
      await byOffice365(browser, elsewhere())
      await sleep(2_100)
      await browser.signIn(sam.person, elsewhere({ prompt: 'login' }))
      expect(isAsked(await browser.get('/login'))).to.equal(true)
    })

    it('is not asked after another entry in a session that was let by before', async () => {
      const browser = portal.visit()
      await byOffice365(browser)
      await sleep(2_100)
      await byOffice365(browser, elsewhere({ prompt: 'login' }))
      expect((await browser.get('/login')).url).to.equal(`${portal.url}/`)
    })

    it('is asked where a mapper of the client scope is missing', async () => {
      const keycloak = await administrator()
      const scope = await keycloak.clientScopes.findOneByName({ name: 'two-factor' })
      const id = scope?.id ?? ''
      for (const name of ['two-factor bridge', 'two-factor identity provider user name']) {
        const mapper = scope?.protocolMappers?.find((one) => one.name === name)
        await keycloak.clientScopes.delProtocolMapper({ id, mapperId: mapper?.id ?? '' })
        const landed = await byOffice365(portal.visit())
        await keycloak.clientScopes.addProtocolMapper({ id }, { ...mapper, id: undefined } as object)
        expect(isAsked(landed), name).to.equal(true)
      }
      expect((await byOffice365(portal.visit())).url).to.equal(`${portal.url}/`)
    })

    it('is asked when the provider was disabled since', async () => {
      const browser = portal.visit()
      await byOffice365(browser, elsewhere())
      const keycloak = await administrator()
      const provider = await keycloak.identityProviders.findOne({ alias: 'office365' })
      await keycloak.identityProviders.update({ alias: 'office365' }, { ...provider, enabled: false })
      // What is known of providers is kept for a minute; another process has not asked yet.
      const other = await startPortal(3)
      try {
        const person = await other.enrolled(sam.person)
        await sleep(1_000)
        expect(isAsked(await browser.copy(other.url).get('/login'))).to.equal(true)
        expect(person.person.id).to.equal(sam.person.id)
      } finally {
        await keycloak.identityProviders.update({ alias: 'office365' }, { ...provider, enabled: true })
        await other.close()
      }
    })

    it('is asked by a provider that is not linked to the organization, whoever the account claims to be', async () => {
      const { person, account } = await newColleague()
      await connect(person, 'google', account)
      await portal.enrolled(person)
      await sleep(1_000)
      const landed = await signInBy(portal.visit(), { provider: 'google', account, person })
      expect(isAsked(landed)).to.equal(true)
    })

    it('is asked with an account that was connected with nothing but the password, and the person is mailed once', async () => {
      for (const bypass of ['organization', 'all'] as const) {
        await policy({ bypass })
        const { person } = await newColleague()
        await portal.enrolled(person)
        await sleep(1_000)
        const thief = { provider: 'google', account: await newAccount(), person } as const
        const browser = portal.visit()
        // In the very session: Keycloak names the provider in it from now on, and nothing was entered since its start.
        expect(isAsked(await connectByPassword(browser, thief)), bypass).to.equal(true)
        for (let time = 0; time < 2; time++) {
          expect(isAsked(await signInBy(portal.visit(), thief)), bypass).to.equal(true)
        }
        await sleep(2_000)
        expect(await mailsOf(person), bypass).to.have.length(1)
      }
    })

    it('is asked in a session of a thief’s account when the person has connected their own in its place', async () => {
      await policy({ bypass: 'all' })
      const { person } = await newColleague()
      await portal.enrolled(person)
      await sleep(1_000)
      const thief = { provider: 'google', account: await newAccount(), person } as const
      const browser = portal.visit()
      await connectByPassword(browser, thief)
      const keycloak = await administrator()
      await keycloak.users.delFromFederatedIdentity({ id: person.id, federatedIdentityId: 'google' })
      await connect(person, 'google', await newAccount(`own-${person.email}`))
      // Without a password any account is the person's own; what this session began with is not connected any more.
      const credentials = await keycloak.users.getCredentials({ id: person.id })
      const { id: credentialId = '' } = credentials.find(({ type }) => type === 'password') ?? {}
      await keycloak.users.deleteCredential({ id: person.id, credentialId })
      expect(isAsked(await browser.get('/login'))).to.equal(true)
    })

    it('changes no second factor without a mailed code: what was entered at a provider is not known', async () => {
      const browser = portal.visit()
      await byOffice365(browser)
      await sleep(2_100)
      // Keycloak says that something was entered just now, also where the provider asked for nothing.
      await byOffice365(browser, elsewhere({ prompt: 'login' }))
      await browser.get('/login')
      expect((await browser.get('/two-factor/turn-off')).url).to.match(/\/challenge$/)
      const page = await browser.post('/two-factor/challenge', { code: await sam.code() })
      expect(page.url).to.match(/\/fresh$/)
      expect(page.body).to.contain('Confirm that it is you')
      const { waitForMail } = mailReader(process.env.TEST_MAILBOX_URL ?? '')
      const { text } = await waitForMail({ to: sam.person.email, subject: 'Your authentication code' })
      const code = /^(\d{6})$/m.exec(text)?.[1] ?? ''
      expect((await browser.post('/two-factor/fresh', { code })).url).to.match(/\/turn-off$/)
    })
  })
}
