import { expect } from 'chai'
import { mailReader } from '../../dev/mailbox.js'
import { requirePart } from '../../dev/parts.js'
import { outcomeOf } from './outcomes.js'
import { newPerson } from './people.js'
import { startPortal, type TestPortal } from './portal.js'
import { rawRequest } from './raw-request.js'
import type { Visitor } from './visitor.js'

const mailbox = requirePart('mailbox')

if (requirePart('keycloak') !== undefined && mailbox !== undefined) {
  describe('attacks over the web', function () {
    this.timeout(120_000)
    let portal: TestPortal
    before(async () => {
      portal = await startPortal(5)
    })
    after(() => portal.close())

    /** The Cookie header that a browser would send to the portal. */
    const cookiesOf = (browser: Visitor) => {
      const own = [...browser.cookies].filter(([name]) => name.startsWith(`${new URL(portal.url).host} `))
      return own.map(([name, value]) => `${name.split(' ')[1]}=${value}`).join('; ')
    }

    it('returns to paths of its own alone, however the first request was written', async () => {
      const person = await portal.enrolled()
      const page = await person.atCodePage()
      for (const path of [
        '//evil.example/x',
        '/\\evil.example/x',
        '/%2f%2fevil.example/x',
        '/%5cevil.example',
        '/orders/..//evil.example',
      ]) {
        await rawRequest(portal.url, path, { cookie: cookiesOf(page) })
      }
      const landed = await page.post('/two-factor/challenge', { code: await person.code() }, { follow: false })
      expect(landed.headers.get('location')).to.match(/^\/(?![/\\])/)
      expect(new URL(landed.headers.get('location') ?? '', portal.url).origin).to.equal(portal.url)
    })

    it('takes no return address from the URL', async () => {
      const person = await portal.enrolled()
      for (const query of ['to=https://evil.example', 'returnTo=//evil.example', 'redirect=javascript:alert(1)']) {
        const landed = await person.browser.get(`/two-factor/continue?${query}`, { follow: false })
        expect(landed.headers.get('location'), query).to.equal('/')
      }
    })

    it('uses the url of the options, not the Host header', async () => {
      const person = await portal.enrolled()
      const page = await person.atCodePage()
      const forged = { cookie: cookiesOf(page), host: 'evil.example', 'x-forwarded-host': 'evil.example' }
      const answer = await rawRequest(portal.url, '/orders', forged)
      expect(answer.status).to.equal(303)
      expect(answer.headers.location).to.equal('/two-factor/challenge')
      expect(JSON.stringify(answer)).not.to.include('evil.example')
      const mail = await mailReader(mailbox).waitForMail({ to: person.person.email, subject: /enabled/ })
      expect(mail.text + mail.html).to.include(portal.url)
    })

    it('sends no page of its own without no-store, a strict policy and a tame referrer', async () => {
      const person = await portal.enrolled()
      const page = await person.atCodePage()
      const pages = [
        await page.get('/two-factor/challenge'),
        await page.get('/two-factor/challenge/backup'),
        await page.get('/two-factor/nowhere'),
        ...(await Promise.all(
          ['', 'set-up', 'backup-codes', 'turn-off', 'backup-codes/regenerate', 'backup-codes/download'].map((path) =>
            person.browser.get(`/two-factor/${path}`),
          ),
        )),
      ]
      for (const { headers, url, body } of pages) {
        expect(headers.get('cache-control'), url).to.equal('no-store')
        expect(headers.get('referrer-policy'), url).to.equal('same-origin')
        expect(headers.get('content-security-policy'), url).to.match(/default-src 'none'.*frame-ancestors 'none'/)
        expect(headers.get('x-content-type-options'), url).to.equal('nosniff')
        expect(body, url).not.to.match(/<script(?![^>]*\ssrc=)|\sstyle=|\son[a-z]+=/)
      }
    })

    it('shows a secret or code only on the page that is there for it, and in no address', async () => {
      const person = await portal.enrolled()
      const codes =
        (await person.browser.get('/two-factor/backup-codes')).body.match(/[a-z2-7]{4}(-[a-z2-7]{4}){3}/g) ?? []
      expect(codes).to.have.lengthOf(10)
      const page = await person.atCodePage()
      await page.post('/two-factor/challenge', { code: '123456' })
      const answers = [
        await page.get('/two-factor/challenge'),
        await person.browser.get('/two-factor/'),
        await person.browser.get('/two-factor/set-up'),
        await person.browser.get('/api/me', { headers: { accept: 'application/json' } }),
      ]
      const everything = answers.map(({ body, url, headers }) => body + url + JSON.stringify([...headers])).join('\n')
      const mails = await mailReader(mailbox).mails(person.person.email)
      for (const secret of [person.secret, ...codes, ...codes.map((code) => code.replaceAll('-', ''))]) {
        expect(everything).not.to.include(secret)
        expect(mails.map(({ raw }) => raw).join('\n')).not.to.include(secret)
      }
    })

    it('shows names with quotes and commas as text', async () => {
      // Keycloak itself refuses angle brackets here; pages and mails are tried with them in their own rooms.
      const somebody = await newPerson({ firstName: "Conan 'Q'", lastName: "O'Neil, Jr." })
      const person = await portal.enrolled(somebody)
      const settings = await person.browser.get('/two-factor/')
      expect(settings.body).to.include("Conan 'Q' O'Neil, Jr.")
      const mail = await mailReader(mailbox).waitForMail({ to: somebody.email, subject: /enabled/ })
      expect(mail.to).to.deep.equal([somebody.email])
    })

    it('answers alike whoever is signed in, with and without a second factor, and whatever code is wrong', async () => {
      const person = await portal.enrolled()
      const plain = portal.visit()
      await plain.signIn(await newPerson())
      expect((await plain.get('/two-factor/challenge', { follow: false })).headers.get('location')).to.equal('/')
      const page = await person.atCodePage()
      const guess = (code: string) => outcomeOf(page, code, '/two-factor/challenge/backup')
      expect([await guess('aaaa-aaaa-aaaa-aaaa'), await guess('zzzz-zzzz-zzzz-zzzz')]).to.deep.equal(['wrong', 'wrong'])
    })
  })
}
