import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'chai'
import { authenticatorCode } from '../../dev/authenticator-code.js'
import { requirePart } from '../../dev/parts.js'
import { giveRole } from './companies.js'
import { newDatabase } from './databases.js'
import { outcomeOf, postCode } from './outcomes.js'
import { administrator, newPerson, type Person } from './people.js'
import { type Enrolled, openSetUp, reenter, startPortal, type TestPortal } from './portal.js'
import { heldRequest, rawRequest } from './raw-request.js'
import type { Visitor } from './visitor.js'

const parts = [requirePart('keycloak'), requirePart('mailbox'), requirePart('mariadb')]

/** Every path of ours that changes or shows something, and what it is asked with. */
const OWN_PATHS = [
  '/',
  '/set-up',
  '/set-up/totp',
  '/set-up/email',
  '/backup-codes',
  '/backup-codes/download',
  '/backup-codes/regenerate',
  '/turn-off',
]
const OWN_CHANGES = [
  '/set-up',
  '/set-up/totp',
  '/set-up/email',
  '/backup-codes/saved',
  '/backup-codes/regenerate',
  '/turn-off',
]

if (parts.every((part) => part !== undefined)) {
  describe('attacks on sessions and steps', function () {
    this.timeout(120_000)
    let portal: TestPortal
    let second: TestPortal
    before(async () => {
      const databaseUrl = await newDatabase('attacks_sessions')
      portal = await startPortal(3, { databaseUrl })
      second = await startPortal(4, { databaseUrl })
    })
    after(() => Promise.all([portal.close(), second.close()]))

    it('with the first step only, every page leads to the code page and every change is refused', async () => {
      const person = await portal.enrolled()
      const page = await person.atCodePage()
      for (const path of [
        '/orders',
        '/reports/january',
        '/payroll',
        '/download',
        ...OWN_PATHS.map((own) => `/two-factor${own}`),
      ]) {
        const answer = await page.get(path)
        expect(answer.url, path).to.match(/\/two-factor\/challenge$/)
      }
      for (const path of OWN_CHANGES) {
        const answer = await page.post(`/two-factor${path}`, { method: 'totp', code: '123456' })
        expect(answer.url, path).to.match(/\/two-factor\/challenge$/)
      }
      const api = await page.get('/api/me', { headers: { accept: 'application/json' } })
      expect(api.status).to.equal(401)
      expect(await isActive(person)).to.equal(true)
    })

    it('without the first step nothing of ours is answered', async () => {
      const stranger = portal.visit()
      expect((await stranger.get('/two-factor/continue', { follow: false })).headers.get('location')).to.equal('/')
      for (const path of [...OWN_PATHS, '/challenge', '/challenge/backup']) {
        const answer = await stranger.get(`/two-factor${path}`, { follow: false })
        expect([answer.status, answer.headers.get('location')], path).to.deep.equal([303, '/login'])
      }
      for (const path of [
        ...OWN_CHANGES,
        '/challenge',
        '/challenge/resend',
        '/challenge/backup',
        '/challenge/cancel',
      ]) {
        expect((await stranger.post(`/two-factor${path}`, {}, { follow: false })).status, path).to.equal(403)
      }
      expect((await stranger.get('/payroll', { headers: { accept: 'application/json' } })).status).to.equal(401)
    })

    it('renews the session id at the second step, and the old one has no rights', async () => {
      const person = await portal.enrolled()
      const page = await person.atCodePage()
      const before = page.copy()
      expect(await outcomeOf(page, await person.code())).to.equal('accepted')
      expect(page.cookies).not.to.deep.equal(before.cookies)
      expect((await page.get('/orders')).url).to.match(/\/orders$/)
      expect((await before.get('/orders', { follow: false })).status).not.to.equal(200)
    })

    it('asks the next person on the same browser', async () => {
      const [first, next] = [await portal.enrolled(), await portal.enrolled()]
      const page = await first.atCodePage()
      await page.post('/two-factor/challenge', { code: await first.code() })
      await page.post('/logout')
      const landed = await page.signIn(next.person)
      expect(landed.url).to.match(/\/two-factor\/challenge$/)
      expect((await page.get('/orders')).url).to.match(/\/two-factor\/challenge$/)
      expect(await outcomeOf(page, await first.code())).to.equal('wrong')
    })

    it('refuses changes with an old code or an old password entry', async () => {
      const person = await portal.enrolled()
      portal.clock.advance(6 * 60_000)
      for (const path of ['/set-up', '/backup-codes', '/turn-off']) {
        expect((await person.browser.get(`/two-factor${path}`)).url, path).to.match(/\/challenge$/)
      }
      await person.browser.post('/two-factor/challenge', { code: await person.code() }, { follow: false })
      for (const path of ['/set-up', '/backup-codes', '/turn-off']) {
        const answer = await person.browser.get(`/two-factor${path}`, { follow: false })
        expect([answer.status, answer.headers.get('location')], path).to.deep.equal([303, '/login'])
      }
    })

    it('sends a form back to the password where it grew old while the form was open', async () => {
      const person = await portal.enrolled()
      const { browser } = person
      portal.clock.advance(4 * 60_000)
      await browser.post('/two-factor/challenge', { code: await person.code() }, { follow: false })
      await browser.get('/two-factor/turn-off')
      portal.clock.advance(60_000)
      for (const path of OWN_CHANGES) {
        const answer = await browser.post(`/two-factor${path}`, { method: 'totp', code: '123456' }, { follow: false })
        expect(answer.status, path).to.equal(200)
        expect(answer.body, path).to.include('http-equiv="refresh"').and.include('/login')
      }
      expect(await isActive(person)).to.equal(true)
    })

    it('does nothing for steps out of order, repeated or empty', async () => {
      const person = await portal.enrolled()
      const { browser } = person
      // Confirming again what is confirmed already: nothing is pending any more.
      const again = await browser.post('/two-factor/set-up/totp', { code: await person.code() })
      expect(again.url).to.match(/\/backup-codes$/)
      expect((await browser.get('/two-factor/set-up/totp')).url).to.match(/\/set-up$/)
      expect((await browser.post('/two-factor/set-up')).status).to.equal(400)
      expect((await browser.post('/two-factor/set-up', { method: 'sms' })).status).to.equal(400)
      expect(await outcomeOf(await person.atCodePage(), await person.code())).to.equal('accepted')
    })

    it('keeps the old authenticator app until the new one is confirmed', async () => {
      const person = await portal.enrolled()
      const page = await person.browser.post('/two-factor/set-up', { method: 'totp' })
      const secret = /secret=([A-Z2-7]{32})/.exec(page.body)?.[1] ?? ''
      expect(secret).not.to.equal(person.secret)
      expect(await outcomeOf(await person.atCodePage(), await person.code())).to.equal('accepted')
      portal.clock.advance(30_000)
      const code = await authenticatorCode(secret, portal.clock.now())
      const done = await person.browser.post('/two-factor/set-up/totp', { code })
      expect(done.url, done.body).to.match(/\/backup-codes$/)
      const next = await person.atCodePage()
      expect(await outcomeOf(next, await person.code())).to.equal('wrong')
      portal.clock.advance(30_000)
      expect(await outcomeOf(next, await authenticatorCode(secret, portal.clock.now()))).to.equal('accepted')
    })

    it('keeps a pending secret over a reload, for 30 minutes, and never locks anybody out with it', async () => {
      const somebody = await newPerson()
      const browser = portal.visit()
      await browser.signIn(somebody)
      const secret = await openSetUp(browser, somebody)
      expect((await browser.get('/two-factor/set-up/totp')).body).to.include(secret)
      const other = portal.visit()
      expect((await other.signIn(somebody)).url).not.to.match(/challenge/)
      expect((await other.get('/orders')).url).to.match(/\/orders$/)
      portal.clock.advance(29 * 60_000)
      expect(await isOpenTo(portal.visit(), somebody, secret), 'to a thief with the password').to.equal(false)
      expect((await reenter(browser, somebody, '/two-factor/set-up/totp')).body).to.include(secret)
      portal.clock.advance(61_000)
      expect((await browser.get('/two-factor/set-up/totp')).url).to.match(/\/set-up$/)
    })

    it('ends every session of somebody who turned it off, in every application, within 5 s', async () => {
      const person = await portal.enrolled()
      const elsewhere = await verifiedAt(second, person, portal.clock.now() + 30_000)
      expect((await elsewhere.get('/api/me', json)).body).to.include('"verified":{')
      await person.browser.get('/two-factor/turn-off')
      await person.browser.post('/two-factor/turn-off')
      expect(await isActive(person)).to.equal(false)
      // Switched on anew: the session from before the turning off is not one that may go on unasked.
      const secret = await openSetUp(person.browser, person.person)
      portal.clock.advance(30_000)
      const code = await authenticatorCode(secret, portal.clock.now())
      await person.browser.post('/two-factor/set-up/totp', { code })
      await sleep(5_200)
      expect((await elsewhere.get('/orders')).url).to.match(/\/two-factor\/challenge$/)
    })

    it('asks again in every application, within 5 s, after an administrator said so or reset somebody', async () => {
      const operator = await newPerson()
      await giveRole(operator, 'operator')
      const opal = await portal.enrolled(operator)
      for (const [what, leadsTo] of [
        ['revoke-sessions', /\/two-factor\/challenge$/],
        ['reset', /\/two-factor\/set-up$/],
      ] as const) {
        const person = await portal.enrolled()
        const elsewhere = await verifiedAt(second, person, portal.clock.now() + 30_000)
        expect((await elsewhere.get('/payroll')).status).to.equal(200)
        const settings = await opal.browser.get('/two-factor/', json)
        opal.browser.csrf = JSON.parse(settings.body).csrfToken
        const path = `/two-factor/admin/people/${person.person.id}/${what}`
        const done = await opal.browser.post(path, { reason: 'The laptop is lost' }, { follow: false })
        expect([done.status, done.headers.get('location')], what).to.deep.equal([303, path.replace(`/${what}`, '')])
        await sleep(5_200)
        const led = await elsewhere.get('/payroll', { follow: false })
        expect(led.headers.get('location'), what).to.match(leadsTo)
        const here = await person.browser.get('/payroll', { follow: false })
        expect(here.headers.get('location'), what).to.match(leadsTo)
      }
    })

    it('lets a session from before the set-up go on until its next login, but not where a code is demanded', async () => {
      const somebody = await newPerson()
      const before = portal.visit()
      await before.signIn(somebody)
      portal.clock.advance(1_000)
      expect((await before.get('/orders')).url).to.match(/\/orders$/)
      await portal.enrolled(somebody)
      expect((await before.get('/orders')).url).to.match(/\/orders$/)
      expect((await before.get('/payroll')).url).to.match(/\/two-factor\/challenge$/)
      expect((await before.get('/two-factor/turn-off')).url).to.match(/\/two-factor\/challenge$/)
    })

    it('asks again after a forced logout, whatever session id Keycloak gives next', async () => {
      const person = await portal.enrolled()
      const page = await person.atCodePage()
      await page.post('/two-factor/challenge', { code: await person.code() })
      await (await administrator()).users.logout({ id: person.person.id })
      await sleep(1_000)
      for (const name of [...page.cookies.keys()]) if (name.endsWith(' portal')) page.cookies.delete(name)
      expect((await page.signIn(person.person)).url).to.match(/\/two-factor\/challenge$/)
    })

    it('gives each login a pending secret of its own, so that a thief with the password cannot plant or read one', async () => {
      const somebody = await newPerson()
      const [thief, owner] = [portal.visit(), portal.visit()]
      await thief.signIn(somebody)
      const planted = await openSetUp(thief, somebody)
      await owner.signIn(somebody)
      const own = await openSetUp(owner, somebody)
      expect(own).not.to.equal(planted)
      expect((await thief.get('/two-factor/set-up/totp')).body).not.to.include(own)
      const code = await authenticatorCode(planted, portal.clock.now())
      await owner.get('/two-factor/set-up/totp?step=confirm')
      expect((await owner.post('/two-factor/set-up/totp', { code })).status).to.equal(422)
    })

    it('does not take the very login that was sent for a password for one that has come back with it', async () => {
      const somebody = await newPerson()
      const browser = portal.visit()
      await browser.signIn(somebody)
      await browser.get('/two-factor/set-up', { follow: false })
      expect((await browser.get('/two-factor/continue')).status).to.equal(500)
      expect((await browser.get('/two-factor/set-up', { follow: false })).headers.get('location')).to.equal('/login')
    })

    it('gives the session id from before the second step nothing, also by a request that was held open', async () => {
      const person = await portal.enrolled()
      const page = await person.atCodePage()
      const old = [...page.cookies].find(([name]) => name.endsWith(' portal'))?.[1] ?? ''
      const held = heldRequest(portal.url, `portal=${old}`)
      await sleep(300)
      expect(await outcomeOf(page, await person.code())).to.equal('accepted')
      const cookies = await held.finish()
      for (const cookie of [`portal=${old}`, ...cookies]) {
        const answer = await rawRequest(portal.url, '/orders', { cookie })
        expect(answer.status, 'the page of somebody who is verified').not.to.equal(200)
      }
    })

    it('takes a return without a new password entry for no fresh password, and says what /login failed to do', async () => {
      const person = await portal.enrolled()
      portal.clock.advance(6 * 60_000)
      const { browser } = person
      await browser.post('/two-factor/challenge', { code: await person.code() }, { follow: false })
      // A silent sign-in of the very second of the entry cannot be told from a new entry, and need not be.
      await sleep(2_100)
      await browser.get('/two-factor/set-up', { follow: false })
      const asked = await browser.get('/login', { follow: false })
      const address = new URL(asked.headers.get('location') ?? '')
      expect(address.searchParams.get('prompt')).to.equal('login')
      address.searchParams.delete('prompt')
      const landed = await browser.get(address.href)
      expect(landed.status).to.equal(500)
      expect(landed.body).to.include('ERR_2FA_CONFIGURATION')
      // What was asked for counts once: the way back to set-up asks again.
      const again = await browser.get('/two-factor/set-up', { follow: false })
      expect(again.headers.get('location')).to.equal('/login')
    })

    it('does not ask for a second code after a fresh password, which moves the time of entry', async () => {
      const person = await portal.enrolled()
      const page = await person.atCodePage()
      await page.post('/two-factor/challenge', { code: await person.code() })
      const landed = await reenter(page, person.person, '/two-factor/backup-codes')
      expect(landed.url).to.match(/\/backup-codes$/)
    })

    it('asks for a code on a route that wants a recent one, once it is too old', async () => {
      const person = await portal.enrolled()
      expect((await person.browser.get('/payroll')).url).to.match(/\/payroll$/)
      portal.clock.advance(5 * 60_000 + 1_000)
      expect((await person.browser.get('/orders')).url).to.match(/\/orders$/)
      expect((await person.browser.get('/payroll')).url).to.match(/\/two-factor\/challenge$/)
      const back = await person.browser.post('/two-factor/challenge', { code: await person.code() })
      expect(back.url).to.match(/\/payroll$/)
    })

    it('asks again after 24 hours', async () => {
      const person = await portal.enrolled()
      const page = await person.atCodePage()
      await page.post('/two-factor/challenge', { code: await person.code() })
      expect((await page.get('/orders')).url).to.match(/\/orders$/)
      portal.clock.advance(24 * 60 * 60_000)
      expect((await page.get('/orders')).url).to.match(/\/two-factor\/challenge$/)
    })

    it('refuses the next request of somebody who was told a wrong code, whatever their browser believes', async () => {
      const person = await portal.enrolled()
      const page = await person.atCodePage()
      expect((await postCode(page, '000000')).status).to.equal(422)
      expect((await page.get('/orders')).url).to.match(/\/two-factor\/challenge$/)
    })

    it('refuses changes that are no form of ours', async () => {
      const person = await portal.enrolled()
      const { browser } = person
      const post = (headers: Record<string, string>, body: string, path = '/two-factor/turn-off') =>
        browser.send(path, body, { headers, follow: false })
      const form = { 'content-type': 'application/x-www-form-urlencoded' }
      const token = `_csrf=${browser.csrf}`
      expect((await post(form, '')).status, 'no token').to.equal(403)
      expect((await post(form, '_csrf=guess')).status, 'wrong token').to.equal(403)
      expect((await post({ ...form, origin: 'https://evil.example' }, token)).status, 'foreign origin').to.equal(403)
      expect((await post({ ...form, origin: 'null' }, token)).status, 'origin null').to.equal(403)
      expect((await post({ ...form, 'sec-fetch-site': 'cross-site' }, token)).status, 'cross-site').to.equal(403)
      expect((await post({ 'content-type': 'application/json' }, '{}')).status, 'JSON without token').to.equal(403)
      expect((await post({ 'content-type': 'text/plain' }, token)).status, 'plain text').to.equal(403)
      for (const path of OWN_CHANGES) {
        expect((await post(form, 'method=totp&code=123456', `/two-factor${path}`)).status, path).to.equal(403)
      }
      await browser.get('/two-factor/turn-off')
      expect(await isActive(person)).to.equal(true)
    })
  })
}

const json = { headers: { accept: 'application/json' } }

/** Whether another login of the person, with a fresh password, sees the secret that is being set up. */
async function isOpenTo(browser: Visitor, person: Person, secret: string): Promise<boolean> {
  await browser.signIn(person)
  const page = await reenter(browser, person, '/two-factor/set-up/totp')
  return page.body.includes(secret)
}

/** Whether a new login of the person is asked. */
async function isActive({ person, browser }: Enrolled): Promise<boolean> {
  const state = await browser.get('/api/me', json)
  if (state.status === 200) return !state.body.includes('"enrolment":null')
  throw new Error(`The state of ${person.name} cannot be read: ${state.status}`)
}

/** A browser of the person that has done both steps in another application. */
async function verifiedAt(other: TestPortal, person: Enrolled, portalNow: number): Promise<Visitor> {
  const code = await person.code()
  // The clock of the one portal has moved, and what is in the store is dated by it.
  other.clock.advance(portalNow - other.clock.now())
  const browser = other.visit()
  await browser.signIn(person.person)
  const outcome = await outcomeOf(browser, code)
  if (outcome !== 'accepted') throw new Error(`The code was ${outcome} in the other application.`)
  return browser
}
