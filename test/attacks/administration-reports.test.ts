import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'chai'
import { requirePart } from '../../dev/parts.js'
import { fixedId, mailAddress, people } from '../../dev/people.js'
import { administrator, newPerson, type Person } from './people.js'
import { type Enrolled, startPortal, type TestPortal } from './portal.js'

const parts = [requirePart('keycloak'), requirePart('mailbox')]

/** One of the example's people, who are in every realm of the tests. */
function known(name: string): Person {
  const found = people.find((person) => person.name === name)
  if (found === undefined) throw new Error(`There is no ${name} in dev/people.ts`)
  return { id: fixedId('person', name), name, email: mailAddress(found) }
}

const REPORTS = ['audit', 'audit.csv', 'coverage', 'coverage.csv']
const ofTenant = (tenant: string, report: string) => `/two-factor/admin/tenants/${tenant}/${report}`
const acme = fixedId('tenant', 'acme')
const DEVICE = '00000000-0000-7000-8000-000000000000'

if (parts.every((part) => part !== undefined)) {
  describe('attacks on the log, the coverage and "Try it"', function () {
    this.timeout(180_000)
    let portal: TestPortal
    let opal: Enrolled
    let tess: Enrolled
    let bea: Enrolled
    let cora: Enrolled
    before(async () => {
      portal = await startPortal(5)
      opal = await portal.enrolled(known('opal'))
      tess = await portal.enrolled(known('tess'))
      bea = await portal.enrolled(known('bea'))
      cora = await portal.enrolled(known('cora'))
      for (const person of [bea, cora]) await signedInAgain(person)
    })
    after(() => portal.close())

    /** A whole login, after which the store knows the person's tenants. */
    async function signedInAgain({ atCodePage, code }: Enrolled): Promise<void> {
      const page = await atCodePage()
      await page.post('/two-factor/challenge', { code: await code() })
      await sleep(500)
    }
    const pathOf = ({ id }: Pick<Person, 'id'>, what = '') => `/two-factor/admin/people/${id}${what}`
    const own = ['/two-factor/admin/audit', '/two-factor/admin/coverage', pathOf(known('bea'), '/try')]

    it('give nobody without a role a page or a file, nor whoever did the first step alone', async () => {
      const anonymous = portal.visit()
      const halfway = await tess.atCodePage()
      const paths = [
        ...REPORTS.flatMap((report) => [ofTenant(acme, report), `/two-factor/admin/${report}`]),
        pathOf(bea.person, '/try'),
      ]
      for (const path of paths) {
        expect((await cora.browser.get(path)).status, path).to.equal(403)
        expect((await anonymous.get(path, { follow: false })).headers.get('location'), path).to.equal('/login')
        const led = await halfway.get(path)
        expect(led.url, path).to.match(/\/challenge$/)
        expect(led.headers.get('content-type'), path).to.match(/^text\/html/)
      }
    })

    it('answer a tenant administrator on another tenant as on one that is none', async () => {
      const bare = (text: string) => text.replaceAll(/value="[^"]*"/g, '')
      for (const report of REPORTS) {
        const nowhere = await tess.browser.get(ofTenant(fixedId('tenant', 'nowhere'), report))
        for (const alias of ['birch', 'cedar', 'dune']) {
          const answer = await tess.browser.get(ofTenant(fixedId('tenant', alias), report))
          expect(answer.status, `${report} of ${alias}`).to.equal(404)
          expect(bare(answer.body), `${report} of ${alias}`).to.equal(bare(nowhere.body))
        }
        for (const id of ['..%2f..%2fusers', '%00', `${acme}%27`]) {
          expect((await tess.browser.get(ofTenant(id, report))).status, id).to.equal(404)
        }
        expect((await tess.browser.get(`/two-factor/admin/${report}`)).status, report).to.equal(403)
        expect((await opal.browser.get(`/two-factor/admin/${report}`)).status, report).to.equal(200)
        expect((await tess.browser.get(ofTenant(acme, report))).status, report).to.equal(200)
      }
      for (const target of [known('cora'), known('fred'), opal.person, { id: fixedId('person', 'nobody') }]) {
        expect((await tess.browser.get(pathOf(target, '/try'))).status).to.equal(404)
      }
    })

    it('show a tenant administrator nobody of another tenant, also by a filter for them', async () => {
      for (const asked of ['', `?person=${cora.person.id}`, '?person=cora']) {
        for (const report of ['audit', 'audit.csv']) {
          const { status, body } = await tess.browser.get(ofTenant(acme, `${report}${asked}`))
          expect(status, asked).to.equal(200)
          expect(body.replaceAll(/value="[^"]*"|person=[^"&]*/g, ''), asked).not.to.contain(cora.person.id)
        }
      }
      const theirs = await opal.browser.get(`/two-factor/admin/audit.csv?person=${cora.person.id}`)
      expect(theirs.body).to.contain(`,${cora.person.id},`)
      expect((await tess.browser.get(ofTenant(acme, 'audit.csv'))).body).to.contain(`,${bea.person.id},`)
    })

    it('change nothing by GET, and nothing without the form’s token or from another site', async () => {
      const path = pathOf(bea.person, `/devices/${DEVICE}/revoke`)
      const all = pathOf(bea.person, '/devices/revoke-all')
      await opal.browser.get('/two-factor/')
      const token = opal.browser.csrf
      for (const each of [path, all]) {
        expect((await opal.browser.get(each)).status, 'by GET').to.equal(404)
        expect((await opal.browser.post(each, { _csrf: '' })).status, 'without a token').to.equal(403)
        const foreign = { headers: { origin: 'https://evil.example' } }
        expect((await opal.browser.post(each, { _csrf: token }, foreign)).status, 'from another site').to.equal(403)
        const json = { headers: { 'content-type': 'application/json' } }
        expect((await opal.browser.send(each, '{}', json)).status, 'JSON without a token').to.equal(403)
        await cora.browser.get('/two-factor/')
        expect((await cora.browser.post(each)).status, 'without a role').to.equal(403)
      }
      for (const read of own) {
        await opal.browser.get('/two-factor/')
        expect((await opal.browser.post(read)).status, read).to.equal(404)
      }
    })

    it('hold no formula in a file, whatever people call themselves', async () => {
      const keycloak = await administrator()
      const evil = ['+1+1', '-2+3', '@SUM(1)'].map((firstName) => newPerson({ firstName }).catch(() => null))
      const made = (await Promise.all(evil)).filter((person) => person !== null)
      expect(made).to.have.length.above(0)
      for (const { id } of made) await keycloak.organizations.addMember({ orgId: acme, userId: id })
      try {
        const { body } = await tess.browser.get(ofTenant(acme, 'coverage.csv'))
        for (const { name } of made) expect(body).to.contain(name)
        for (const line of body.split('\n')) expect(line).not.to.match(/(^|,)"?[=+\-@\t\r]/)
        expect(body).to.match(/,'[+@-]/)
      } finally {
        for (const { id } of made) await keycloak.organizations.delMember({ orgId: acme, userId: id })
      }
    })

    it('tell no secret, code, hash or key, and nothing that a cache would keep', async () => {
      const canaries = [bea.secret, bea.firstCode, opal.secret, tess.secret]
      const paths = [...REPORTS.map((report) => `/two-factor/admin/${report}`), pathOf(bea.person, '/try')]
      for (const path of paths) {
        const answer = await opal.browser.get(path)
        for (const canary of canaries) expect(answer.body, path).not.to.contain(canary)
        expect(answer.body, path).not.to.match(/[0-9a-f]{64}/)
        expect(answer.headers.get('cache-control'), path).to.equal('no-store')
      }
    })

    it('refuse filters that are none, with an answer and no failure', async () => {
      for (const query of [
        'from=2026-99-99',
        'kind=%00',
        'after=1.x',
        'person[$ne]=1&kind[$ne]=1',
        `person=${'x'.repeat(300)}`,
        'from=2026-11-02&to=2026-11-01',
        '__proto__[kind]=reset&to=x',
      ]) {
        const { status } = await opal.browser.get(`/two-factor/admin/audit?${query}`)
        expect(status, query).to.be.oneOf([200, 400])
        const file = await opal.browser.get(`/two-factor/admin/audit.csv?${query}`)
        expect(file.status, query).to.be.oneOf([200, 400])
      }
      const { status } = await opal.browser.get("/two-factor/admin/audit?person=' OR '1'='1")
      expect(status).to.equal(200)
    })
  })
}
