import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'chai'
import { mailReader } from '../../dev/mailbox.js'
import { requirePart } from '../../dev/parts.js'
import { fixedId } from '../../dev/people.js'
import { newMember } from './companies.js'
import { outcomeIn, outcomeOf, postCode, tally } from './outcomes.js'
import { known, type Person } from './people.js'
import { type Enrolled, startPortal, type TestPortal } from './portal.js'
import type { Answer, Visitor } from './visitor.js'

const parts = [requirePart('keycloak'), requirePart('mailbox')]
const BACKUP = '/two-factor/challenge/backup'
const CHANGES = ['unlock', 'revoke-sessions', 'reset', 'bypass-code'] as const

const pathOf = ({ id }: Person, what = '') => `/two-factor/admin/people/${id}${what && `/${what}`}`
const tenantPath = (alias: string) => `/two-factor/admin/tenants/${fixedId('tenant', alias)}/people`

if (parts.every((part) => part !== undefined)) {
  describe('attacks on administration', function () {
    this.timeout(180_000)
    let portal: TestPortal
    let opal: Enrolled
    let tess: Enrolled
    let bea: Enrolled
    before(async () => {
      portal = await startPortal(5)
      opal = await portal.enrolled(known('opal'))
      tess = await portal.enrolled(known('tess'))
      bea = await portal.enrolled(known('bea'))
    })
    after(() => portal.close())

    /** Posts with a token of the session and a code of the last five minutes. */
    async function change(who: Enrolled, target: Person, what: string, fields = {}): Promise<Answer> {
      const { browser } = who
      await browser.get('/two-factor/')
      const given = { reason: 'The phone is lost', minutes: '10', ...fields }
      const { csrf } = await csrfOf(browser)
      browser.csrf = csrf
      return browser.post(pathOf(target, what), given, { follow: false })
    }
    async function csrfOf(browser: Visitor): Promise<{ csrf: string }> {
      const { body } = await browser.get('/two-factor/', { headers: { accept: 'application/json' } })
      return { csrf: String(JSON.parse(body).csrfToken) }
    }
    const done = ({ status, headers }: Answer) =>
      status === 303 && !/challenge|login|set-up/.test(headers.get('location') ?? '')

    it('gives nobody without a role a page, nor whoever did the first step alone', async () => {
      const cora = await portal.enrolled(known('cora'))
      const anonymous = portal.visit()
      const halfway = await tess.atCodePage()
      for (const path of ['/two-factor/admin', '/two-factor/admin/people', tenantPath('acme'), pathOf(bea.person)]) {
        expect((await cora.browser.get(path)).status, path).to.equal(403)
        expect((await anonymous.get(path, { follow: false })).headers.get('location')).to.equal('/login')
        expect((await halfway.get(path)).url, path).to.match(/\/challenge$/)
      }
      for (const what of CHANGES) expect((await change(cora, bea.person, what)).status).to.equal(403)
    })

    it('answers a tenant administrator on ids of another tenant as on ids of nobody', async () => {
      const nobody = { ...bea.person, id: fixedId('person', 'nobody') }
      for (const target of [known('cora'), known('fred'), opal.person, nobody, { ...nobody, id: '..%2fusers' }]) {
        expect((await tess.browser.get(pathOf(target))).status).to.equal(404)
        for (const what of CHANGES) expect((await change(tess, target, what)).status, what).to.equal(404)
      }
      for (const alias of ['birch', 'cedar', 'dune', 'nowhere']) {
        expect((await tess.browser.get(tenantPath(alias))).status, alias).to.equal(404)
      }
      expect((await tess.browser.get('/two-factor/admin/people')).status).to.equal(403)
    })

    it('lets a tenant administrator do nothing to a person of two tenants, nor to themselves', async () => {
      const ann = await portal.enrolled(known('ann'))
      for (const target of [ann.person, tess.person]) {
        expect((await tess.browser.get(pathOf(target))).status).to.equal(200)
        for (const what of CHANGES) expect((await change(tess, target, what)).status, what).to.equal(403)
      }
      expect(await outcomeOf(await ann.atCodePage(), await ann.code())).to.equal('accepted')
      expect((await change(opal, opal.person, 'reset')).status, 'nor an operator to themselves').to.equal(403)
    })

    describe('with more in the body or the address than a route knows', () => {
      const birch = fixedId('tenant', 'birch')
      const sneaky = { verified: 'true', tenantId: birch, role: 'operator', ssoBypass2: 'all', operator: 'true' }

      /** Each route of administrators, filled in. */
      async function routes(person: Person, tenant: string) {
        const { body } = await portal.visit().get('/two-factor/openapi.json')
        const paths = Object.entries<object>(JSON.parse(body).paths).filter(([path]) => path.startsWith('/admin'))
        const values: Record<string, string> = {
          ...{ person: person.id, tenant, alias: 'google', id: '00000000-0000-7000-8000-000000000000' },
        }
        return paths.flatMap(([path, methods]) => {
          const filled = `/two-factor${path.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? '')}`
          return Object.keys(methods).map((method) => ({ method, path: filled, isOf: path.split('/')[2] }))
        })
      }
      async function send({ browser }: Enrolled, { method, path }: { method: string; path: string }): Promise<number> {
        if (method === 'get') return (await browser.get(`${path}?${new URLSearchParams(sneaky)}`)).status
        browser.csrf = (await csrfOf(browser)).csrf
        const known = { reason: 'The phone is lost', minutes: '10', channel: 'email', to: 'somebody@birch.example' }
        return (await browser.post(path, { ...known, ...sneaky }, { follow: false })).status
      }

      beforeEach(() => freshen(tess))

      it('opens nothing of another tenant, nor what is for operators, on any route', async () => {
        const all = await routes(known('cora'), birch)
        expect(all).to.have.length.above(20)
        for (const route of all) {
          if (route.isOf === undefined) continue
          const what = `${route.method} ${route.path}`
          const wanted = route.isOf === 'people' || route.isOf === 'tenants' ? 404 : 403
          const isList = route.path === '/two-factor/admin/people'
          expect(await send(tess, route), what).to.equal(isList ? 403 : wanted)
        }
      })

      it('gives an administrator nothing more on the routes of their own tenant', async () => {
        const person = await portal.enrolled(await newMember([{ id: fixedId('tenant', 'acme'), alias: 'acme' }]))
        for (const route of await routes(person.person, fixedId('tenant', 'acme'))) {
          if (route.isOf === undefined) continue
          const what = `${route.method} ${route.path}`
          const status = await send(tess, route)
          // A field that a policy does not know may be a misspelt one.
          if (route.method === 'post' && /policy/.test(route.path)) expect(status, what).to.equal(422)
          else expect(status, what).to.be.oneOf([200, 303, 403, 404])
        }
        expect((await tess.browser.get('/two-factor/admin/people')).status).to.equal(403)
        expect((await tess.browser.get(tenantPath('birch'))).status).to.equal(404)
        const { policy } = await portal.operations.policies.show(birch)
        expect(policy.requirement).to.equal('optional')
      })

      it('lets nobody past the code page', async () => {
        const page = await bea.atCodePage()
        for (const path of ['/challenge', '/challenge/backup', '/later', '/fresh', '/invitation/dismiss']) {
          const fields = { code: '000000', trust: '1', ...sneaky, tenantId: fixedId('tenant', 'acme') }
          await page.post(`/two-factor${path}?${new URLSearchParams(sneaky)}`, fields)
          expect((await page.get('/orders')).url, path).to.match(/\/challenge$/)
        }
        expect(await outcomeOf(page, await bea.code())).to.equal('accepted')
      })
    })

    it('asks for a code of the last five minutes before each change, and returns to the person', async () => {
      const target = await portal.enrolled(known('sam'))
      portal.clock.advance(6 * 60_000)
      const led = await change(tess, target.person, 'reset')
      expect(led.headers.get('location')).to.match(/\/challenge$/)
      await tess.browser.get('/two-factor/challenge')
      const back = await tess.browser.post('/two-factor/challenge', { code: await tess.code() })
      expect(back.url).to.contain(pathOf(target.person))
      expect(await outcomeOf(await target.atCodePage(), await target.code()), 'nothing was reset').to.equal('accepted')
      await freshen(opal)
    })

    it('accepts exactly one of 50 parallel posts of one bypass code', async () => {
      const code = await bypassCode(opal, bea)
      const page = await bea.atCodePage()
      const answers = await Promise.all(Array.from({ length: 50 }, () => postCode(page.copy(), code, BACKUP)))
      expect(tally(answers.map(outcomeIn)).accepted).to.equal(1)
    })

    it('refuses a bypass code of another person, one replaced, and one too late', async () => {
      const dora = await portal.enrolled(known('dora'))
      const theirs = await bypassCode(opal, dora)
      const first = await bypassCode(opal, bea)
      const second = await bypassCode(opal, bea)
      const page = await bea.atCodePage()
      for (const code of [theirs, first]) expect(await outcomeOf(page, code, BACKUP)).to.equal('wrong')
      portal.clock.advance(10 * 60_000)
      expect(await outcomeOf(page, second, BACKUP)).to.equal('expired')
      await freshen(opal)
    })

    it('shows a bypass code once, and puts it into no mail and no other page', async () => {
      const code = await bypassCode(opal, bea)
      const pages = [await opal.browser.get(pathOf(bea.person)), await bea.browser.get('/two-factor/')]
      for (const { body } of pages) expect(body.replaceAll(/\s/g, '')).not.to.contain(code)
      const mails = await mailsTo(bea.person, /bypass code has been issued/)
      expect(JSON.stringify(mails)).not.to.contain(code)
    })

    it('ends what a person had, on reset, and tells them by mail', async () => {
      const lost = await portal.enrolled(known('hanako'))
      expect((await lost.browser.get('/payroll')).status).to.equal(200)
      expect(done(await change(opal, lost.person, 'reset'))).to.equal(true)
      expect((await lost.browser.get('/payroll')).url).to.match(/\/set-up$|openid-connect/)
      await mailsTo(lost.person, /リセット/)
    })

    it('tells no administrator a secret, a code or a hash of the person', async () => {
      const codes = await backupCodesOf(bea)
      const answers = [
        await opal.browser.get(pathOf(bea.person)),
        await opal.browser.get(pathOf(bea.person), { headers: { accept: 'application/json' } }),
        await opal.browser.get('/two-factor/admin/people?q=bea'),
      ]
      for (const { body } of answers) {
        expect(body).to.contain(bea.person.email)
        for (const canary of [bea.secret, bea.firstCode, ...codes]) expect(body).not.to.contain(canary)
      }
    })

    /** A code of the last five minutes, after the clock was moved. */
    async function freshen({ browser, code }: Enrolled): Promise<void> {
      const page = await browser.get('/payroll')
      if (page.url.endsWith('/challenge')) await browser.post('/two-factor/challenge', { code: await code() })
    }

    async function bypassCode(by: Enrolled, { person }: Enrolled): Promise<string> {
      const { status, body } = await change(by, person, 'bypass-code')
      const code = /<code>(\d{4}) (\d{4})<\/code>/.exec(body)
      if (code === null) throw new Error(`No code was issued (${status}): ${body.slice(0, 500)}`)
      return `${code[1]}${code[2]}`
    }
  })
}

async function backupCodesOf({ browser }: Enrolled): Promise<string[]> {
  const { body } = await browser.get('/two-factor/backup-codes')
  return [...body.matchAll(/[a-z2-7]{4}(?:-[a-z2-7]{4}){3}/g)].map(([code]) => code)
}

/** The mails that a person got, once one of them is called so. */
async function mailsTo({ email }: Person, subject: RegExp) {
  const reader = mailReader(process.env.TEST_MAILBOX_URL ?? '')
  for (let tries = 0; tries < 100; tries++) {
    const mails = await reader.mails(email)
    if (mails.some((mail) => subject.test(mail.subject))) return mails
    await sleep(100)
  }
  throw new Error(`No mail to ${email} is called ${subject}`)
}
