import { expect } from 'chai'
import { requirePart } from '../../dev/parts.js'
import { type CountingProxy, countingProxy } from './counting-proxy.js'
import { newDatabase } from './databases.js'
import { outcomeOf } from './outcomes.js'
import { known } from './people.js'
import { startPortal, type TestPortal } from './portal.js'

const [keycloak, mailbox, mariadb] = [requirePart('keycloak'), requirePart('mailbox'), requirePart('mariadb')]

if (keycloak !== undefined && mailbox !== undefined && mariadb !== undefined) {
  describe('the calls to Keycloak’s admin API', function () {
    this.timeout(120_000)
    let first: TestPortal
    let portal: TestPortal
    let directory: CountingProxy

    before(async () => {
      const databaseUrl = await newDatabase('attacks_admin_calls')
      directory = await countingProxy(keycloak)
      // One portal does what comes before; the other one has asked Keycloak nothing yet.
      first = await startPortal(0, { databaseUrl })
      portal = await startPortal(1, { databaseUrl, directoryUrl: directory.url })
    })
    after(async () => {
      await Promise.all([first.close(), portal.close()])
      await directory.close()
    })

    async function callsOfLogin(name: string): Promise<readonly string[]> {
      directory.taken()
      const visitor = portal.visit()
      const { id } = known(name)
      await visitor.signIn(known(name))
      for (let i = 0; i < 3; i += 1) await visitor.get('/orders')
      // The portal also mails people whose policies are new, and looks those up.
      return directory.taken().filter((call) => call.includes(id))
    }

    it('are at most three for a password login in one organization, and none within the minute', async () => {
      for (const name of ['bea', 'cora', 'carl', 'ed', 'fred']) {
        const calls = await callsOfLogin(name)
        expect(calls.length, `${name}: ${calls.join(', ')}`).to.be.within(1, 3)
        expect(await callsOfLogin(name), `${name}, again`).to.deep.equal([])
      }
    })

    it('are at most three where a code is asked, from the login to the page', async () => {
      const dora = await first.enrolled(known('dora'))
      directory.taken()
      const visitor = portal.visit()
      await visitor.signIn(dora.person)
      await visitor.get('/two-factor/challenge')
      expect(await outcomeOf(visitor, await dora.code())).to.equal('accepted')
      expect((await visitor.get('/orders')).status).to.equal(200)
      const calls = directory.taken()
      expect(calls.length, calls.join(', ')).to.be.at.most(3)
    })
  })
}
