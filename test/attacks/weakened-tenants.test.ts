import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'chai'
import { requirePart } from '../../dev/parts.js'
import { testPortalConfig } from '../../dev/test-portal.js'
import { entitlements } from '../../examples/portal/policies.js'
import { openStore } from '../../examples/portal/store.js'
import { createOperations, createTwoFactor, type TwoFactorEvent } from '../../src/index.js'
import { keycloakDirectory } from '../../src/keycloak/index.js'
import { testMailer } from '../../src/testing/index.js'
import { type Company, editAttributes, giveRole, newCompany, newMember, savePolicy } from './companies.js'
import { newDatabase } from './databases.js'
import { FIREFOX, isAsked } from './devices.js'
import { administrator, newPerson, type Person } from './people.js'
import { type Enrolled, openSetUp, startPortal, type TestPortal } from './portal.js'
import type { Visitor } from './visitor.js'

const parts = [requirePart('keycloak'), requirePart('mailbox'), requirePart('mariadb')]
const SET_UP = /\/two-factor\/set-up$/
const REQUIREMENT = 'two-factor.requirement'
const DAYS = 'two-factor.trusted-devices.days'

if (parts.every((part) => part !== undefined)) {
  describe('a tenant that weakens itself', function () {
    this.timeout(180_000)
    let databaseUrl: string
    let portal: TestPortal
    let opal: Enrolled
    let company: Company
    before(async () => {
      databaseUrl = await newDatabase('attacks_weakened')
      portal = await startPortal(2, { databaseUrl })
      opal = await portal.enrolled(await newOperator())
    })
    after(() => portal.close())
    beforeEach(async () => {
      company = await newCompany()
    })

    async function save(of: Company, changes: Record<string, unknown>): Promise<void> {
      const { status, body } = await savePolicy(opal, of, changes)
      expect(status, body).to.equal(200)
    }
    /** What this address leads a new sign-in to. */
    async function leadsTo(person: Person, path = '/orders', at = portal): Promise<string> {
      const browser = at.visit()
      await browser.signIn(person)
      return led(browser, path)
    }
    async function led(browser: Visitor, path = '/orders'): Promise<string> {
      const { status, headers } = await browser.get(path, { follow: false })
      return headers.get('location') ?? String(status)
    }
    /** What Keycloak says is known for a minute in each process: a new one knows nothing yet. */
    async function inNewProcess<Answer>(work: (other: TestPortal) => Promise<Answer>): Promise<Answer> {
      const other = await startPortal(3, { databaseUrl })
      other.clock.advance(portal.clock.now() - other.clock.now())
      try {
        return await work(other)
      } finally {
        await other.close()
      }
    }

    describe('by the attributes of its organization, which say what the policy is', () => {
      /** Options of a process that keeps policies in step with Keycloak. */
      async function options() {
        const { keycloak, ...config } = testPortalConfig({ port: 1, dataDir: '', databaseUrl })
        return {
          ...{ name: 'Portal', url: 'https://portal.example/two-factor', secretKeys: config.secretKeys, entitlements },
          policies: { owner: 'keycloak' } as const,
          store: await openStore({ keycloak, ...config }),
          directory: keycloakDirectory({
            ...keycloak,
            clientId: keycloak.runtimeClientId,
            clientSecret: keycloak.runtimeClientSecret,
          }),
        }
      }
      /** One round of what an application does by itself, and what it says of it. */
      async function synchronized(): Promise<TwoFactorEvent> {
        const own = await options()
        const application = { login: () => undefined, signIn: '/login', signOut: '/logout', mailer: testMailer() }
        const events: TwoFactorEvent[] = []
        const onEvent = (event: TwoFactorEvent) => void events.push(event)
        const running = createTwoFactor({ ...own, ...application, onEvent }).start({ policies: '10s' })
        const isDone = () => events.find(({ kind }) => kind === 'policies-synchronized')
        for (let tries = 0; isDone() === undefined && tries < 300; tries++) await sleep(100)
        await running.stop()
        await own.store.close()
        return isDone() ?? expect.fail('it was not done')
      }
      /** Which of the company's settings the plan tells to be out of step. */
      async function planned(): Promise<string[]> {
        const own = createOperations(await options())
        const { differing } = await own.policies.plan({ only: [company.alias] }).finally(() => own.close())
        return differing.flatMap(({ settings }) => settings.map(({ name }) => name))
      }

      it('is told, and goes on asking, where it is edited to off, to nonsense, or deleted', async () => {
        const person = await newMember([company])
        const enrolled = await portal.enrolled(await newMember([company]))
        await editAttributes(company, { [REQUIREMENT]: ['required'] })
        await synchronized()
        expect(await leadsTo(person)).to.match(SET_UP)
        for (const edited of [['off'], ['maybe'], ['Required', 'off'], [''], null]) {
          await editAttributes(company, { [REQUIREMENT]: edited })
          const event = await synchronized()
          const what = JSON.stringify(edited)
          expect(event, what).to.include({ settled: 0, failed: 0 })
          expect(await leadsTo(person), what).to.match(SET_UP)
          expect(isAsked(await portal.visit().signIn(enrolled.person)), what).to.equal(true)
          expect(await planned(), what).to.include(REQUIREMENT)
        }
      })

      it('is followed where it asks less but still asks, and the strictest of a person’s tenants holds', async () => {
        const strict = await newCompany()
        await editAttributes(company, { [REQUIREMENT]: ['required'], [DAYS]: ['30'] })
        await editAttributes(strict, { [REQUIREMENT]: ['required'], [DAYS]: ['0'] })
        await synchronized()
        const [one, both] = [
          await portal.enrolled(await newMember([company])),
          await portal.enrolled(await newMember([company, strict])),
        ]
        await editAttributes(company, { [REQUIREMENT]: ['optional'], [DAYS]: ['365'] })
        expect(await synchronized()).to.include({ settled: 1 })
        expect(await leadsTo(await newMember([company]))).to.equal('200')
        expect(await leadsTo(await newMember([company, strict]))).to.match(SET_UP)
        const pages = [one, both].map(async ({ person }) => {
          const browser = portal.visit()
          browser.agent = FIREFOX
          return (await browser.signIn(person)).body
        })
        const [loose = '', tight = ''] = await Promise.all(pages)
        expect(loose).to.contain('for 365 days')
        expect(tight, 'trust that the other tenant does not allow').not.to.contain('name="trust"')
      })
    })

    it('by a plan that is no longer paid for, locks nobody out and lets nobody through who is asked', async () => {
      const [newcomer, enrolled] = [await newMember([company]), await portal.enrolled(await newMember([company]))]
      await save(company, { requirement: 'required' })
      expect(await leadsTo(newcomer)).to.match(SET_UP)
      await editAttributes(company, { plan: ['free'] })
      await inNewProcess(async (other) => {
        expect(await leadsTo(newcomer, '/orders', other)).to.equal('200')
        expect(isAsked(await other.visit().signIn(enrolled.person))).to.equal(true)
        expect(await leadsTo(newcomer, '/payroll', other), 'what a route requires is no matter of plans').to.match(
          SET_UP,
        )
        const operator = { ...opal, atCodePage: () => atCodePage(other, opal.person) }
        const refused = await savePolicy(operator, company, { helpContact: 'extension 4711' })
        expect([refused.status, JSON.parse(refused.body).code]).to.deep.equal([422, 'ERR_2FA_POLICY_INVALID'])
      })
      await editAttributes(company, { plan: ['business'] })
      await inNewProcess(async (other) => {
        expect(await leadsTo(newcomer, '/orders', other), 'nothing was deleted').to.match(SET_UP)
      })
      expect(isAsked(await portal.visit().signIn(enrolled.person))).to.equal(true)
    })

    it('by methods that another tenant of a person forbids, leaves an authenticator app, and that alone', async () => {
      const other = await newCompany()
      await save(company, { requirement: 'required', methods: ['email'] })
      await save(other, { requirement: 'optional', methods: ['sms'] })
      const person = await newMember([company, other])
      const browser = portal.visit()
      await browser.signIn(person)
      expect(await led(browser)).to.match(SET_UP)
      await openSetUp(browser, person)
      for (const method of ['email', 'sms']) {
        const { status } = await browser.post('/two-factor/set-up', { method })
        expect(status, method).to.be.within(400, 499)
      }
      const enrolled = await portal.enrolled(person)
      expect(await led(enrolled.browser)).to.equal('200')
      expect(isAsked(await portal.visit().signIn(person))).to.equal(true)
    })

    it('by turning it off, deletes nothing of a person whom another tenant asks', async () => {
      const other = await newCompany()
      await save(company, { requirement: 'optional' })
      await save(other, { requirement: 'required' })
      const both = await portal.enrolled(await newMember([company, other]))
      const one = await portal.enrolled(await newMember([company]))
      expect((await savePolicy(opal, company, { requirement: 'off' })).status, 'without the number').to.equal(409)
      await save(company, { requirement: 'off', confirmed: '1' })
      for (let tries = 0; tries < 40 && isAsked(await portal.visit().signIn(one.person)); tries++) await sleep(500)
      expect(isAsked(await portal.visit().signIn(one.person)), 'only theirs').to.equal(false)
      expect(isAsked(await portal.visit().signIn(both.person)), 'theirs too').to.equal(true)
    })

    it('by its organization being disabled or deleted, lets nobody through who is asked', async () => {
      await save(company, { requirement: 'required' })
      const enrolled = await portal.enrolled(await newMember([company]))
      const { organizations } = await administrator()
      const whole = await organizations.findOne({ id: company.id })
      await organizations.updateById({ id: company.id }, { ...whole, enabled: false })
      const asked = (other: TestPortal) => other.visit().signIn(enrolled.person).then(isAsked)
      expect(await inNewProcess(asked), 'disabled').to.equal(true)
      await (await administrator()).organizations.delById({ id: company.id })
      expect(await inNewProcess(asked), 'deleted').to.equal(true)
      expect(await leadsTo(await newPerson()), 'somebody of no tenant').to.equal('200')
    })
  })
}

async function atCodePage(portal: TestPortal, person: Person): Promise<Visitor> {
  const browser = portal.visit()
  await browser.signIn(person)
  return browser
}

/** An operator of the tests alone. */
async function newOperator(): Promise<Person> {
  const person = await newPerson()
  await giveRole(person, 'operator')
  return person
}
