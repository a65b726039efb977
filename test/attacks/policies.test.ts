import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'chai'
import { requirePart } from '../../dev/parts.js'
import { type Company, newCompany, newMember, savePolicy } from './companies.js'
import { newDatabase } from './databases.js'
import { deviceCookies, isAsked, laterBrowser, trustedBrowser } from './devices.js'
import { outcomeOf } from './outcomes.js'
import type { Person } from './people.js'
import { type Enrolled, startPortal, type TestPortal } from './portal.js'
import type { Visitor } from './visitor.js'

const parts = [requirePart('keycloak'), requirePart('mailbox'), requirePart('mariadb')]
const DAY_MS = 24 * 60 * 60_000
const SET_UP = /\/two-factor\/set-up$/
const ASKED = /\/two-factor\/challenge$/
/** A policy that a process has read counts for five seconds. */
const KNOWN_MS = 5_200

if (parts.every((part) => part !== undefined)) {
  describe('a policy that becomes stricter, or less so', function () {
    this.timeout(180_000)
    let portal: TestPortal
    let second: TestPortal
    let company: Company
    let chief: Enrolled
    before(async () => {
      const databaseUrl = await newDatabase('attacks_stricter')
      portal = await startPortal(0, { databaseUrl })
      second = await startPortal(1, { databaseUrl })
    })
    after(() => Promise.all([portal.close(), second.close()]))
    beforeEach(async () => {
      company = await newCompany()
      chief = await portal.enrolled(await newMember([company], 'tenant-administrator'))
      await save({ requirement: 'optional' })
    })

    async function save(changes: Record<string, unknown>): Promise<void> {
      const { status, body } = await savePolicy(chief, company, changes)
      expect(status, body).to.equal(200)
    }
    const leadsTo = async (browser: Visitor, path = '/orders') => {
      const { status, headers } = await browser.get(path, { follow: false })
      return headers.get('location') ?? String(status)
    }
    /** A browser in which somebody is signed in and was let through without a code. */
    async function letThrough(at: TestPortal, person: Person): Promise<Visitor> {
      const browser = at.visit()
      await browser.signIn(person)
      expect(await leadsTo(browser)).to.equal('200')
      return browser
    }
    /** Somebody's sign-in in the next second, on the clock that dates the policy. */
    async function nextLogin(person: Person): Promise<Visitor> {
      portal.clock.advance(1_000)
      const browser = portal.visit()
      await browser.signIn(person)
      return browser
    }

    it('leaves sessions from before alone until their next login, where it takes effect then', async () => {
      const person = await newMember([company])
      const [here, elsewhere] = [await letThrough(portal, person), await letThrough(second, person)]
      portal.clock.advance(1_000)
      await save({ requirement: 'required', takesEffect: 'next-login' })
      await sleep(KNOWN_MS)
      expect([await leadsTo(here), await leadsTo(elsewhere)]).to.deep.equal(['200', '200'])
      expect(await leadsTo(here, '/payroll'), 'where the route itself requires it').to.match(SET_UP)
      expect(await leadsTo(await nextLogin(person))).to.match(SET_UP)
      // An old session is not made newer by a visit, nor by the page that ends a sign-in.
      expect((await here.get('/two-factor/continue')).url).to.equal(`${portal.url}/`)
      expect(await leadsTo(here)).to.equal('200')
    })

    it('asks them at once where it takes effect now, and within 5 s in every other process', async () => {
      const person = await newMember([company])
      const [here, elsewhere] = [await letThrough(portal, person), await letThrough(second, person)]
      portal.clock.advance(1_000)
      await save({ requirement: 'required', takesEffect: 'now' })
      await sleep(KNOWN_MS)
      expect(await leadsTo(here)).to.match(SET_UP)
      expect(await leadsTo(elsewhere)).to.match(SET_UP)
      const later = await elsewhere.post('/two-factor/later', {}, { follow: false })
      expect(later.status, 'there is no grace').to.be.oneOf([403, 422])
      expect(await leadsTo(elsewhere)).to.match(SET_UP)
    })

    it('asks whoever had signed in before they set up a second factor, where it takes effect now', async () => {
      const person = await newMember([company])
      const before = await letThrough(portal, person)
      portal.clock.advance(1_000)
      const enrolled = await portal.enrolled(person)
      expect(await leadsTo(before)).to.equal('200')
      await save({ takesEffect: 'now' })
      await sleep(KNOWN_MS)
      expect(await leadsTo(before)).to.match(ASKED)
      expect(await leadsTo(enrolled.browser), 'the code of the set-up counts').to.equal('200')
    })

    it('ends trust where its days are set to none, in sessions and browsers, in every process', async () => {
      const person = await portal.enrolled(await newMember([company]))
      const browser = await trustedBrowser(portal, person)
      const session = laterBrowser(browser)
      expect(isAsked(await session.signIn(person.person))).to.equal(false)
      expect(await leadsTo(session)).to.equal('200')
      // A browser sends the cookie to every port of a machine.
      const elsewhere = session.copy(second.url)
      for (const [place, value] of deviceCookies(session)) {
        elsewhere.cookies.set(place.replace(new URL(portal.url).host, new URL(second.url).host), value)
      }
      second.clock.advance(portal.clock.now() - second.clock.now())
      expect(isAsked(await elsewhere.get('/login')), 'trusted there too').to.equal(false)
      await save({ trustedDays: 0 })
      await sleep(KNOWN_MS)
      expect(await leadsTo(session)).to.match(ASKED)
      expect(await leadsTo(elsewhere)).to.match(ASKED)
      const next = laterBrowser(session)
      const page = await next.signIn(person.person)
      expect(isAsked(page)).to.equal(true)
      expect(page.body, 'nor is it offered').not.to.include('name="trust"')
      await next.post('/two-factor/challenge', { code: await person.code(), trust: '1' }, { follow: false })
      const known = new Set(deviceCookies(session).map(([, value]) => value))
      expect(
        deviceCookies(next).filter(([, value]) => !known.has(value)),
        'nor taken',
      ).to.deep.equal([])
    })

    it('ends trust that is older than the days it is lowered to, and no other', async () => {
      const [older, newer] = [
        await portal.enrolled(await newMember([company])),
        await portal.enrolled(await newMember([company])),
      ]
      const old = await trustedBrowser(portal, older)
      portal.clock.advance(20 * DAY_MS)
      const young = await trustedBrowser(portal, newer)
      portal.clock.advance(11 * DAY_MS)
      expect(isAsked(await laterBrowser(old).signIn(older.person))).to.equal(false)
      await save({ trustedDays: 30 })
      await sleep(KNOWN_MS)
      expect(isAsked(await laterBrowser(old).signIn(older.person))).to.equal(true)
      expect(isAsked(await laterBrowser(young).signIn(newer.person))).to.equal(false)
    })

    it('trusts no browser from before it was narrowed to administrators, once it asks everybody again', async () => {
      let person = await portal.enrolled(await newMember([company]))
      const browser = await trustedBrowser(portal, person)
      await save({ requirement: 'required' })
      const refused = await savePolicy(chief, company, { appliesTo: 'administrators' })
      expect(refused.status, 'without the number').to.equal(409)
      await save({ appliesTo: 'administrators', confirmed: '1' })
      await until(async () => (await portal.visit().signIn(person.person)).url === `${portal.url}/`)
      const landed = await laterBrowser(browser).signIn(person.person)
      expect(landed.url, 'there is nothing to ask for').to.equal(`${portal.url}/`)
      await save({ appliesTo: 'everyone' })
      person = await portal.enrolled(person.person)
      expect(isAsked(await laterBrowser(browser).signIn(person.person))).to.equal(true)
      expect(await outcomeOf(await person.atCodePage(), await person.code())).to.equal('accepted')
    })
  })
}

/** Waits for what the workers do. */
async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 40; tries++) {
    if (await holds()) return
    await sleep(500)
  }
  throw new Error('It did not come to be so.')
}
