import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'chai'
import { requirePart } from '../../dev/parts.js'
import { realmNames } from '../../dev/realm.js'
import { newDatabase } from './databases.js'
import { administrator, passwordOf } from './people.js'
import { type Enrolled, startPortal, type TestPortal } from './portal.js'
import { elsewhere, submit } from './providers.js'
import type { Visitor } from './visitor.js'

const parts = [requirePart('keycloak'), requirePart('mailbox'), requirePart('mariadb')]

/** The revocation time of both applications, and a moment for Keycloak to tell them. */
const REVOKED_MS = 5_500

if (parts.every((part) => part !== undefined)) {
  describe('two applications on one store', function () {
    this.timeout(120_000)
    let portal: TestPortal
    let second: TestPortal
    before(async () => {
      const databaseUrl = await newDatabase('attacks_logout')
      // Where Keycloak tells each client of logouts: the first address of each.
      portal = await startPortal(0, { databaseUrl })
      second = await startPortal(5, { databaseUrl, second: true })
    })
    after(() => Promise.all([portal.close(), second.close()]))

    /** A browser in which a code was given in the portal, and none in the second application. */
    async function verified(person: Enrolled): Promise<{ here: Visitor; there: Visitor }> {
      const here = await person.atCodePage()
      await here.post('/two-factor/challenge', { code: await person.code() })
      second.clock.advance(portal.clock.now() - second.clock.now())
      const there = inSecond(here)
      expect((await there.get('/login')).url).to.equal(`${second.url}/`)
      return { here, there }
    }
    const inSecond = (browser: Visitor) => browser.copy(second.url)
    const sessionsOf = async ({ person }: Enrolled) =>
      (await (await administrator()).users.listSessions({ id: person.id })).map(({ id }) => id ?? '')
    const asksIn = async (browser: Visitor) => (await browser.get('/orders')).url.endsWith('/two-factor/challenge')

    it('take one code for one Keycloak session', async () => {
      const { here, there } = await verified(await portal.enrolled())
      expect(await asksIn(here)).to.equal(false)
      expect(await asksIn(there)).to.equal(false)
      // The code is not of the last five minutes because it was given elsewhere: it is as old as it is.
      expect((await there.get('/payroll')).url).to.match(/\/payroll$/)
      second.clock.advance(5 * 60_000 + 1_000)
      expect((await there.get('/payroll')).url).to.match(/\/two-factor\/challenge$/)
    })

    it('both ask again within 5 s where the Keycloak session has ended, and another browser goes on', async () => {
      const person = await portal.enrolled()
      const earlier = await sessionsOf(person)
      const { here, there } = await verified(person)
      const [session = ''] = (await sessionsOf(person)).filter((id) => !earlier.includes(id))
      const other = await verified(person)
      for (const browser of [here, there, other.here, other.there]) expect(await asksIn(browser)).to.equal(false)
      await (await administrator()).realms.deleteSession({ realm: realmNames.realm, session, isOffline: false })
      await sleep(REVOKED_MS)
      expect([await asksIn(here), await asksIn(there)]).to.deep.equal([true, true])
      // Straight on, without being led through the sign-in.
      for (const browser of [other.here, other.there]) {
        const answer = await browser.get('/orders', { follow: false })
        expect(answer.status).to.equal(200)
      }
    })

    it('ask again where the person signs out in one of them', async () => {
      const { here, there } = await verified(await portal.enrolled())
      await here.post('/logout')
      await sleep(REVOKED_MS)
      expect(await asksIn(there)).to.equal(true)
    })

    it('ask in every session of somebody whom an administrator signs out everywhere', async () => {
      const person = await portal.enrolled()
      const { there } = await verified(person)
      const other = await verified(person)
      await (await administrator()).users.logout({ id: person.person.id })
      await sleep(REVOKED_MS)
      expect([await asksIn(there), await asksIn(other.here), await asksIn(other.there)]).to.deep.equal([
        true,
        true,
        true,
      ])
    })

    it('ask after a new password in those sessions alone that Keycloak was told to sign out with it', async () => {
      const person = await portal.enrolled()
      const { here, there } = await verified(person)
      const { here: other } = await verified(person)
      const change = async (more: Record<string, string>) => {
        const page = await other.get(elsewhere({ kc_action: 'UPDATE_PASSWORD' }))
        const password = passwordOf(person.person)
        await submit(other, page, { 'password-new': password, 'password-confirm': password, ...more })
        await sleep(REVOKED_MS)
        return [await asksIn(here), await asksIn(there), await asksIn(other)]
      }
      expect(await change({})).to.deep.equal([false, false, false])
      expect(await change({ 'logout-sessions': 'on' })).to.deep.equal([true, true, false])
    })

    it('both ask in every session after a reset, the marks of the other browser included', async () => {
      const person = await portal.enrolled()
      const { there } = await verified(person)
      await person.browser.get('/two-factor/turn-off')
      await person.browser.post('/two-factor/turn-off')
      await portal.enrolled(person.person)
      await sleep(REVOKED_MS)
      expect(await asksIn(there)).to.equal(true)
    })
  })
}
