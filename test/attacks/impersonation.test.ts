import { expect } from 'chai'
import { requirePart } from '../../dev/parts.js'
import { realmNames } from '../../dev/realm.js'
import { administrator, type Person } from './people.js'
import { type Enrolled, startPortal, type TestPortal } from './portal.js'
import type { Visitor } from './visitor.js'

const keycloak = requirePart('keycloak')

if (keycloak !== undefined) {
  describe('an administrator who acts as somebody else in Keycloak', function () {
    this.timeout(60_000)
    let portal: TestPortal
    let fred: Enrolled
    before(async () => {
      portal = await startPortal(1)
      fred = await portal.enrolled()
    })
    after(() => portal.close())

    /** A browser with the Keycloak session that "Impersonate" in Keycloak's console gives. */
    async function actingAs(person: Person): Promise<Visitor> {
      const token = await (await administrator()).getAccessToken()
      const address = `${keycloak}/admin/realms/${realmNames.realm}/users/${person.id}/impersonation`
      const answer = await fetch(address, { method: 'POST', headers: { authorization: `Bearer ${token}` } })
      const browser = portal.visit()
      for (const line of answer.headers.getSetCookie()) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
        const path = /; *path=([^;]*)/i.exec(line)?.[1] ?? ''
        if (value !== '') browser.cookies.set(`${new URL(keycloak ?? '').host}${path} ${name}`, value)
      }
      return browser
    }

    it('is refused on every page, and never asked for the person’s code', async () => {
      const browser = await actingAs(fred.person)
      const landed = await browser.get('/login')
      expect(landed.status).to.equal(403)
      expect(landed.url).to.match(/\/two-factor\/continue$/)
      for (const path of [
        '/orders',
        '/payroll',
        '/two-factor/',
        '/two-factor/challenge',
        '/two-factor/linked-accounts',
      ]) {
        expect((await browser.get(path)).status, path).to.equal(403)
      }
      const code = await fred.code()
      expect((await browser.post('/two-factor/challenge', { code })).status).to.equal(403)
    })
  })
}
